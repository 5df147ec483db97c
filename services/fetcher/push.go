package fetcher

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/rasad-project/rasad/services/fetcher/feed"
	"github.com/rasad-project/rasad/services/fetcher/schedule"
	"github.com/rasad-project/rasad/services/fetcher/web"
	"github.com/rasad-project/rasad/services/fetcher/websub"
)

// renewAt is how much of a lease is left when it is renewed; askAgain how long a
// hub is left alone that did not answer or refused.
const (
	renewAt  = websub.Lease / 2
	askAgain = 24 * time.Hour
)

// meetHub takes over the hub that a document names. What a poll finds new although
// a hub delivers, the hub kept to itself: until it delivers again the feed is
// polled as if there were none.
func meetHub(st *schedule.State, links feed.Links, fresh int) {
	if fresh > 0 {
		st.Push.Pushed = time.Time{}
	}
	if len(links.Hubs) == 0 || links.Self == "" {
		st.Push = schedule.Push{}
		return
	}
	if st.Push.Hub != links.Hubs[0] || st.Push.Topic != links.Self {
		st.Push = schedule.Push{Hub: links.Hubs[0], Topic: links.Self, Token: websub.Secret(), Secret: websub.Secret()}
	}
}

// hubIsDue reports whether a feed's hub is to be asked to deliver, and notes that
// it is: there is no lease, or it ends soon.
func (s *Service) hubIsDue(st *schedule.State, now time.Time) bool {
	p := &st.Push
	if s.config.Callback == "" || p.Hub == "" || p.Until.Sub(now) > renewAt || now.Sub(p.Asked) < askAgain {
		return false
	}
	p.Asked, p.Refused = now, ""
	return true
}

// subscribe asks a hub. What the subscription is known by has to be in the bucket
// before, for the hub may ask back at once, and any fetcher may have to answer.
func (s *Service) subscribe(ctx context.Context, st *schedule.State) {
	err := s.book.Flush(ctx)
	if err == nil {
		err = s.askHub(ctx, st)
	}
	if err == nil || ctx.Err() != nil {
		return
	}
	s.log.Info("hub not subscribed", "feed", st.Feed.ID, "hub", st.Push.Hub, "err", err)
	if err := s.book.Change(ctx, st.Feed.ID, func(st *schedule.State) { st.Push.Refused = err.Error() }); err != nil {
		s.log.Warn("feeds not written", "err", err)
	}
}

func (s *Service) askHub(ctx context.Context, st *schedule.State) error {
	callback := strings.TrimSuffix(s.config.Callback, "/") + "/" + st.Feed.ID + "/" + st.Push.Token
	resp, err := s.web.Get(ctx, web.Request{URL: st.Push.Hub, Form: websub.Request(st.Push.Topic, callback, st.Push.Secret), Budget: hubBudget})
	if err != nil {
		return err
	}
	if resp.Status < 200 || resp.Status > 299 {
		return fmt.Errorf("the hub answered %d %s", resp.Status, http.StatusText(resp.Status))
	}
	return nil
}

var hubBudget = web.Budget{Time: 30 * time.Second, Bytes: 1 << 20, Redirects: 3}

// listen answers hubs until ctx ends.
func (s *Service) listen(ctx context.Context) error {
	if s.config.Listen == "" {
		return nil
	}
	l, err := net.Listen("tcp", s.config.Listen)
	if err != nil {
		return fmt.Errorf("websub: %w", err)
	}
	observe := func(outcome string) { s.metrics.pushes.WithLabelValues(outcome).Inc() }
	server := &http.Server{
		Handler: websub.Handler(subscriptions{s}, feed.MaxBytes, observe), ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout: time.Minute, WriteTimeout: 2 * time.Minute, IdleTimeout: time.Minute, MaxHeaderBytes: 64 << 10,
	}
	s.log.Info("listening for hubs", "address", l.Addr().String())
	defer context.AfterFunc(ctx, func() {
		ending, stop := context.WithTimeout(context.WithoutCancel(ctx), s.host.Grace)
		defer stop()
		_ = server.Shutdown(ending)
	})()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("websub: %w", err)
	}
	return nil
}

// subscriptions is the fetcher as its hubs see it.
type subscriptions struct{ *Service }

// Confirm starts the lease of a subscription that was asked for.
func (s subscriptions) Confirm(ctx context.Context, id, token, topic string, lease time.Duration) bool {
	ok := false
	err := s.book.Change(ctx, id, func(st *schedule.State) {
		ok = st.Push.Token != "" && st.Push.Token == token && st.Push.Topic == topic
		if ok {
			st.Push.Until, st.Push.Refused = s.now().Add(lease), ""
		}
	})
	return ok && err == nil
}

// Deny keeps why a hub will not deliver: the feed is polled.
func (s subscriptions) Deny(ctx context.Context, id, token, topic, reason string) {
	err := s.book.Change(ctx, id, func(st *schedule.State) {
		if st.Push.Token != "" && st.Push.Token == token && st.Push.Topic == topic {
			st.Push.Until, st.Push.Refused = time.Time{}, "denied: "+reason
		}
	})
	if err != nil && !errors.Is(err, schedule.ErrUnknown) {
		s.log.Warn("feeds not written", "err", err)
	}
}

// Secret returns the secret of a subscription.
func (s subscriptions) Secret(ctx context.Context, id, token string) (string, bool) {
	st, ok, err := s.book.Get(ctx, id)
	return st.Push.Secret, err == nil && ok && st.Push.Token != "" && st.Push.Token == token
}

// Deliver deals with a document as with that of a poll. A poll of the same feed
// at the same time may find the same items; the river takes them once.
func (s subscriptions) Deliver(ctx context.Context, id string, header http.Header, body []byte) error {
	st, ok, err := s.book.Get(ctx, id)
	if err != nil || !ok {
		return err
	}
	ctx, span := s.openTrace(ctx, pushSpan, id)
	defer span.End()
	now := s.now()
	resp := &web.Response{URL: st.Push.Topic, Header: header, Body: body, Received: int64(len(body))}
	s.measure("feed", resp)
	f, err := s.parse(ctx, &st, resp, now)
	if err != nil {
		s.log.Info("delivery not read", "feed", id, "err", err)
		return nil // it will be no feed the next time either
	}
	if _, err := s.items(ctx, &st, f, now); err != nil {
		return err
	}
	return s.book.Change(ctx, id, func(kept *schedule.State) {
		kept.Push.Pushed, kept.LastNew, kept.Newest = now, st.LastNew, st.Newest
	})
}
