package fetcher

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/rasad-project/rasad/services/fetcher/schedule"
	"github.com/rasad-project/rasad/services/fetcher/websub"
)

// TestAHubDelivers subscribes at a hub that asks back before it answers, takes a
// delivery, renews the lease and falls back to polling.
func TestAHubDelivers(t *testing.T) {
	o := newOutlet(t, func(c *Config) { c.Callback, c.Listen = "http://us.test/push", "127.0.0.1:0" })
	s, ctx := o.service, t.Context()
	o.now = time.Now() // the feed was put into the book by then
	s.now = func() time.Time { return o.now }
	ours := websub.Handler(subscriptions{s}, 1<<20, func(string) {})
	var asked []url.Values
	ask := func(method, callback string, body string, header http.Header) int {
		r := httptest.NewRequest(method, strings.Replace(callback, "http://us.test/push", "", 1), strings.NewReader(body))
		maps.Copy(r.Header, header)
		w := httptest.NewRecorder()
		ours.ServeHTTP(w, r)
		return w.Code
	}
	o.handle("/hub", func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		asked = append(asked, r.PostForm)
		q := url.Values{"hub.mode": {"subscribe"}, "hub.topic": {r.PostForm.Get("hub.topic")}, "hub.challenge": {"x"}, "hub.lease_seconds": {"864000"}}
		if code := ask(http.MethodGet, r.PostForm.Get("hub.callback")+"?"+q.Encode(), "", nil); code != 200 {
			t.Errorf("the hub's question is answered %d", code)
		}
		w.WriteHeader(http.StatusAccepted)
	})
	links := `<link>http://outlet.test/</link><atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="http://hub.test/hub"/>` +
		`<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="self" href="` + outletFeed + `"/>`
	withHub := func(items ...string) string {
		return strings.Replace(rss(items...), "<link>http://outlet.test/</link>", links, 1)
	}
	visit := func() schedule.State {
		t.Helper()
		states, err := s.book.Claim(ctx, everyShard(), o.now, time.Minute, 1, s.busy)
		if err != nil || len(states) != 1 {
			t.Fatalf("claimed %d feeds, %v", len(states), err)
		}
		s.visit(ctx, states[0])
		st, _, err := s.book.Get(ctx, states[0].Feed.ID)
		if err != nil {
			t.Fatal(err)
		}
		return st
	}
	o.serve("/feed", "text/xml", withHub(article(1)))
	o.pass(time.Hour)
	st := visit()
	if len(asked) != 1 || !st.Push.Active(o.now) || asked[0].Get("hub.topic") != outletFeed {
		t.Fatalf("asked %v, subscribed: %+v", asked, st.Push)
	}

	callback, secret := asked[0].Get("hub.callback"), asked[0].Get("hub.secret")
	body := withHub(article(2), article(1))
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(body))
	signature := http.Header{"X-Hub-Signature": {"sha256=" + hex.EncodeToString(mac.Sum(nil))}, "Content-Type": {"text/xml"}}
	for range 2 {
		if code := ask(http.MethodPost, callback, body, signature); code != 204 {
			t.Errorf("a delivery is answered %d", code)
		}
	}
	if got := o.inRiver(); got != 2 {
		t.Errorf("%d entries are in the river, want the polled and the delivered", got)
	}
	o.serve("/feed", "text/xml", body)
	o.pass(time.Hour)
	if st = visit(); st.Because != "pushed" || len(asked) != 1 {
		t.Errorf("polled because of %s; the hub was asked %d times", st.Because, len(asked))
	}
	o.pass(8 * 24 * time.Hour)
	if st = visit(); len(asked) != 2 || st.Push.Until.Sub(o.now) < 9*24*time.Hour {
		t.Errorf("the lease is not renewed: asked %d times, it ends in %s", len(asked), st.Push.Until.Sub(o.now))
	}
	o.serve("/feed", "text/xml", withHub(article(3), article(2), article(1)))
	o.pass(24 * time.Hour)
	if st = visit(); st.Because == "pushed" {
		t.Error("a hub that keeps items to itself is still relied on")
	}

	o.handle("/hub", func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusForbidden) })
	o.pass(11 * 24 * time.Hour)
	if st = visit(); st.Push.Refused == "" || st.Push.Active(o.now) {
		t.Errorf("a hub that refuses: %+v", st.Push)
	}
	if st.Next.IsZero() || st.Next.After(o.now.Add(7*time.Hour)) {
		t.Error("and the feed is not polled")
	}
}
