package web

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/cespare/xxhash/v2"
	"go.opentelemetry.io/otel/trace"
)

// Gate is asked before every request and told when it is over: the politeness of
// the client. A nil Gate lets everything through.
type Gate interface {
	// Enter waits until a request to host may be made. leave is called when it is
	// over, with the status of the answer, 0 for none, and its header.
	Enter(ctx context.Context, host string) (leave func(status int, header http.Header), err error)
	// EnterAddress waits until a request may be made to the server at addr.
	EnterAddress(ctx context.Context, addr netip.Addr) (leave func(), err error)
}

// Config is what a client is made of. The zero value is good to use and guards
// its dial.
type Config struct {
	UserAgent string
	Allow     Allow
	// Dial, if not nil, connects in place of the guarded dial, which then guards
	// nothing: for tests and demonstrations, where names resolve nowhere.
	Dial Dial
	// Insecure are hosts whose certificates are not verified.
	Insecure []string
	// TLS, if not nil, is the configuration to start from.
	TLS  *tls.Config
	Gate Gate
	// Tracer, if not nil, makes a span of each request.
	Tracer trace.Tracer
	// Idle bounds the connections kept open in all; 0 is 4,096.
	Idle int
}

// Client gets documents. It is safe for concurrent use.
type Client struct {
	agent    string
	gate     Gate
	tracer   trace.Tracer
	allow    Allow
	decoders decoders
	bodies   sync.Pool // of *bytes.Buffer
	secure   *http.Transport
	insecure *http.Transport
	trusting map[string]bool // hosts that go through insecure
}

// New returns a client. Close it when done.
func New(c Config) *Client {
	client := &Client{agent: c.UserAgent, gate: c.Gate, tracer: c.Tracer, allow: c.Allow, trusting: map[string]bool{}}
	client.secure = transport(c)
	client.insecure = transport(c)
	client.insecure.TLSClientConfig.InsecureSkipVerify = true
	for _, h := range c.Insecure {
		client.trusting[strings.ToLower(h)] = true
	}
	return client
}

