package news

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strings"
)

// FeedID derives a feed's ID from its address: the host, readable, and eight
// hexadecimal digits of a SHA-256 over the whole address, so that two feeds of
// one host differ. The result is a valid NATS subject token of at most 49 bytes.
func FeedID(address string) string {
	sum := sha256.Sum256([]byte(address))
	tail := hex.EncodeToString(sum[:4])
	host := "feed"
	if u, err := url.Parse(address); err == nil && u.Hostname() != "" {
		host = strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	}
	var b strings.Builder
	for _, r := range host {
		if b.Len() == 40 {
			break
		}
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else {
			b.WriteByte('-')
		}
	}
	return b.String() + "-" + tail
}
