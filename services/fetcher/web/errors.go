package web

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// Kind is what went wrong, from a closed list fit for a metric label.
type Kind string

// The kinds of error.
const (
	BadURL    Kind = "bad_url"   // not an http or https address
	DNS       Kind = "dns"       // the name does not resolve
	Refused   Kind = "refused"   // the address is inside a network we do not visit
	Connect   Kind = "connect"   // nobody answers there
	TLS       Kind = "tls"       // the certificate does not hold
	Timeout   Kind = "timeout"   // over the time budget
	Slow      Kind = "slow"      // the body trickles
	Bytes     Kind = "bytes"     // over the budget of bytes
	Ratio     Kind = "ratio"     // over the budget of decompression
	Coding    Kind = "coding"    // the content coding is unknown or broken
	Loop      Kind = "loop"      // redirects in a circle
	Redirects Kind = "redirects" // too many redirects, or one that leads nowhere
	Protocol  Kind = "protocol"  // what the server said is not HTTP, or it hung up
	Paused    Kind = "paused"    // the gate kept the request back: the host wants to be left alone
	Cancelled Kind = "cancelled" // we stopped
)

// Kinds is every kind, in the order of the list above.
var Kinds = []Kind{
	BadURL, DNS, Refused, Connect, TLS, Timeout, Slow, Bytes, Ratio, Coding, Loop, Redirects, Protocol, Paused, Cancelled,
}

// Budget reports whether the document itself costs more than it may.
func (k Kind) Budget() bool { return k == Bytes || k == Ratio || k == Slow }

// Error is a request that brought no document.
type Error struct {
	Kind Kind
	URL  string // the address asked last
	Err  error
}

func (e *Error) Error() string { return string(e.Kind) + ": " + e.Err.Error() }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// KindOf returns the kind of an error from this package, "" for nil and Protocol
// for an error of another origin.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Protocol
}

// The causes this package gives by name.
var (
	errSlow  = errors.New("the body trickles")
	errTime  = errors.New("the document took longer than its budget")
	errBytes = errors.New("the document is larger than its budget")
	errRatio = errors.New("the document expands more than its budget")
)

// classify wraps an error from the transport or from reading a body.
func classify(ctx context.Context, address string, err error) error {
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	cause := context.Cause(ctx)
	switch {
	case errors.Is(cause, errSlow):
		return &Error{Slow, address, cause}
	case errors.Is(cause, errTime):
		return &Error{Timeout, address, cause}
	case errors.Is(cause, context.Canceled):
		return &Error{Cancelled, address, cause}
	}
	return &Error{kindOf(err), address, err}
}

func kindOf(err error) Kind {
	if _, ok := errors.AsType[*refusal](err); ok {
		return Refused
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return DNS
	}
	if isTLS(err) {
		return TLS
	}
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, os.ErrDeadlineExceeded) || timedOut(err) {
		return Timeout
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Op == "dial" {
		return Connect
	}
	return Protocol
}

func timedOut(err error) bool {
	n, ok := errors.AsType[net.Error](err)
	return ok && n.Timeout()
}

func isTLS(err error) bool {
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return true
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.RecordHeaderError](err); ok {
		return true
	}
	if _, ok := errors.AsType[tls.AlertError](err); ok {
		return true
	}
	return errors.Is(err, http.ErrSchemeMismatch) || strings.Contains(err.Error(), "tls: ")
}
