package page

import (
	"golang.org/x/net/html/atom"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// settle corrects the model's decisions where the page as a whole knows better: the
// title and the date are facts and not text, a form's line or a window's is not the
// story's, rows of links lead to other stories, what stands twice is said once, and a
// second article below the first is another article.
func (p *reading) settle(blocks []news.Block) {
	p.cutTitle(blocks)
	p.cutDates(blocks)
	p.cutNamed(blocks)
	p.cutWindows(blocks)
	p.cutRows(blocks)
	p.cutCopies(blocks)
	p.cutNext(blocks)
}

// cutTitle cuts the lines before the text that are the title.
func (p *reading) cutTitle(blocks []news.Block) {
	l := &p.layout
	title := wordSet(p.title)
	for i := range blocks {
		r := &l.runs[i]
		switch {
		case i == p.titleAt:
		case !blocks[i].Kept():
			continue
		case l.resembles(r, title) < 0.9:
			if r.prosaic() {
				return
			}
			continue
		}
		if blocks[i].Kept() {
			blocks[i].Cut = cut.Title
		}
	}
}

// cutDates cuts the lines by the title that show when the page was published.
func (p *reading) cutDates(blocks []news.Block) {
	if p.titleAt < 0 {
		return
	}
	for _, i := range p.around() {
		r := &p.layout.runs[i]
		if !blocks[i].Kept() || r.prosaic() || r.endsStop {
			continue
		}
		if d, _ := p.shownDate(r); d.Known() {
			blocks[i].Cut = cut.Date
		}
	}
}

// namedUnits is how long a line is at most that goes by its box's name alone.
const namedUnits = 150

// named are the names that no part of a story bears.
var named = []struct {
	group int
	why   string
}{{vLetter, cut.Appeal}, {vConsent, cut.Consent}}

// cutNamed cuts short lines in boxes that are named after a newsletter or a consent
// banner.
func (p *reading) cutNamed(blocks []news.Block) {
	for i := range blocks {
		r := &p.layout.runs[i]
		for _, n := range named {
			if blocks[i].Kept() && r.units <= namedUnits && p.layout.boxes[r.box].away[n.group] <= 1 {
				blocks[i].Cut = n.why
			}
		}
	}
}

// cutWindows cuts what stands in boxes named as windows that open over the page: the
// rules for comments, a choice of editions. One that holds most of the page's prose is
// where the story stands.
func (p *reading) cutWindows(blocks []news.Block) {
	l := &p.layout
	rich := l.richest()
	for at := range l.boxes {
		b := &l.boxes[at]
		if b.own&(1<<vModal) == 0 || l.inside(rich, at) || p.titleAt >= b.first && p.titleAt < b.last {
			continue
		}
		for i := b.first; i < b.last; i++ {
			if blocks[i].Kept() {
				blocks[i].Cut = cut.Appeal
			}
		}
	}
}

// rowLinks is how many links make a row of other stories.
const rowLinks = 3

// cutRows cuts rows of links to other stories: lines one below the other that are
// nothing but links of some words, and the heading above them. In an <aside> one is a
// row.
func (p *reading) cutRows(blocks []news.Block) {
	l := &p.layout
	for from := 0; from < len(blocks); {
		to := from
		for to < len(blocks) && l.runs[to].isLink() && l.runs[to].words >= 3 {
			to++
		}
		if to == from {
			from++
			continue
		}
		if to-from >= rowLinks || l.boxes[l.runs[from].box].tags[tAside] < near {
			if from > 0 && l.isHeading(from-1) {
				from--
			}
			for i := from; i < to; i++ {
				if blocks[i].Kept() {
					blocks[i].Cut = cut.Related
				}
			}
		}
		from = to
	}
}

// isHeading reports whether run i is a short line that stands as a heading.
func (l *layout) isHeading(i int) bool {
	r := &l.runs[i]
	return r.units < 60 && r.isHeading(&l.boxes[r.box])
}

// copyWords is how long a line must be to be said once only: "Yes." may come twice.
const copyWords = 8

// cutCopies cuts kept runs that an earlier kept run has said word for word.
func (p *reading) cutCopies(blocks []news.Block) {
	seen := make(map[uint64]bool, len(blocks))
	for i := range blocks {
		r := &p.layout.runs[i]
		if !blocks[i].Kept() || r.w1-r.w0 < copyWords {
			continue
		}
		if seen[r.hash] {
			blocks[i].Cut = cut.Repeated
		}
		seen[r.hash] = true
	}
}

// cutNext cuts the articles that a page of endless scrolling has loaded below its
// own: a heading after the title whose box holds paragraphs of its own, none of the
// text before it, and is built as the first article's is.
func (p *reading) cutNext(blocks []news.Block) {
	if p.titleAt < 0 {
		return
	}
	l := &p.layout
	own := l.around(p.titleAt)
	text := false // kept prose has been seen
	for i := p.titleAt + 1; i < len(blocks); i++ {
		r := &l.runs[i]
		b := &l.boxes[r.box]
		if text && (b.tag == atom.H1 || b.tag == atom.H2) {
			if at := l.story(i); at >= 0 && l.boxes[at].first > p.titleAt && own[l.boxes[at].sig] {
				i = cutBox(blocks, &l.boxes[at])
				continue
			}
		}
		text = text || blocks[i].Kept() && r.prosaic()
	}
}

// around returns the signatures of the boxes around run i.
func (l *layout) around(i int) map[uint64]bool {
	sigs := make(map[uint64]bool)
	for at := l.runs[i].box; at >= 0; at = l.boxes[at].up {
		sigs[l.boxes[at].sig] = true
	}
	return sigs
}

// story returns the innermost box around run i with three paragraphs, if run i is
// among the first of its runs and it is an <article> or named as one; else -1.
func (l *layout) story(i int) int {
	for at := l.runs[i].box; at >= 0; at = l.boxes[at].up {
		b := &l.boxes[at]
		if l.paragraphs(b) < 3 {
			continue
		}
		if i-b.first < 8 && (b.tag == atom.Article || b.own&(1<<vArticle) != 0) {
			return at
		}
		if i-b.first >= 8 {
			return -1
		}
	}
	return -1
}

func (l *layout) paragraphs(b *box) int {
	n := 0
	for i := b.first; i < b.last && n < 3; i++ {
		if l.runs[i].prosaic() {
			n++
		}
	}
	return n
}

// cutBox cuts what is kept in b and returns its last run.
func cutBox(blocks []news.Block, b *box) int {
	for i := b.first; i < b.last; i++ {
		if blocks[i].Kept() {
			blocks[i].Cut = cut.Next
		}
	}
	return b.last - 1
}
