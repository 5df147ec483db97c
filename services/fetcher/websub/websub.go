// Package websub is a subscriber of WebSub hubs (W3C Recommendation, 23 January
// 2018): it asks a hub for a topic, answers the hub's verification, and takes
// what the hub delivers once its signature holds.
package websub

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Lease is how long a subscription is asked for.
const Lease = 10 * 24 * time.Hour

// Request is the form that asks a hub to deliver a topic to a callback, signed
// with a secret (§5.1).
func Request(topic, callback, secret string) url.Values {
	return url.Values{
		"hub.mode": {"subscribe"}, "hub.topic": {topic}, "hub.callback": {callback}, "hub.secret": {secret},
		"hub.lease_seconds": {strconv.Itoa(int(Lease.Seconds()))},
	}
}

// Secret returns a random text for tokens and secrets, 26 characters.
func Secret() string { return rand.Text() }

// Subscriptions is what a Handler asks about the subscriptions there are. feed
// and token are the two parts of a callback's path.
type Subscriptions interface {
	// Confirm reports whether the topic is wanted, and starts its lease.
	Confirm(ctx context.Context, feed, token, topic string, lease time.Duration) bool
	// Deny takes a hub's refusal.
	Deny(ctx context.Context, feed, token, topic, reason string)
	// Secret returns the secret of a subscription; false when there is none.
	Secret(ctx context.Context, feed, token string) (string, bool)
	// Deliver takes a document. An error asks the hub to come again.
	Deliver(ctx context.Context, feed string, header http.Header, body []byte) error
}

// The outcomes of a hub's request.
const (
	Confirmed = "confirmed" // a subscription began
	Denied    = "denied"    // the hub refuses one
	Unwanted  = "unwanted"  // nobody asked for it
	Forged    = "forged"    // the signature does not hold
	Delivered = "delivered"
	Oversize  = "oversize" // the document is too large
	Failed    = "failed"   // we could not take it; the hub may come again
	Malformed = "malformed"
)

// Handler answers hubs at /FEED/TOKEN. A document of more than most bytes is
// refused. observe is told the outcome of every request.
func Handler(s Subscriptions, most int64, observe func(outcome string)) http.Handler {
	h := &handler{s, most}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{feed}/{token}", func(w http.ResponseWriter, r *http.Request) { observe(h.verify(w, r)) })
	mux.HandleFunc("POST /{feed}/{token}", func(w http.ResponseWriter, r *http.Request) { observe(h.deliver(w, r)) })
	return mux
}

type handler struct {
	subscriptions Subscriptions
	most          int64
}

// verify answers the question whether we asked for a subscription (§5.3), and
// hears that it was denied (§5.2).
func (h *handler) verify(w http.ResponseWriter, r *http.Request) string {
	q, feed, token := r.URL.Query(), r.PathValue("feed"), r.PathValue("token")
	topic := q.Get("hub.topic")
	switch q.Get("hub.mode") {
	case "denied":
		h.subscriptions.Deny(r.Context(), feed, token, topic, q.Get("hub.reason"))
		return Denied
	case "subscribe":
		seconds, err := strconv.Atoi(q.Get("hub.lease_seconds"))
		if err != nil || seconds <= 0 || q.Get("hub.challenge") == "" {
			http.Error(w, "hub.lease_seconds and hub.challenge are wanted", http.StatusBadRequest)
			return Malformed
		}
		lease := min(time.Duration(min(seconds, 1<<31))*time.Second, 10*Lease)
		if !h.subscriptions.Confirm(r.Context(), feed, token, topic, lease) {
			http.NotFound(w, r)
			return Unwanted
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		_, _ = io.WriteString(w, q.Get("hub.challenge"))
		return Confirmed
	}
	http.NotFound(w, r)
	return Unwanted
}

// deliver takes a document (§7). One whose signature does not hold is ignored,
// and the hub is not told so (§7.1).
func (h *handler) deliver(w http.ResponseWriter, r *http.Request) string {
	feed, token := r.PathValue("feed"), r.PathValue("token")
	secret, ok := h.subscriptions.Secret(r.Context(), feed, token)
	if !ok {
		w.WriteHeader(http.StatusGone)
		return Unwanted
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.most))
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		w.WriteHeader(http.StatusRequestEntityTooLarge)
		return Oversize
	}
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return Malformed
	}
	if Verify(r.Header.Get("X-Hub-Signature"), secret, body) != nil {
		w.WriteHeader(http.StatusAccepted)
		return Forged
	}
	if err := h.subscriptions.Deliver(r.Context(), feed, r.Header, body); err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		return Failed
	}
	w.WriteHeader(http.StatusNoContent)
	return Delivered
}

// methods are the ways to sign (§7).
var methods = map[string]func() hash.Hash{
	"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New,
}

// Verify returns an error unless a signature, "method=hexadecimal digits", is the
// body's under a secret.
func Verify(signature, secret string, body []byte) error {
	method, digits, _ := strings.Cut(signature, "=")
	sign, ok := methods[strings.ToLower(strings.TrimSpace(method))]
	if !ok {
		return fmt.Errorf("signature method %q is not known", method)
	}
	got, err := hex.DecodeString(strings.TrimSpace(digits))
	if err != nil {
		return fmt.Errorf("signature: %w", err)
	}
	mac := hmac.New(sign, []byte(secret))
	mac.Write(body)
	if !hmac.Equal(got, mac.Sum(nil)) {
		return errors.New("the signature is not the body's")
	}
	return nil
}
