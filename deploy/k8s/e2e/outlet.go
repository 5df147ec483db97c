package main

import (
	"context"
	"errors"
	"flag"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/rasad-project/rasad/corpus"
	"github.com/rasad-project/rasad/kit/cli"
)

func outletCommand() *cli.Command {
	var listen string
	return &cli.Command{
		Name: "outlet", Brief: "offer what is planned as feeds and pages over HTTP",
		Help: "POST /begin?round=N on any host lets round N of the wire begin. It goes on by itself, and the rounds before it are gone from the feed.",
		Flags: func(fs *flag.FlagSet) {
			fs.StringVar(&listen, "listen", ":8080", "`ADDRESS` to serve at")
		},
		Example: "e2e outlet --listen :8080",
		Run: func(ctx context.Context, _ cli.IO, _ []string) error {
			texts, err := corpus.Texts()
			if err != nil {
				return err
			}
			server := http.Server{Addr: listen, Handler: newOutlet(texts), ReadHeaderTimeout: 5 * time.Second}
			defer context.AfterFunc(ctx, func() { _ = server.Close() })()
			if err := server.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
				return err
			}
			return nil
		},
	}
}

// outlet is the sites of the corpus and the wire.
type outlet struct {
	*http.ServeMux
	texts []corpus.Text

	mu    sync.Mutex
	round int // 0 before the first: the wire is empty
	begun time.Time
	wire  corpus.Site
	pages http.Handler // of the wire
}

func newOutlet(texts []corpus.Text) *outlet {
	o := &outlet{ServeMux: http.NewServeMux(), texts: texts, wire: corpus.Site{Host: wireHost, Name: "Wire"}, pages: http.NotFoundHandler()}
	o.Handle("/", corpus.Handler(corpus.Sites(texts)))
	o.HandleFunc("POST /begin", o.begin)
	o.HandleFunc("GET "+wireHost+"/rss.xml", o.rss)
	o.HandleFunc("GET "+wireHost+"/", o.page)
	return o
}

// begin begins a round, once.
func (o *outlet) begin(w http.ResponseWriter, r *http.Request) {
	round, err := strconv.Atoi(r.FormValue("round"))
	if err != nil || round < 0 {
		http.Error(w, "round: want a number from 0", http.StatusBadRequest)
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if round > o.round {
		o.round, o.wire = round, wireOf(o.texts, round)
		o.pages = corpus.Handler([]corpus.Site{o.wire})
		o.begun = time.Now()
	}
}

// rss is the wire's feed: what the round has brought so far.
func (o *outlet) rss(w http.ResponseWriter, _ *http.Request) {
	o.mu.Lock()
	s := o.wire
	s.Texts = s.Texts[:min(len(s.Texts), int(time.Since(o.begun)/pace))]
	o.mu.Unlock()
	w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
	_, _ = w.Write(s.RSS())
}

func (o *outlet) page(w http.ResponseWriter, r *http.Request) {
	o.mu.Lock()
	pages := o.pages
	o.mu.Unlock()
	pages.ServeHTTP(w, r)
}
