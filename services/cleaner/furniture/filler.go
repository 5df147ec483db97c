package furniture

import (
	"strings"

	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// latin are the words of Cicero's paragraph and its usual continuations, from
// which text generators draw.
var latin = wordSet(`lorem ipsum dolor sit amet consectetur consectetuer adipiscing adipisicing elit sed eiusmod tempor incididunt labore dolore magna aliqua
enim minim veniam quis nostrud exercitation ullamco laboris nisi aliquip commodo consequat duis aute irure reprehenderit voluptate velit esse cillum fugiat nulla
pariatur excepteur sint occaecat cupidatat proident sunt culpa officia deserunt mollit anim laborum vestibulum pellentesque curabitur aenean phasellus donec
maecenas nullam vivamus suspendisse praesent integer mauris fusce vulputate tincidunt malesuada ultricies porttitor sollicitudin condimentum fermentum bibendum
dapibus euismod faucibus fringilla gravida hendrerit iaculis imperdiet interdum justo lacinia lacus laoreet lectus leo libero ligula lobortis luctus massa mattis
metus molestie nec neque nibh nunc odio ornare orci placerat porta posuere pretium proin pulvinar purus quam risus rhoncus rutrum sagittis sapien scelerisque
semper sodales tellus tortor tristique turpis ullamcorper urna varius vehicula vel venenatis vitae viverra volutpat perspiciatis unde omnis iste natus
voluptatem accusantium doloremque laudantium totam aperiam eaque ipsa inventore veritatis architecto beatae dicta explicabo nemo ipsam quia voluptas aspernatur`)

func wordSet(list string) map[string]bool {
	set := make(map[string]bool)
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}

// cutFiller cuts paragraphs of generated Latin.
func (t *text) cutFiller() {
	for i := range t.lines {
		if l := &t.lines[i]; l.kept() && isLatin(l.words) {
			l.Cut = cut.Filler
		}
	}
}

// isLatin reports whether at least five words, and half of all, are of the
// generators' Latin.
func isLatin(words []string) bool {
	n := 0
	for _, w := range words {
		if latin[w] {
			n++
		}
	}
	return n >= 5 && n*2 >= len(words)
}
