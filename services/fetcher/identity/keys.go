package identity

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Item is what of a feed's item bears on its identity.
type Item struct {
	GUID      string // raw
	Link      string
	Title     string
	Summary   string
	Content   string
	Published time.Time // zero when unknown
}

// The names an item goes by, the most telling first. An item is looked for under
// each in turn.
const (
	byGUID    = iota // the id as given
	byAlias          // the id without scheme and host, when it is an address
	byURL            // the canonical link
	byTitle          // title and time of publication
	byContent        // title and body, of an item that has no other name
	kinds
)

// keys are an item's names, each hashed together with its kind; 0 for one it
// does not have.
type keys [kinds]Hash

// facts is an item made ready to be looked for.
type facts struct {
	keys
	text      [kinds]string // what the keys were made of
	title     Hash
	body      Hash
	published int64 // seconds since 1970, 0 when unknown
}

func read(it Item) facts {
	var f facts
	f.title, f.body = content(it.Title, it.Summary, it.Content)
	if !it.Published.IsZero() {
		f.published = it.Published.Unix()
	}
	guid := strings.TrimSpace(it.GUID)
	f.text[byGUID] = guid
	f.text[byAlias] = alias(guid)
	if it.Link != "" {
		f.text[byURL] = Canonical(it.Link)
	}
	if it.Title != "" && f.published != 0 {
		f.text[byTitle] = strconv.FormatUint(uint64(f.title), 16) + "@" + strconv.FormatInt(f.published, 10)
	}
	if f.text == [kinds]string{} {
		f.text[byContent] = revision(f.title, f.body)
	}
	for kind, text := range f.text {
		if text != "" {
			f.keys[kind] = key(kind, text)
		}
	}
	return f
}

func key(kind int, text string) Hash { return sum([]byte(strconv.Itoa(kind) + "\x00" + text)) }

// alias returns an id that is an address without scheme, host and tracking, so
// that it survives a move to https or to another host; other ids as they are. An
// address whose path says nothing has no alias.
func alias(guid string) string {
	u, err := url.Parse(guid)
	if err != nil || u.Host == "" {
		return guid
	}
	c, err := url.Parse(Canonical(guid))
	if err != nil {
		return guid
	}
	if rest := c.RequestURI(); rest != "/" {
		return rest
	}
	return ""
}

// mint makes an item's ID from the best of its names that usable allows, so that
// it comes out the same in every process and after every memory is lost. The
// id's alias comes before the id, for a feed that moves to https keeps it.
func (f facts) mint(feed string, usable func(kind int) bool) string {
	for _, kind := range []int{byAlias, byGUID, byURL, byTitle, byContent} {
		if f.text[kind] != "" && usable(kind) {
			return id(feed, strconv.Itoa(kind), f.text[kind])
		}
	}
	return id(feed, "all", strings.Join(f.text[:], "\x00"), revision(f.title, f.body))
}

func id(parts ...string) string {
	s := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(s[:16])
}
