package reading

import (
	"time"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/tagger/event"
)

// Input is r as the event coder reads it. It shares r's memory.
func (x *Reader) Input(r *Reading, published time.Time) event.Input {
	in := event.Input{
		Title: &r.Title.Doc, Text: &r.Body.Doc, TitleMentions: r.Title.Named, TextMentions: r.Body.Named,
		Parties: [2]news.Party{x.watch.Parties[0].Code, x.watch.Parties[1].Code}, Language: r.Language, Published: published,
	}
	if r.Home < Third {
		in.Home = in.Parties[r.Home]
	}
	if r.Own < Third {
		in.Own = in.Parties[r.Own]
	}
	return in
}
