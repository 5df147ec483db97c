package schedule

import (
	"time"

	"github.com/rasad-project/rasad/kit/news"
)

// State is what is kept of a feed between polls. The zero value of every field
// but Feed is a feed that was never polled. It is stored as JSON: a field may be
// added, never given another meaning.
type State struct {
	Feed   news.Feed `json:"feed"`
	Origin string    `json:"origin,omitempty"` // Configured or Imported
	Added  time.Time `json:"added,omitzero"`

	// The schedule.
	Next     time.Time     `json:"next,omitzero"`     // no poll before
	Interval time.Duration `json:"interval,omitzero"` // what a claim moves Next on by
	Because  string        `json:"because,omitempty"` // what decided Next
	Claim    string        `json:"claim,omitempty"`   // names the last claim, unique
	Due      time.Time     `json:"due,omitzero"`      // what Next was when it was claimed

	// The last polls.
	Polled   time.Time     `json:"polled,omitzero"`
	Outcome  string        `json:"outcome,omitempty"` // a label of the metric of polls
	Status   int           `json:"status,omitzero"`
	Error    string        `json:"error,omitempty"`
	Took     time.Duration `json:"took,omitzero"`
	Bytes    int64         `json:"bytes,omitzero"`
	Failures int           `json:"failures,omitzero"` // in a row
	Worked   time.Time     `json:"worked,omitzero"`   // when one last succeeded
	Over     int           `json:"over,omitzero"`     // documents over budget, in a row

	// What the server said, to be said back.
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"lastmod,omitempty"`
	Body         string    `json:"body,omitempty"` // hash of the last document that was dealt with
	Full         time.Time `json:"full,omitzero"`  // when a document last came
	Lied         int       `json:"lied,omitzero"`  // 304s in a row behind which there was something new
	Owed         bool      `json:"owed,omitzero"`  // the last document was not dealt with wholly
	Advice       Advice    `json:"advice,omitzero"`

	// Where it is.
	Move Move      `json:"move,omitzero"`
	Gone time.Time `json:"gone,omitzero"` // when it said 410

	// What it brings.
	Items   int           `json:"items,omitzero"` // in the last document
	Newest  time.Time     `json:"newest,omitzero"`
	LastNew time.Time     `json:"lastnew,omitzero"` // when a poll last found a new item
	Cadence time.Duration `json:"cadence,omitzero"` // between items; 0 is unknown
	Window  time.Duration `json:"window,omitzero"`  // between the oldest listed item and the newest
	Missed  int           `json:"missed,omitzero"`  // items estimated to have come and gone unseen
	Title   string        `json:"title,omitempty"`  // as the feed gives it
	Repairs []string      `json:"repairs,omitempty"`

	// Exceptions are what is not checked on the way to it: "insecure", "allowed".
	Exceptions []string `json:"exceptions,omitempty"`

	// How it is: see package health.
	Health    string    `json:"health,omitempty"`
	HealthAt  time.Time `json:"healthat,omitzero"` // since when
	HealthWhy string    `json:"healthwhy,omitempty"`

	Push Push `json:"push,omitzero"`
}

// Where a feed came from.
const (
	Configured = "configured" // it leaves when it leaves the configuration
	Imported   = "imported"   // it stays until it is removed
)

// Push is a subscription at a WebSub hub.
type Push struct {
	Hub     string    `json:"hub,omitempty"`
	Topic   string    `json:"topic,omitempty"`
	Token   string    `json:"token,omitempty"`  // the last part of the callback's path
	Secret  string    `json:"secret,omitempty"` // of the hub's signatures
	Asked   time.Time `json:"asked,omitzero"`
	Until   time.Time `json:"until,omitzero"` // the lease's end; zero while it is not verified
	Pushed  time.Time `json:"pushed,omitzero"`
	Refused string    `json:"refused,omitempty"` // why the hub would not
}

// Active reports whether the hub is bound to deliver.
func (p Push) Active(now time.Time) bool { return now.Before(p.Until) }

// Move is a permanent redirect that is being learnt, or is.
type Move struct {
	To      string    `json:"to,omitempty"`
	Since   time.Time `json:"since,omitzero"` // of the first of the same answers
	Answers int       `json:"answers,omitzero"`
	Learnt  time.Time `json:"learnt,omitzero"` // zero until then
}

// A move is believed after this many of the same answers over this time.
const (
	moveAnswers = 3
	moveTime    = 3 * 24 * time.Hour
	// moveDoubt is how long a learnt address may fail before the old one is asked
	// again.
	moveDoubt = 7 * 24 * time.Hour
)

// Address is what to ask: the feed's own address, or the one it moved to.
func (s *State) Address() string {
	if !s.Move.Learnt.IsZero() {
		return s.Move.To
	}
	return s.Feed.URL
}

// Redirected learns from a poll of the feed's own address that was answered by a
// chain of permanent redirects to another, and a feed there that overlaps with
// what was known; to is "" for an answer without. It takes the same answer over
// days: a wrong redirect, of a captive portal or a server being set up, is gone
// by then.
func (s *State) Redirected(to string, overlap bool, now time.Time) {
	switch {
	case !s.Move.Learnt.IsZero():
		return
	case to == "" || to == s.Feed.URL:
		s.Move = Move{}
		return
	case to != s.Move.To:
		s.Move = Move{To: to, Since: now}
	}
	if !overlap {
		return
	}
	s.Move.Answers++
	if s.Move.Answers >= moveAnswers && now.Sub(s.Move.Since) >= moveTime {
		s.Move.Learnt = now
	}
}

// Doubt forgets a move whose new address has been failing for long, so that the
// feed's own is asked again.
func (s *State) Doubt(now time.Time) {
	if !s.Move.Learnt.IsZero() && s.Failures > 0 && now.Sub(s.Worked) > moveDoubt && now.Sub(s.Move.Learnt) > moveDoubt {
		s.Move = Move{}
		s.forget()
	}
}

// Resume undoes what the feed's answers have led to: a move, a 410, a
// quarantine, back-off. It is polled at the next occasion.
func (s *State) Resume(now time.Time) {
	s.Move, s.Gone, s.Failures, s.Over, s.Lied = Move{}, time.Time{}, 0, 0, 0
	s.forget()
	s.Next, s.Because = now, "resumed"
}

// forget makes the next poll an unconditional one.
func (s *State) forget() { s.ETag, s.LastModified, s.Body = "", "", "" }

// Unconditional reports whether the next poll should come without validators:
// the last document was not dealt with, or the server has been saying 304 for
// longer than the feed's own cadence explains.
func (s *State) Unconditional(now time.Time) bool {
	return s.Owed || s.Lied >= lies || s.Outlasted(now)
}

// Outlasted reports whether the server has been saying 304 for longer than the
// feed's own cadence explains.
func (s *State) Outlasted(now time.Time) bool { return now.Sub(s.Full) >= s.outlast() }

// lies is how many wrong 304s end our belief in a server's: one may be a document
// that changed just then.
const lies = 2

// outlast is how long 304s are believed.
func (s *State) outlast() time.Duration {
	if s.Cadence == 0 {
		return maxOutlast
	}
	return min(max(4*s.Cadence, 2*s.Interval, minOutlast), maxOutlast)
}

const (
	minOutlast = 2 * time.Hour
	maxOutlast = 24 * time.Hour
)
