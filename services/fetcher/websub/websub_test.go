package websub

import (
	"context"
	"crypto/hmac"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// one is a single subscription: feed "f", token "t", topic "T", secret "s".
type one struct {
	lease     time.Duration
	denied    string
	delivered []string
	err       error
}

func (o *one) Confirm(_ context.Context, feed, token, topic string, lease time.Duration) bool {
	if feed != "f" || token != "t" || topic != "T" {
		return false
	}
	o.lease = lease
	return true
}

func (o *one) Deny(_ context.Context, _, _, _, reason string) { o.denied = reason }

func (o *one) Secret(_ context.Context, feed, token string) (string, bool) {
	return "s", feed == "f" && token == "t"
}

func (o *one) Deliver(_ context.Context, _ string, _ http.Header, body []byte) error {
	o.delivered = append(o.delivered, string(body))
	return o.err
}

func TestVerification(t *testing.T) {
	for _, c := range []struct {
		name, path string
		status     int
		body       string // "" is not looked at
		outcome    string
	}{
		{"asked for", "/f/t?hub.mode=subscribe&hub.topic=T&hub.challenge=c%3C1&hub.lease_seconds=3600", 200, "c<1", Confirmed},
		{"another topic", "/f/t?hub.mode=subscribe&hub.topic=U&hub.challenge=c&hub.lease_seconds=3600", 404, "", Unwanted},
		{"another token", "/f/x?hub.mode=subscribe&hub.topic=T&hub.challenge=c&hub.lease_seconds=3600", 404, "", Unwanted},
		{"no lease", "/f/t?hub.mode=subscribe&hub.topic=T&hub.challenge=c", 400, "", Malformed},
		{"no challenge", "/f/t?hub.mode=subscribe&hub.topic=T&hub.lease_seconds=3600", 400, "", Malformed},
		{"leaving, which nobody asked for", "/f/t?hub.mode=unsubscribe&hub.topic=T&hub.challenge=c", 404, "", Unwanted},
		{"denied", "/f/t?hub.mode=denied&hub.topic=T&hub.reason=no", 200, "", Denied},
	} {
		s, outcome := &one{}, ""
		h := Handler(s, 100, func(o string) { outcome = o })
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, c.path, nil))
		if w.Code != c.status || outcome != c.outcome || c.body != "" && w.Body.String() != c.body {
			t.Errorf("%s: got %d %q, %s; want %d %q, %s", c.name, w.Code, w.Body, outcome, c.status, c.body, c.outcome)
		}
		if c.outcome == Confirmed && s.lease != time.Hour || c.outcome == Denied && s.denied != "no" {
			t.Errorf("%s: lease %s, denied %q", c.name, s.lease, s.denied)
		}
	}
}

func signed(body string) string {
	mac := hmac.New(sha512.New, []byte("s"))
	mac.Write([]byte(body))
	return "sha512=" + hex.EncodeToString(mac.Sum(nil))
}

func TestDelivery(t *testing.T) {
	long := strings.Repeat("x", 101)
	for _, c := range []struct {
		name, path, body, signature string
		err                         error
		status                      int
		outcome                     string
		delivered                   int
	}{
		{"signed", "/f/t", "<rss/>", signed("<rss/>"), nil, 204, Delivered, 1},
		{"not signed", "/f/t", "<rss/>", "", nil, 202, Forged, 0},
		{"signed for another body", "/f/t", "<rss/>", signed("<rss />"), nil, 202, Forged, 0},
		{"signed in an unknown way", "/f/t", "<rss/>", "md5=00", nil, 202, Forged, 0},
		{"signed with nonsense", "/f/t", "<rss/>", "sha256=zz", nil, 202, Forged, 0},
		{"to a token that is not ours", "/f/x", "<rss/>", signed("<rss/>"), nil, 410, Unwanted, 0},
		{"too large", "/f/t", long, signed(long), nil, 413, Oversize, 0},
		{"not taken", "/f/t", "<rss/>", signed("<rss/>"), errors.New("down"), 503, Failed, 1},
	} {
		s, outcome := &one{err: c.err}, ""
		h := Handler(s, 100, func(o string) { outcome = o })
		r := httptest.NewRequest(http.MethodPost, c.path, strings.NewReader(c.body))
		r.Header.Set("X-Hub-Signature", c.signature)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.status || outcome != c.outcome || len(s.delivered) != c.delivered {
			t.Errorf("%s: got %d, %s, %q; want %d, %s, %d documents", c.name, w.Code, outcome, s.delivered, c.status, c.outcome, c.delivered)
		}
	}
}

// TestVerifyVectors holds HMAC-SHA-1 and -SHA-256 against RFC 2202 (case 2) and
// RFC 4231 (case 2).
func TestVerifyVectors(t *testing.T) {
	for _, signature := range []string{
		"sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c79",
		"SHA256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
	} {
		if err := Verify(signature, "Jefe", []byte("what do ya want for nothing?")); err != nil {
			t.Errorf("%s: %v", signature, err)
		}
	}
}

func TestRequest(t *testing.T) {
	form := Request("T", "https://us.example/f/t", "s")
	for name, want := range map[string]string{
		"hub.mode": "subscribe", "hub.topic": "T", "hub.callback": "https://us.example/f/t", "hub.secret": "s",
		"hub.lease_seconds": fmt.Sprint(10 * 24 * 3600),
	} {
		if form.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, form.Get(name), want)
		}
	}
	if a, b := Secret(), Secret(); a == b {
		t.Error("two secrets are one")
	}
}
