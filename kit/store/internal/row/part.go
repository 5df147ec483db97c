package row

import "github.com/rasad-project/rasad/kit/news"

// Part is a table whose rows belong to a verdict. Beside its own columns each has
// two more in front: verdict, the key of the verdict's row, and n, the place in
// the verdict's list, from 0.
type Part struct {
	Table   string
	Columns []string
	// Values returns the rows of a verdict: values of type string, bool, int,
	// float64 and []int.
	Values func(*news.Verdict) [][]any
}

// Parts are all tables of this kind.
var Parts = []Part{
	{"events", []string{"source", "action", "target", "status", "date", "background", "weight", "evidence"}, events},
	{"evidence", []string{"field", "start_byte", "end_byte", "quote", "rule"}, evidence},
	{"actors", []string{"name", "country", "role"}, actors},
	{"places", []string{"name", "country", "precision", "lat", "lon"}, places},
}

func events(v *news.Verdict) [][]any {
	return each(v.Events, func(e news.Event) []any {
		return []any{Text(e.Source), Text(e.Action), Text(e.Target), Text(e.Status), Text(e.Date), e.Background, e.Weight, append([]int{}, e.Evidence...)}
	})
}

func evidence(v *news.Verdict) [][]any {
	return each(v.Evidence, func(e news.Evidence) []any {
		return []any{Text(e.Field), e.Start, e.End, Text(e.Quote), Text(e.Rule)}
	})
}

func actors(v *news.Verdict) [][]any {
	return each(v.Actors, func(a news.Actor) []any {
		return []any{Text(a.Name), Text(a.Country), Text(a.Role)}
	})
}

func places(v *news.Verdict) [][]any {
	return each(v.Places, func(p news.Place) []any {
		return []any{Text(p.Name), Text(p.Country), Text(p.Precision), p.Lat, p.Lon}
	})
}

func each[T any](list []T, values func(T) []any) [][]any {
	rows := make([][]any, len(list))
	for i, x := range list {
		rows[i] = values(x)
	}
	return rows
}
