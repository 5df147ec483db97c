package ops

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/pprof"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

const (
	headerTimeout   = 5 * time.Second
	shutdownTimeout = 3 * time.Second
)

// Server answers an operator's questions over HTTP:
//
//	/metrics      the registry, in the Prometheus and OpenMetrics formats
//	/healthz      200 while the process should live on, else 503 and why
//	/readyz       200 while it can do its work, else 503 and why
//	/debug/pprof  profiles
//
// Its methods are safe for concurrent use.
type Server struct {
	listener net.Listener
	http     http.Server

	mu    sync.Mutex
	alive map[string]func() error
	ready map[string]func() error
}

// Listen opens address ("127.0.0.1:9464"; port 0 takes a free one). Nothing is
// answered before Serve.
func Listen(address string, reg *prometheus.Registry) (*Server, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("operations server: %w", err)
	}
	s := &Server{listener: l, alive: map[string]func() error{}, ready: map[string]func() error{}}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(reg, promhttp.HandlerOpts{EnableOpenMetrics: true, Registry: reg}))
	mux.HandleFunc("GET /healthz", s.answer(func() map[string]func() error { return s.alive }))
	mux.HandleFunc("GET /readyz", s.answer(func() map[string]func() error { return s.ready }))
	mux.HandleFunc("GET /debug/pprof/", pprof.Index)
	mux.HandleFunc("GET /debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("GET /debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("GET /debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("GET /debug/pprof/trace", pprof.Trace)
	s.http = http.Server{Handler: mux, ReadHeaderTimeout: headerTimeout}
	return s, nil
}

// Addr is the address listened on, "127.0.0.1:9464".
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Alive adds a reason to be restarted: check returns what is stuck, nil for
// nothing. It must answer at once.
func (s *Server) Alive(name string, check func() error) { s.add(s.alive, name, check) }

// Ready adds something without which the work cannot be done: check returns what
// is missing, nil for nothing. It must answer at once.
func (s *Server) Ready(name string, check func() error) { s.add(s.ready, name, check) }

func (s *Server) add(to map[string]func() error, name string, check func() error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	to[name] = check
}

var errStopping = errors.New("stopping")

// Stopping makes the process unready from now on, so that nothing new is sent to
// it. Everything is answered as before, until Serve's context ends.
func (s *Server) Stopping() { s.Ready("shutdown", func() error { return errStopping }) }

// Serve answers until ctx ends.
func (s *Server) Serve(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() {
		s.Stopping()
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
		defer cancel()
		if s.http.Shutdown(end) != nil {
			_ = s.http.Close()
		}
	})
	defer stop()
	if err := s.http.Serve(s.listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("operations server: %w", err)
	}
	return nil
}

// Close frees the address of a server that was never served.
func (s *Server) Close() error { return s.listener.Close() }

func (s *Server) answer(checks func() map[string]func() error) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		faults := s.faults(checks())
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("Cache-Control", "no-store")
		if len(faults) > 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
			fmt.Fprintln(w, strings.Join(faults, "\n"))
			return
		}
		fmt.Fprintln(w, "ok")
	}
}

func (s *Server) faults(checks map[string]func() error) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for name, check := range checks {
		if err := check(); err != nil {
			all = append(all, name+": "+err.Error())
		}
	}
	slices.Sort(all)
	return all
}
