package name

import "bytes"

// Alike is the similarity from which two skeletons are one name's. Of the pairs
// in the test no variant scores under 0.96 and no other name but a namesake, of
// equal skeleton, over 0.85.
const Alike = 0.90

// short is the length up to which skeletons must be equal: of three sounds one
// that differs makes another name (Karami, Kazemi).
const short = 3

// Name is a full name taken apart.
type Name struct {
	Last  []byte // of the last word, by the function Last
	First []byte // skeletons of the words before it, joined
}

// Particle reports whether word, in any case, is one of those that stand inside
// names and are written or not, joined or not.
func Particle(word string) bool {
	var room [8]byte
	switch string(folded(room[:0], word)) {
	case "al", "ul", "ol", "el", "ud", "ad", "ur", "ar", "us", "as", "e", "i", "bin", "ibn":
		return true
	}
	return false
}

// silent reports whether word says nothing of a name: a particle, or a courtesy
// before it.
func silent(word string) bool {
	var room [8]byte
	switch string(folded(room[:0], word)) {
	case "seyyed", "seyed", "sayyed", "sayyid", "sayed", "syed", "said", "mr", "dr", "haji", "haj":
		return true
	}
	return Particle(word)
}

// folded appends word in small letters to dst; nothing of a word that is longer
// than dst has room for.
func folded(dst []byte, word string) []byte {
	if len(word) > cap(dst) {
		return dst
	}
	for i := range len(word) {
		dst = append(dst, lower(word[i]))
	}
	return dst
}

// Of takes the words of a full name apart, in the memory of n, and reports whether
// they say enough to be compared: two words that are no particles, four sounds,
// and more before the last word than Muhammad, which stands before any.
func (n Name) Of(words ...string) (Name, bool) {
	n.Last, n.First = n.Last[:0], n.First[:0]
	for len(words) > 0 && silent(words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return n, false
	}
	n.Last = Last(n.Last, words[len(words)-1])
	for _, w := range words[:len(words)-1] {
		if !silent(w) {
			n.First = Skeleton(n.First, w)
		}
	}
	return n, len(n.Last) > 0 && len(n.First) > 0 && len(n.Last)+len(n.First) >= 4 && string(n.First) != "mhmd"
}

// Last appends to dst the skeleton of a full name's last word, with an "i" when it
// ends in that sound: it makes one name of another (Hossein, Hosseini).
func Last(dst []byte, word string) []byte {
	dst = Skeleton(dst, word)
	n := len(word)
	if n == 0 {
		return dst
	}
	if end := lower(word[n-1]); end == 'i' || end == 'y' || end == 'e' && n > 1 && (lower(word[n-2]) == 'e' || lower(word[n-2]) == 'i') {
		dst = append(dst, 'i')
	}
	return dst
}

// Like returns how alike two full names are: 0 when their last words sound
// different or their first ones do, else the similarity of the first ones.
func (n Name) Like(o Name) float64 {
	if !bytes.Equal(n.Last, o.Last) {
		return 0
	}
	if min(len(n.First), len(o.First)) <= short {
		if bytes.Equal(n.First, o.First) {
			return 1
		}
		return 0
	}
	if s := JaroWinkler(n.First, o.First); s >= Alike {
		return s
	}
	return 0
}
