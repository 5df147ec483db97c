package page

import (
	"html"
	"regexp"
	"strings"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// confidence is how far the readings of the page agree: how sure the model is of the
// page's paragraphs, what the JSON-LD body, the feed's content and the description
// share with what was kept. Each reading that exists counts; the description, which
// editors often write anew, half.
func (p *reading) confidence(blocks []news.Block, scores []float32) float64 {
	kept := make(map[uint64]bool)
	words := make(map[uint32]bool)
	for i := range blocks {
		if blocks[i].Kept() && i < len(p.layout.runs) {
			r := &p.layout.runs[i]
			addShingles(kept, p.layout.hashes[r.w0:r.w1])
			for _, w := range p.layout.hashes[r.w0:r.w1] {
				words[w] = true
			}
		}
	}
	if len(words) == 0 {
		return 0
	}
	sum, n := p.certainty(scores), 1.0
	for _, body := range []string{p.ld.body, plain(p.opt.Content)} {
		if len(body) > 200 {
			sum, n = sum+dice(kept, shingleSet(body)), n+1
		}
	}
	if lead := wordSet(p.markup.first("og:description", "description")); len(lead) > 5 {
		sum, n = sum+0.5*contained(lead, words), n+0.5
	}
	return sum / n
}

// certainty is how far the scores of the page's paragraphs are from a toss-up.
func (p *reading) certainty(scores []float32) float64 {
	var sure, all float64
	for i, s := range scores {
		r := &p.layout.runs[i]
		if s < 0.5 && !r.prosaic() {
			continue
		}
		d := 2*float64(s) - 1
		sure += max(d, -d) * float64(r.units)
		all += float64(r.units)
	}
	return sure / max(1, all)
}

func addShingles(set map[uint64]bool, words []uint32) {
	for i := range max(0, len(words)-2) {
		set[shingleHash(words[i:])] = true
	}
}

// dice is twice what two sets share, of their sizes (Dice, 1945).
func dice(a, b map[uint64]bool) float64 {
	if len(a)+len(b) == 0 {
		return 0
	}
	return 2 * contained(a, b) * float64(len(a)) / float64(len(a)+len(b))
}

// contained is the share of a that is in b.
func contained[K comparable](a, b map[K]bool) float64 {
	n := 0
	for k := range a {
		if b[k] {
			n++
		}
	}
	return float64(n) / float64(max(1, len(a)))
}

var tags = regexp.MustCompile(`<[^>]*>`)

// plain is the text of a feed's HTML, near enough to compare words.
func plain(s string) string { return html.UnescapeString(tags.ReplaceAllString(s, " ")) }

// The JSON-LD body is taken for the article where the page shows less than a third
// of it: pages that are filled in by scripts carry their text there only.
const (
	fallbackUnits = 400
	fallbackTimes = 3
)

// fallBack puts the JSON-LD body in the place of a text that is far shorter, and
// returns the blocks. What was kept and stands in the body is said there.
func (p *reading) fallBack(blocks []news.Block) []news.Block {
	kept := 0
	for i := range blocks {
		if blocks[i].Kept() {
			kept += p.layout.runs[i].units
		}
	}
	st, _ := measure(p.ld.body, nil)
	if st.units < fallbackUnits || st.units < fallbackTimes*kept {
		return blocks
	}
	for i := range blocks {
		if blocks[i].Kept() {
			blocks[i].Cut = cut.Repeated
		}
	}
	for line := range strings.SplitSeq(plain(p.ld.body), "\n") {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			blocks = append(blocks, news.Block{Text: line, Path: "json-ld"})
		}
	}
	return blocks
}