func transport(c Config) *http.Transport {
	dial := c.Dial
	if dial == nil {
		dial = guarded(c.Allow)
	}
	conf := c.TLS.Clone()
	if conf == nil {
		conf = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	idle := c.Idle
	if idle <= 0 {
		idle = 4096
	}
	return &http.Transport{
		DialContext:            dial,
		TLSClientConfig:        conf,
		ForceAttemptHTTP2:      true,
		DisableCompression:     true, // we undo codings ourselves, within a budget
		MaxIdleConns:           idle,
		MaxIdleConnsPerHost:    2,
		IdleConnTimeout:        5 * time.Minute,
		TLSHandshakeTimeout:    15 * time.Second,
		ResponseHeaderTimeout:  30 * time.Second,
		ExpectContinueTimeout:  time.Second,
		MaxResponseHeaderBytes: 64 << 10,
	}
}

// Close closes idle connections.
func (c *Client) Close() {
	c.secure.CloseIdleConnections()
	c.insecure.CloseIdleConnections()
}

// Request is a document to get, or a form to post.
type Request struct {
	URL    string
	Accept string // the Accept header; "" is */*
	// ETag and LastModified are validators to send back byte for byte as the
	// server gave them (RFC 9110 §13.1).
	ETag         string
	LastModified string
	// Known, if not "", is the Hash of a body that need not be brought again.
	Known string
	// Form, if not nil, is posted.
	Form   url.Values
	Budget Budget
}

func (r *Request) method() string {
	if r.Form != nil {
		return http.MethodPost
	}
	return http.MethodGet
}

// Response is what came of a request.
type Response struct {
	URL      string // that gave the answer, after redirects
	Status   int
	Header   http.Header
	Body     []byte // codings undone; nil for 304, for statuses of 400 and more, and when Same
	Hash     string // of the body, good for telling two apart; "" without one
	Same     bool   // the body is the one that the request knew
	Received int64  // bytes of the body on the wire
	Decoded  int64  // and with its codings undone
	Hops     []Hop
	Took     time.Duration
	// Partial says that the body ended early and what came of it is in Body.
	Partial bool
}

// take takes over a body, in memory of its own, unless it is the one that is known.
func (r *Response) take(body []byte, known string) {
	r.Decoded = int64(len(body))
	if len(body) == 0 {
		return
	}
	r.Hash = strconv.FormatUint(xxhash.Sum64(body), 16)
	if r.Same = r.Hash == known && !r.Partial; !r.Same {
		r.Body = bytes.Clone(body)
	}
}

// Moved returns the address the document has moved to for good, "" when any hop
// was a temporary one or there was none.
func (r *Response) Moved() string {
	for _, h := range r.Hops {
		if !h.Permanent() {
			return ""
		}
	}
	if len(r.Hops) == 0 {
		return ""
	}
	return r.URL
}

// Get makes a request, follows its redirects and reads the answer within the
// budget. A response of any status is a response; an error is an [*Error] and
// may come with the hops made so far.
func (c *Client) Get(ctx context.Context, req Request) (*Response, error) {
	req.Budget = req.Budget.withDefaults()
	start := time.Now()
	u, err := url.Parse(strings.TrimSpace(req.URL))
	if err != nil {
		return nil, &Error{BadURL, req.URL, err}
	}
	if err := visitable(u); err != nil {
		return nil, err
	}
	resp := &Response{}
	err = c.follow(ctx, req, u, resp)
	resp.Took = time.Since(start)
	return resp, err
}

// follow asks u and then wherever the answers lead. The waiting at the gate is
// not taken off the time budget.
func (c *Client) follow(ctx context.Context, req Request, u *url.URL, resp *Response) error {
	var seen map[string]int
	for {
		to, spent, err := c.ask(ctx, req, u, resp)
		if err != nil || to == "" {
			return err
		}
		req.Budget.Time = max(req.Budget.Time-spent, time.Millisecond)
		if seen == nil {
			seen = map[string]int{u.String(): 1}
		}
		target, err := next(u, to, seen)
		if err != nil {
			return err
		}
		seen[target.String()]++
		resp.Hops = append(resp.Hops, Hop{resp.Status, u.String(), target.String()})
		if len(resp.Hops) > req.Budget.Redirects {
			return &Error{Redirects, target.String(), errors.New("too many redirects")}
		}
		u = target
	}
}

// ask makes one request and fills resp. For a redirect it returns where to.
func (c *Client) ask(ctx context.Context, req Request, u *url.URL, resp *Response) (to string, spent time.Duration, err error) {
	leave := func(int, http.Header) {}
	if c.gate != nil {
		if leave, err = c.gate.Enter(ctx, u.Hostname()); err != nil {
			return "", 0, &Error{gateKind(ctx), u.String(), err}
		}
	}
	resp.Status, resp.Header = 0, nil
	defer func() { leave(resp.Status, resp.Header) }()
	ctx, off := context.WithCancelCause(ctx)
	defer off(nil)
	clock := time.AfterFunc(req.Budget.Time, func() { off(errTime) })
	defer clock.Stop()
	ctx, leaveAddress := c.tracked(ctx, func() { clock.Reset(req.Budget.Time) })
	defer leaveAddress()

	start := time.Now()
	ctx, span := c.requesting(ctx, req.method(), u, len(resp.Hops))
	if to, err = c.exchange(ctx, off, clock, req, u, resp); err != nil {
		resp.Body = nil
		to, err = "", classify(ctx, u.String(), err)
	}
	answered(span, resp, err)
	return to, time.Since(start), err
}

// gateKind is why the gate did not open.
func gateKind(ctx context.Context) Kind {
	if ctx.Err() != nil {
		return Cancelled
	}
	return Paused
}

// exchange sends a request and reads what is wanted of the answer.
func (c *Client) exchange(ctx context.Context, off context.CancelCauseFunc, clock *time.Timer, req Request, u *url.URL, resp *Response) (to string, err error) {
	r, err := c.send(ctx, req, u)
	if err != nil {
		return "", err
	}
	defer discard(r, clock)
	resp.URL, resp.Status, resp.Header = u.String(), r.StatusCode, r.Header
	if location := r.Header.Get("Location"); redirects(r.StatusCode) {
		if location == "" {
			return "", &Error{Redirects, u.String(), errors.New("a redirect without a Location")}
		}
		return location, nil
	}
	if r.StatusCode < 200 || r.StatusCode > 299 {
		return "", nil
	}
	coding := strings.Join(r.Header.Values("Content-Encoding"), ",")
	buf := c.buffer()
	defer c.free(buf)
	resp.Received, err = c.readAll(off, buf, r.Body, coding, req.Budget)
	resp.Partial = errors.Is(err, io.ErrUnexpectedEOF) && buf.Len() > 0
	if err != nil && !resp.Partial {
		return "", err
	}
	resp.take(buf.Bytes(), req.Known)
	return "", nil
}

func (c *Client) send(ctx context.Context, req Request, u *url.URL) (*http.Response, error) {
	h := make(http.Header, 6)
	h["Accept-Encoding"] = []string{acceptEncoding}
	h["Accept"] = []string{"*/*"}
	if req.Accept != "" {
		h["Accept"] = []string{req.Accept}
	}
	h["User-Agent"] = []string{c.agent}
	if req.ETag != "" {
		h["If-None-Match"] = []string{req.ETag}
	}
	if req.LastModified != "" {
		h["If-Modified-Since"] = []string{req.LastModified}
	}
	out := &http.Request{Method: req.method(), URL: u, Host: u.Host, Header: h, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
	if req.Form != nil {
		form := req.Form.Encode()
		out.Body, out.ContentLength = io.NopCloser(strings.NewReader(form)), int64(len(form))
		h["Content-Type"] = []string{"application/x-www-form-urlencoded"}
	}
	out = out.WithContext(ctx)
	if c.trusting[strings.ToLower(u.Hostname())] {
		return c.insecure.RoundTrip(out)
	}
	return c.secure.RoundTrip(out)
}

// tracked returns a context whose request waits at the gate of the server's
// address once a connection shows what it is, and the function that leaves.
// entered is called after the waiting.
func (c *Client) tracked(ctx context.Context, entered func()) (context.Context, func()) {
	if c.gate == nil {
		return ctx, func() {}
	}
	leave := func() {}
	trace := &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		leave() // of the connection that failed before this one
		leave = func() {}
		addr, ok := remote(info.Conn)
		if !ok {
			return
		}
		if l, err := c.gate.EnterAddress(ctx, addr); err == nil {
			leave = l
			entered()
		}
	}}
	return httptrace.WithClientTrace(ctx, trace), func() { leave() }
}

