package wire

import (
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/wire/newspb"
)

func verdictOut(v *news.Verdict) *newspb.Verdict {
	return with(&newspb.Verdict{
		Article: articleOut(&v.Article), Relevant: v.Relevant, Score: v.Score, Level: int32(v.Level), Topics: v.Topics, Tone: v.Tone,
		Events: each(v.Events, eventOut), Actors: each(v.Actors, actorOut), Places: each(v.Places, placeOut),
		Evidence: each(v.Evidence, evidenceOut), Why: v.Why, Tagged: timeOut(v.Tagged), Watch: v.Watch,
	}, v.Unknown)
}

func verdictIn(m *newspb.Verdict) *news.Verdict {
	v := &news.Verdict{
		Relevant: m.GetRelevant(), Score: m.GetScore(), Level: int(m.GetLevel()), Topics: m.GetTopics(), Tone: m.GetTone(),
		Events: each(m.GetEvents(), eventIn), Actors: each(m.GetActors(), actorIn), Places: each(m.GetPlaces(), placeIn),
		Evidence: each(m.GetEvidence(), evidenceIn), Why: m.GetWhy(), Tagged: timeIn(m.GetTagged()), Watch: m.GetWatch(),
		Unknown: unknown(m),
	}
	if a := m.GetArticle(); a != nil {
		v.Article = *articleIn(a)
	}
	return v
}

func eventOut(e news.Event) *newspb.Event {
	return with(&newspb.Event{
		Source: e.Source, Action: e.Action, Target: e.Target, Status: e.Status, Date: e.Date, Background: e.Background, Weight: e.Weight,
		Evidence: each(e.Evidence, func(i int) int32 { return int32(i) }),
	}, e.Unknown)
}

func eventIn(m *newspb.Event) news.Event {
	return news.Event{
		Source: m.GetSource(), Action: m.GetAction(), Target: m.GetTarget(), Status: m.GetStatus(), Date: m.GetDate(),
		Background: m.GetBackground(), Weight: m.GetWeight(), Evidence: each(m.GetEvidence(), func(i int32) int { return int(i) }),
		Unknown: unknown(m),
	}
}

func actorOut(a news.Actor) *newspb.Actor {
	return with(&newspb.Actor{Name: a.Name, Country: a.Country, Role: a.Role}, a.Unknown)
}

func actorIn(m *newspb.Actor) news.Actor {
	return news.Actor{Name: m.GetName(), Country: m.GetCountry(), Role: m.GetRole(), Unknown: unknown(m)}
}

func placeOut(p news.Place) *newspb.Place {
	return with(&newspb.Place{Name: p.Name, Country: p.Country, Precision: p.Precision, Lat: p.Lat, Lon: p.Lon}, p.Unknown)
}

func placeIn(m *newspb.Place) news.Place {
	return news.Place{
		Name: m.GetName(), Country: m.GetCountry(), Precision: m.GetPrecision(), Lat: m.GetLat(), Lon: m.GetLon(), Unknown: unknown(m),
	}
}

func evidenceOut(e news.Evidence) *newspb.Evidence {
	return with(&newspb.Evidence{
		Field: e.Field, Start: int64(e.Start), End: int64(e.End), Quote: e.Quote, Rule: e.Rule,
	}, e.Unknown)
}

func evidenceIn(m *newspb.Evidence) news.Evidence {
	return news.Evidence{
		Field: m.GetField(), Start: int(m.GetStart()), End: int(m.GetEnd()), Quote: m.GetQuote(), Rule: m.GetRule(), Unknown: unknown(m),
	}
}
