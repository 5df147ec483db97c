package name

// JaroWinkler returns the similarity of a and b, from 0 to 1: Jaro's, which counts
// the letters that both have within half the longer length of each other, raised
// for a common beginning of up to four letters (Winkler 1990, p = 0.1). Of words
// over 64 letters only the first 64 count.
func JaroWinkler(a, b []byte) float64 {
	a, b = a[:min(len(a), 64)], b[:min(len(b), 64)]
	if len(a) == 0 || len(b) == 0 {
		return 0
	}
	j := jaro(a, b)
	same := 0
	for same < min(len(a), len(b), 4) && a[same] == b[same] {
		same++
	}
	return j + float64(same)*0.1*(1-j)
}

func jaro(a, b []byte) float64 {
	reach := max(max(len(a), len(b))/2-1, 0)
	var taken uint64 // letters of b
	var common [64]byte
	n := 0
	for i, c := range a {
		for k := max(0, i-reach); k < min(len(b), i+reach+1); k++ {
			if taken&(1<<k) == 0 && b[k] == c {
				taken |= 1 << k
				common[n] = c
				n++
				break
			}
		}
	}
	if n == 0 {
		return 0
	}
	moved, at := 0, 0
	for k, c := range b {
		if taken&(1<<k) != 0 {
			if common[at] != c {
				moved++
			}
			at++
		}
	}
	m := float64(n)
	return (m/float64(len(a)) + m/float64(len(b)) + (m-float64(moved/2))/m) / 3
}
