package furniture

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// TestLinesBelowAHeadingThatWasCut cuts the headlines that a page's model left
// standing below a heading it cut, and not a crosshead of the story.
func TestLinesBelowAHeadingThatWasCut(t *testing.T) {
	story := []news.Block{
		{Text: "The two navies held a joint drill in the northern sea on Sunday, the first since the winter.", Path: "article>div>p"},
		{Text: "A destroyer and two missile boats took part, and the crews practised the search for a missing vessel.", Path: "article>div>p"},
	}
	heading := func(path string) news.Block {
		return news.Block{Text: "Related News", Path: path, Cut: cut.Related}
	}
	line := func(path string) news.Block {
		return news.Block{Text: "Fishing boats return to the old harbour", Path: path}
	}
	for _, c := range []struct {
		name          string
		heading, line news.Block
		want          string
	}{
		{"built alike", heading("article>div>p"), line("article>div>p"), cut.Related},
		{"a crosshead", heading("article>aside>h3"), line("article>div>h2"), ""},
	} {
		blocks := append(append([]news.Block{story[0], story[1]}, c.heading, c.line), story[0])
		blocks[4].Text = "On Monday the ships will leave the port after a visit of three days, the commander of the squadron said."
		got := New().Read(blocks, Known{})
		if diff := cmp.Diff(c.want, got.Blocks[3].Cut); diff != "" {
			t.Errorf("%s: -want +got:\n%s", c.name, diff)
		}
	}
}