func remote(conn net.Conn) (netip.Addr, bool) {
	tcp, ok := conn.RemoteAddr().(*net.TCPAddr)
	if !ok {
		return netip.Addr{}, false
	}
	addr, ok := netip.AddrFromSlice(tcp.IP)
	return addr.Unmap(), ok
}

// The little of an unwanted body that is read, and for how long, so that its
// connection can be used again.
const (
	discardBytes = 4 << 10
	discardTime  = time.Second
)

// discard closes a body, after reading what may be left of it if that is little.
func discard(r *http.Response, clock *time.Timer) {
	if r.ContentLength <= discardBytes {
		clock.Reset(discardTime)
		_, _ = io.CopyN(io.Discard, r.Body, discardBytes)
	}
	r.Body.Close()
}

// Exceptions names what is not checked on the way to a host: "insecure" for its
// certificate, "allowed" for its address.
func (c *Client) Exceptions(address string) []string {
	if len(c.trusting)+len(c.allow.hosts)+len(c.allow.networks) == 0 {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	host := strings.ToLower(u.Hostname())
	var all []string
	if c.trusting[host] {
		all = append(all, "insecure")
	}
	if ip, err := netip.ParseAddr(host); c.allow.hosts[host] || err == nil && c.allow.names(ip) {
		all = append(all, "allowed")
	}
	return all
}
