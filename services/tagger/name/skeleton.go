// Package name tells whether two spellings in Latin letters are one person's or
// group's name. Names written in the Arabic script come into English in many
// spellings that differ in vowels, in doubled letters and in a few letters that
// stand for one sound: Moqaddam and Moghaddam, Jaish ul-Adl and Jeish al-Adl.
//
// It is no test for countries and places: Imran is as near to Iran.
package name

// Skeleton appends to dst the sounds of a word that its spellings agree on: its
// consonants, one letter for each sound, none doubled. A word of vowels only has
// none. What is no ASCII letter is left out.
func Skeleton(dst []byte, word string) []byte {
	from := len(dst)
	for i := 0; i < len(word); {
		sound, n := consonant(word[i:])
		i += n
		if sound == 0 || len(dst) > from && dst[len(dst)-1] == sound {
			continue
		}
		dst = append(dst, sound)
	}
	return dst
}

// consonant returns the sound that s begins with, 0 for none, and how many bytes
// write it.
func consonant(s string) (sound byte, n int) {
	c := lower(s[0])
	if len(s) > 1 && lower(s[1]) == 'h' {
		if sound = digraphs[c&31]; sound != 0 && c >= 'a' && c <= 'z' {
			return sound, 2
		}
	}
	if c < 'a' || c > 'z' {
		return 0, 1
	}
	return sounds[c&31], 1
}

// sounds maps the letters "`abc…z" to their sounds: vowels and glides to none, W
// to V, G to Q ("Aragchi"), C to the sound of "ch".
var sounds = [32]byte([]byte("\x00\x00bCd\x00fqh\x00jklmn\x00pqrst\x00vvk\x00z\x00\x00\x00\x00\x00"))

// digraphs maps the letter before an H: ch, dh, gh, kh, ph, sh, th, zh.
var digraphs = [32]byte{'c' & 31: 'C', 'd' & 31: 'z', 'g' & 31: 'q', 'k' & 31: 'x', 'p' & 31: 'f', 's' & 31: 'S', 't' & 31: 's', 'z' & 31: 'j'}

func lower(c byte) byte {
	if c >= 'A' && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
