package reading

import (
	"github.com/rasad-project/rasad/services/tagger/text"
)

// Bounds for telling prose from headlines and links, in words.
const (
	headlineWords = 18 // a longer line is prose even without a full stop
	scriptWords   = 14 // the same in the Arabic script, whose words are longer
	leastWords    = 3  // a shorter line above the article is a label
)

// headline makes the sentences of a title.
func (f *Field) headline() {
	f.Sentences, f.Wrapped = f.Sentences[:0], false
	for range f.Doc.Sents {
		f.Sentences = append(f.Sentences, Sentence{Live: true, Head: true})
	}
}

// live decides which lines are the article's. Above its first line of prose stand
// headlines; below it a line that is no sentence is a link, a caption or a stub,
// and so is all that follows a heading like "Read more" until prose goes on. A
// section like "On this day" lasts to the end.
func (f *Field) live() {
	f.Sentences = f.Sentences[:0]
	for range f.Doc.Sents {
		f.Sentences = append(f.Sentences, Sentence{})
	}
	first := f.firstProse()
	f.Wrapped = f.wrapped()
	closed := false // by an "On this day"
	for i := range f.Doc.Lines {
		l := &f.Doc.Lines[i]
		switch label := f.label(l); {
		case closed || label == section:
			closed = closed || !f.prose(l)
		case label == link:
		case i < first:
			f.mark(i, l.Last-l.First >= leastWords, true)
		case f.Wrapped || f.prose(l):
			f.mark(i, !f.repeats(i), false)
		}
	}
}

// mark sets what the sentences of line i are.
func (f *Field) mark(i int, live, head bool) {
	for k := f.Doc.Lines[i].Sent; k < int32(len(f.Doc.Sents)) && f.Doc.Sents[k].Line == int32(i); k++ {
		f.Sentences[k].Live, f.Sentences[k].Head = live, head
	}
}

// firstProse returns the index of the first line of prose; 0 when there is none,
// so that nothing stands above it.
func (f *Field) firstProse() int {
	for i := range f.Doc.Lines {
		if f.prose(&f.Doc.Lines[i]) {
			return i
		}
	}
	return 0
}

// wrapped reports whether lines end where a column ended: most of the longer ones
// close no sentence. A text of one line is not wrapped, but its line is all there
// is.
func (f *Field) wrapped() bool {
	long, open := 0, 0
	for i := range f.Doc.Lines {
		l := &f.Doc.Lines[i]
		if l.Last-l.First < 8 {
			continue
		}
		long++
		if !f.closed(l) {
			open++
		}
	}
	return len(f.Doc.Lines) < 2 || long > 3 && 3*open > 2*long
}

// prose reports whether a line is running text.
func (f *Field) prose(l *text.Line) bool {
	n := l.Last - l.First
	most := int32(headlineWords)
	if f.Doc.Toks[l.First].Flags&text.Script != 0 {
		most = scriptWords
	}
	return n > most || n >= 6 && f.closed(l)
}

func (f *Field) closed(l *text.Line) bool { return f.last(l).Closed }

// last returns the last sentence of a line.
func (f *Field) last(l *text.Line) *text.Sent {
	k := l.Sent
	for k+1 < int32(len(f.Doc.Sents)) && f.Doc.Sents[k+1].First < l.Last {
		k++
	}
	return &f.Doc.Sents[k]
}

// lookBack is how many lines before one are compared with it: a bound on the work.
const lookBack = 100

// repeats reports whether a line not long before line i has the same words.
func (f *Field) repeats(i int) bool {
	at := &f.Doc.Lines[i]
	n := at.Last - at.First
	for k := max(i-lookBack, 0); k < i; k++ {
		l := &f.Doc.Lines[k]
		if l.Last-l.First == n && f.same(l.First, at.First, n) {
			return true
		}
	}
	return false
}

func (f *Field) same(a, b, n int32) bool {
	for i := range n {
		if f.Doc.Toks[a+i].Hash != f.Doc.Toks[b+i].Hash {
			return false
		}
	}
	return true
}

type label uint8

const (
	noLabel label = iota
	link          // "Read more": leads elsewhere
	section       // "On this day": another matter
)

// labels are the openings of lines that are not the article's.
var labels = []struct {
	kind  label
	words []uint64
}{
	{link, text.Hashes("read more")},
	{link, text.Hashes("also read")},
	{link, text.Hashes("read also")},
	{link, text.Hashes("related")},
	{link, text.Hashes("see also")},
	{link, text.Hashes("more on this")},
	{link, text.Hashes("watch")},
	{link, text.Hashes("leave a comment")},
	{link, text.Hashes("recommended")},
	{link, text.Hashes("all content by")},
	{link, text.Hashes("photo by")},
	{link, text.Hashes("file photo")},
	{link, text.Hashes("بیشتر بخوانید")},
	{link, text.Hashes("مزید پڑھیں")},
	{link, text.Hashes("یہ بھی پڑھیں")},
	{link, text.Hashes("اقرأ أيضا")},
	{link, text.Hashes("اقرأ المزيد")},
	{link, text.Hashes("اخبار مرتبط")},
	{link, text.Hashes("مطالب مرتبط")},
	{link, text.Hashes("خبرهای مرتبط")},
	{link, text.Hashes("متعلقہ خبریں")},
	{link, text.Hashes("مزید خبریں")},
	{link, text.Hashes("ذات صلة")},
	{link, text.Hashes("أخبار ذات صلة")},
	{link, text.Hashes("مواضيع ذات صلة")},
	{section, text.Hashes("on this day")},
	{section, text.Hashes("this day in")},
	{section, text.Hashes("today in history")},
	{section, text.Hashes("در چنین روزی")},
	{section, text.Hashes("آج کا دن")},
	{section, text.Hashes("آج کے دن")},
	{section, text.Hashes("في مثل هذا اليوم")},
	{section, text.Hashes("حدث في مثل")},
}

// label returns what the opening words of a line say it is. A link's is believed
// of headlines only: an article may begin "Watch".
func (f *Field) label(l *text.Line) label {
	for i := range labels {
		if k := &labels[i]; f.opens(l, k.words) && (k.kind == section || !f.prose(l) || len(k.words) > 1) {
			return k.kind
		}
	}
	return noLabel
}

func (f *Field) opens(l *text.Line, words []uint64) bool {
	if int(l.Last-l.First) < len(words) {
		return false
	}
	for i, w := range words {
		if f.Doc.Toks[int(l.First)+i].Hash != w {
			return false
		}
	}
	return true
}
