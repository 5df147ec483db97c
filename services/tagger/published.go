package tagger

import (
	"time"

	"github.com/rasad-project/rasad/kit/news"
)

// published reads a date as `rasad clean` writes it, no more precisely than it is
// written; anything else is an unknown date.
func published(s string) news.Date {
	for _, form := range []struct {
		layout    string
		precision news.Precision
		zone      news.Zone
	}{
		{time.RFC3339, news.Second, news.Stated},
		{"2006-01-02T15:04:05", news.Second, news.Guessed},
		{"2006-01-02T15:04", news.Minute, news.Guessed},
		{time.DateOnly, news.Day, ""},
	} {
		if at, err := time.Parse(form.layout, s); err == nil {
			return news.Date{Time: at, Precision: form.precision, Zone: form.zone, From: news.FromMeta}
		}
	}
	return news.Date{}
}
