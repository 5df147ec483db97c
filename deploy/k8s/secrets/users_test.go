package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"html"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"github.com/rasad-project/rasad/corpus"
	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/store"
	"github.com/rasad-project/rasad/kit/store/open"
	"github.com/rasad-project/rasad/services/cleaner"
	"github.com/rasad-project/rasad/services/fetcher"
	"github.com/rasad-project/rasad/services/tagger"
)

// TestEveryUserCanDoItsWork runs a small river on a server of the overlay's own
// configuration, each process as the user it is there: what users.conf forgets, the
// server refuses and its log tells.
func TestEveryUserCanDoItsWork(t *testing.T) {
	c := newCluster(t)
	c.start(t, 1)
	place := filepath.Join(c.dir, "verdicts.db")

	// migrate makes the streams; the operator imports a feed; the reader looks.
	river, err := c.remote("migrate", false).Open(t.Context(), cli.IO{})
	if err != nil {
		t.Fatal(err)
	}
	if err := river.Close(); err != nil {
		t.Fatal(err)
	}
	if river, err = c.remote("migrate", false).Open(t.Context(), cli.IO{}); err != nil { // again, as with the next version
		t.Fatal(err)
	}
	river.Close()
	feed := serveFeed(t)
	list := filepath.Join(c.dir, "feeds.opml")
	write(t, list, fmt.Sprintf(`<opml version="2.0"><body><outline type="rss" xmlUrl=%q/></body></opml>`, feed))
	c.command(t, "operator", fetcher.FeedsCommand(&host.Remote{}), "import", list)
	if out := c.command(t, "reader", fetcher.FeedsCommand(&host.Remote{}), "list"); !strings.Contains(out, feed) {
		t.Errorf("the reader does not see the feed:\n%s", out)
	}

	// What is too large for a message, and what nobody can read.
	fetched := c.host(t, "fetcher")
	large := &news.Entry{
		ID: "large", Revision: "1", Feed: news.Feed{ID: "feed"}, Seen: time.Now(),
		Page: &news.Page{ContentType: "text/plain; charset=utf-8", Body: noise(3 << 20)},
	}
	if err := fetched.PutEntries().Put(t.Context(), "large:1", []*news.Entry{large}); err != nil {
		t.Fatal(err)
	}
	if _, err := fetched.Bus.JetStream().Publish(t.Context(), "news.entry.feed", []byte("no entry")); err != nil {
		t.Fatal(err)
	}
	// One after the other, so that each measures the lag of the next: it is the age
	// of a message, which has to be read.
	services := []*process{c.run(t, "fetcher", fetcher.Command("test"), "--allow", "127.0.0.1")}
	services[0].sees(t, "cleaner")
	services = append(services, c.run(t, "cleaner", cleaner.Command("test")))
	services[1].sees(t, "tagger")
	services = append(services, c.run(t, "tagger", tagger.Command("test"), "--store", place))

	stored := c.wait(t, place, 2)
	if !stored["large"] {
		t.Errorf("stored: %v, and not what came by the object store", slices.Collect(maps.Keys(stored)))
	}
	operator := c.host(t, "operator")
	eventually(t, "the letter about what nobody can read", func() bool {
		for l, err := range operator.Bus.Letters(t.Context(), host.Cleaner) {
			return err == nil && operator.Bus.Requeue(t.Context(), l.Sequence) == nil
		}
		return false
	})
	for _, s := range services {
		if !strings.Contains(s.scrape(t), "\nrasad_streams_up 1\n") {
			t.Errorf("%s cannot measure the streams", s.name)
		}
		s.stop(t)
	}
	// Last: the services would begin with what is large, and be stopped at it.
	for _, consumer := range bus.River(bus.Settings{}).Consumers {
		if _, err := operator.Bus.Rewind(t.Context(), consumer, time.Time{}); err != nil {
			t.Error(err)
		}
	}
	c.allowed(t)
}

// TestNoUserCanDoMore asks for everything that a user has no business with. What is
// in nobody's list is tried for all.
func TestNoUserCanDoMore(t *testing.T) {
	c := newCluster(t)
	c.start(t, 1)
	const pub, sub = "publish ", "subscribe "
	nobody := []string{
		pub + "$JS.API.STREAM.DELETE.ENTRIES", pub + "$JS.API.STREAM.PURGE.ENTRIES", pub + "$JS.API.STREAM.MSG.DELETE.ENTRIES",
		pub + "$JS.API.STREAM.DELETE.KV_feeds", pub + "$JS.API.STREAM.PURGE.OBJ_oversize", pub + "$JS.API.STREAM.RESTORE.ENTRIES",
		pub + "$JS.API.CONSUMER.DELETE.ENTRIES.cleaner", pub + "$JS.API.CONSUMER.DELETE.VERDICTS.store", pub + "$JS.API.CONSUMER.CREATE.ARTICLES.spy",
		pub + "$JS.API.STREAM.SNAPSHOT.VERDICTS", pub + "$JS.API.META.LEADER.STEPDOWN", pub + "$SYS.REQ.SERVER.PING", pub + "other.subject",
		sub + ">", sub + "news.entry.*", sub + "news.article.*", sub + "news.verdict.*", sub + "dead.>", sub + "$KV.>", sub + "$JS.>", sub + "_INBOX.>", sub + "_INBOX.*.x",
	}
	changes := []string{pub + "$JS.API.STREAM.CREATE.ENTRIES", pub + "$JS.API.STREAM.UPDATE.ENTRIES", pub + "$JS.API.STREAM.CREATE.NEW"}
	for user, no := range map[string][]string{
		"fetcher": slices.Concat(changes, []string{
			pub + "news.article.feed", pub + "news.verdict.feed", pub + "dead.cleaner.feed", pub + "$KV.sites.site", pub + "$JS.ACK.ENTRIES.cleaner.1.1.1.1.0",
			pub + "$JS.API.DIRECT.GET.ARTICLES", pub + "$JS.API.DIRECT.GET.VERDICTS", pub + "$JS.API.DIRECT.GET.DEAD", pub + "$JS.API.DIRECT.GET.KV_sites.$KV.sites.site",
			pub + "$JS.API.CONSUMER.MSG.NEXT.ENTRIES.cleaner", pub + "$JS.API.CONSUMER.MSG.NEXT.ARTICLES.tagger", pub + "$JS.API.CONSUMER.CREATE.ENTRIES.cleaner",
			pub + "$JS.API.CONSUMER.RESET.VERDICTS.store", sub + "_INBOX.cleaner.x", sub + "_INBOX.visitor.x",
		}),
		"cleaner": slices.Concat(changes, []string{
			pub + "news.entry.feed", pub + "news.verdict.feed", pub + "dead.tagger.feed", pub + "$KV.feeds.shard.1", pub + "$JS.ACK.ARTICLES.tagger.1.1.1.1.0",
			pub + "$JS.API.DIRECT.GET.VERDICTS", pub + "$JS.API.DIRECT.GET.KV_feeds.$KV.feeds.shard.1", pub + "$JS.API.CONSUMER.MSG.NEXT.ARTICLES.tagger",
			pub + "$JS.API.CONSUMER.CREATE.ARTICLES.tagger", pub + "$JS.API.CONSUMER.RESET.VERDICTS.store", sub + "_INBOX.tagger.x",
		}),
		"tagger": slices.Concat(changes, []string{
			pub + "news.entry.feed", pub + "news.article.feed", pub + "dead.cleaner.feed", pub + "$KV.feeds.shard.1", pub + "$KV.sites.site",
			pub + "$JS.API.DIRECT.GET.ENTRIES", pub + "$JS.API.CONSUMER.MSG.NEXT.ENTRIES.cleaner", pub + "$JS.ACK.ENTRIES.cleaner.1.1.1.1.0", pub + "$JS.API.CONSUMER.RESET.VERDICTS.store", sub + "_INBOX.fetcher.x",
		}),
		"migrate": {
			pub + "news.entry.feed", pub + "news.verdict.feed", pub + "dead.store.feed", pub + "$KV.feeds.shard.1", pub + "$O.oversize.M.x",
			pub + "$JS.API.DIRECT.GET.VERDICTS", pub + "$JS.API.CONSUMER.MSG.NEXT.VERDICTS.store", pub + "$JS.API.CONSUMER.CREATE.ENTRIES.spy", pub + "$JS.API.CONSUMER.RESET.VERDICTS.store", sub + "_INBOX.tagger.x",
		},
		"operator": slices.Concat(changes, []string{
			pub + "dead.cleaner.feed", pub + "$KV.sites.site", pub + "$JS.API.CONSUMER.MSG.NEXT.ENTRIES.cleaner", pub + "$JS.ACK.ENTRIES.cleaner.1.1.1.1.0", sub + "_INBOX.tagger.x",
		}),
		"reader": slices.Concat(changes, []string{
			pub + "news.entry.feed", pub + "dead.cleaner.feed", pub + "$KV.feeds.shard.1", pub + "$O.oversize.M.x", pub + "$JS.API.STREAM.MSG.DELETE.DEAD",
			pub + "$JS.API.CONSUMER.MSG.NEXT.VERDICTS.store", pub + "$JS.API.CONSUMER.CREATE.VERDICTS.store", pub + "$JS.API.CONSUMER.RESET.VERDICTS.store", sub + "_INBOX.tagger.x",
		}),
	} {
		t.Run(user, func(t *testing.T) {
			for _, what := range slices.Concat(nobody, no) {
				if err := c.try(t, user, what); !errors.Is(err, nats.ErrPermissionViolation) {
					t.Errorf("%s: got %v, want a refusal", what, err)
				}
			}
		})
	}
}

// TestStrangersAreRefused: without a key, with a key of one's own, without TLS.
func TestStrangersAreRefused(t *testing.T) {
	c := newCluster(t)
	c.start(t, 1)
	ca := nats.RootCAs(filepath.Join(c.dir, "tls", "ca.crt"))
	if nc, err := nats.Connect(c.url, ca); err == nil {
		nc.Close()
		t.Error("without a key: connected")
	}
	users, err := newUsers()
	if err != nil {
		t.Fatal(err)
	}
	seed := filepath.Join(c.dir, "stranger")
	write(t, seed, users[0].data["seed"])
	key, err := nats.NkeyOptionFromSeed(seed)
	if err != nil {
		t.Fatal(err)
	}
	if nc, err := nats.Connect(c.url, ca, key); err == nil {
		nc.Close()
		t.Error("with a key of its own: connected")
	}
	own, err := nats.NkeyOptionFromSeed(c.seed("fetcher"))
	if err != nil {
		t.Fatal(err)
	}
	if nc, err := nats.Connect(c.url, own); err == nil {
		nc.Close()
		t.Error("trusting the public authorities only: connected")
	}
}

// TestThreeServersAreOneCluster starts the overlay's three servers, routes over TLS
// on both sides, has migrate make every stream on all three, and stops one: what is
// put is still stored.
func TestThreeServersAreOneCluster(t *testing.T) {
	c := newCluster(t)
	servers := c.start(t, 3)
	migrate := c.remote("migrate", false)
	migrate.Config.River = bus.Settings{Replicas: setting(t, "REPLICAS"), MaxBytes: int64(setting(t, "MAX_BYTES"))}
	river, err := migrate.Open(t.Context(), cli.IO{})
	if err != nil {
		t.Fatal(err)
	}
	river.Close()
	h := c.host(t, "fetcher")
	put := func(id string) error {
		return h.PutEntries().Put(t.Context(), id+":1", []*news.Entry{{ID: id, Revision: "1", Feed: news.Feed{ID: "feed"}, Seen: time.Now()}})
	}
	if err := put("one"); err != nil {
		t.Fatal(err)
	}
	stream, err := h.Bus.JetStream().Stream(t.Context(), bus.Entries)
	if err != nil {
		t.Fatal(err)
	}
	if info := stream.CachedInfo(); info.Config.Replicas != 3 || len(info.Cluster.Replicas) != 2 {
		t.Errorf("replicas: %d configured, %d beside the leader", info.Config.Replicas, len(info.Cluster.Replicas))
	}
	for _, s := range servers {
		if s.Name() == stream.CachedInfo().Cluster.Leader {
			s.Shutdown()
			s.WaitForShutdown()
		}
	}
	if err := put("two"); err != nil {
		t.Error(err)
	}
	c.allowed(t)
}

// seen is how many other servers a leader can place a stream on: those it has heard of
// and does not take for offline.
func seen(leader *server.Server) int {
	info, err := leader.Jsz(nil)
	if err != nil || info.Meta == nil {
		return 0
	}
	n := 0
	for _, p := range info.Meta.Replicas {
		if !p.Offline {
			n++
		}
	}
	return n
}

// setting is a number among the settings of the overlay.
func setting(t *testing.T, name string) int {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(overlay, "../kustomization.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	value := regexp.MustCompile(`- RASAD_` + name + `=([0-9]+)\n`).FindSubmatch(b)
	if value == nil {
		t.Fatalf("there is no RASAD_%s among the settings of the overlay", name)
	}
	n, err := strconv.Atoi(string(value[1]))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestTheNamesAreTheSame: cert-manager's certificate is good for the names that ours
// is good for.
func TestTheNamesAreTheSame(t *testing.T) {
	b, err := os.ReadFile("../components/cert-manager/certificates.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(b), "dnsNames:\n")
	list, _, _ = strings.Cut(list, "  issuerRef:")
	got := strings.Fields(strings.NewReplacer("- ", "", `"`, "").Replace(list))
	want := names("rasad")
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// cluster is the configuration of the overlay, with keys and certificates as this
// command makes them.
type cluster struct {
	dir string
	url string
	log *record
}

const overlay = "../overlays/cluster/nats"

func newCluster(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{dir: t.TempDir(), log: &record{}}
	keys, err := newUsers()
	if err != nil {
		t.Fatal(err)
	}
	certificates, err := newTLS("rasad", time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range append(keys, certificates) {
		for name, value := range s.data {
			switch s.name {
			case "nats-users":
				t.Setenv(name, value)
			case "nats-tls":
				write(t, filepath.Join(c.dir, "tls", name), value)
			default:
				write(t, filepath.Join(c.dir, s.name), value)
			}
		}
	}
	return c
}

// start starts n servers: of the overlay's files but for the paths, which are a
// container's, and the addresses, which here are those of one machine. A single
// server has an empty cluster.conf, as it would there.
func (c *cluster) start(t *testing.T, n int) []*server.Server {
	t.Helper()
	ports := freePorts(t, n)
	var routes []string
	for i := range n {
		routes = append(routes, fmt.Sprintf("tls://localhost:%d", ports[i]))
	}
	servers := make([]*server.Server, n)
	for i := range n {
		t.Setenv("POD_NAME", fmt.Sprintf("nats-%d", i))
		opts, err := server.ProcessConfigFile(c.files(t, i, n > 1))
		if err != nil {
			t.Fatal(err)
		}
		if !opts.SyncAlways || opts.LameDuckDuration+opts.LameDuckGracePeriod > 60*time.Second {
			t.Errorf("sync always %v, lame duck %s and %s", opts.SyncAlways, opts.LameDuckGracePeriod, opts.LameDuckDuration)
		}
		opts.NoSigs, opts.Host, opts.Port, opts.HTTPHost, opts.HTTPPort = true, "127.0.0.1", server.RANDOM_PORT, "127.0.0.1", server.RANDOM_PORT
		if n > 1 {
			if len(opts.Routes) != n || opts.Cluster.TLSConfig.ClientAuth != tls.RequireAndVerifyClientCert {
				t.Errorf("%d routes for %d servers, client certificates: %v", len(opts.Routes), n, opts.Cluster.TLSConfig.ClientAuth)
			}
			opts.Cluster.Host, opts.Cluster.Port = "127.0.0.1", ports[i]
			opts.Routes = server.RoutesFromStr(strings.Join(routes, ","))
		}
		s, err := server.NewServer(opts)
		if err != nil {
			t.Fatal(err)
		}
		s.SetLoggerV2(c.log, false, false, false)
		s.Start()
		t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
		servers[i] = s
	}
	var urls []string
	for _, s := range servers {
		if !s.ReadyForConnections(20 * time.Second) {
			t.Fatalf("%s did not start:\n%s", s.Name(), c.log)
		}
		urls = append(urls, strings.Replace(s.ClientURL(), "127.0.0.1", "localhost", 1))
	}
	c.url = strings.ReplaceAll(strings.Join(urls, ","), "nats://", "tls://")
	if n > 1 {
		eventually(t, "a leader that has seen the others", func() bool {
			return slices.ContainsFunc(servers, func(s *server.Server) bool { return s.JetStreamIsLeader() && seen(s) == n-1 })
		})
	}
	return servers
}

// freePorts returns n ports of this machine that nobody listens on: the routes must
// be known before there is a server.
func freePorts(t *testing.T, n int) []int {
	t.Helper()
	ports := make([]int, n)
	for i := range ports {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		ports[i] = l.Addr().(*net.TCPAddr).Port
	}
	return ports
}

// files copies the overlay's files and returns the path of the first.
func (c *cluster) files(t *testing.T, i int, clustered bool) string {
	t.Helper()
	dir := filepath.Join(c.dir, fmt.Sprint("server-", i))
	for _, name := range []string{"nats.conf", "users.conf", "cluster.conf"} {
		b, err := os.ReadFile(filepath.Join(overlay, name))
		if err != nil {
			t.Fatal(err)
		}
		text := strings.NewReplacer("/etc/nats/tls", filepath.Join(c.dir, "tls"), "/data/", dir+"/").Replace(string(b))
		if name == "cluster.conf" && !clustered {
			text = ""
		}
		write(t, filepath.Join(dir, name), text)
	}
	return filepath.Join(dir, "nats.conf")
}

func (c *cluster) seed(user string) string { return filepath.Join(c.dir, "nats-"+user) }

// config is how a process of the overlay connects.
func (c *cluster) config(user string, leave bool) host.Config {
	return host.Config{
		Bus:       bus.Options{URL: c.url, NKey: c.seed(user), TLSCA: filepath.Join(c.dir, "tls", "ca.crt")},
		NoMigrate: leave, LogFormat: "json",
	}
}

func (c *cluster) remote(user string, leave bool) *host.Remote {
	return &host.Remote{Config: c.config(user, leave)}
}

// host opens a process of a user's own name; a person's is a visitor.
func (c *cluster) host(t *testing.T, user string) *host.Host {
	t.Helper()
	name := user
	if user == "operator" {
		name = "visitor"
	}
	h, err := host.Open(t.Context(), name, "test", c.config(user, true), nil, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	return h
}

// env is the environment of a process of the overlay.
func (c *cluster) env(user string) func(string) string {
	env := map[string]string{
		"RASAD_NATS": c.url, "RASAD_NATS_NKEY": c.seed(user), "RASAD_NATS_CA": filepath.Join(c.dir, "tls", "ca.crt"),
		"RASAD_NO_MIGRATE": "true", "RASAD_LISTEN": "127.0.0.1:0", "RASAD_LOG_FORMAT": "json", "RASAD_GRACE": "5s",
	}
	return func(name string) string { return env[name] }
}

// command runs a command to its end and returns what it printed.
func (c *cluster) command(t *testing.T, user string, command *cli.Command, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if code := cli.Main(t.Context(), command, args, cli.IO{Getenv: c.env(user), Out: &out, Err: &errs}); code != 0 {
		t.Fatalf("%v as %s: %d: %s", args, user, code, errs.String())
	}
	return out.String()
}

// process is a service that runs.
type process struct {
	name string
	end  context.CancelFunc
	code chan int
	log  *record
	on   *cluster
}

func (c *cluster) run(t *testing.T, user string, command *cli.Command, args ...string) *process {
	t.Helper()
	ctx, end := context.WithCancel(context.Background())
	p := &process{user, end, make(chan int, 1), &record{}, c}
	go func() {
		p.code <- cli.Main(ctx, command, args, cli.IO{Getenv: c.env(user), Out: io.Discard, Err: p.log})
	}()
	t.Cleanup(end)
	return p
}

var listening = regexp.MustCompile(`"address":"(http://[^"]+)"`)

// sees waits until a process measures that a consumer is behind.
func (p *process) sees(t *testing.T, consumer string) {
	t.Helper()
	lag := regexp.MustCompile(`\nrasad_consumer_lag_seconds\{consumer="` + consumer + `",stream="[A-Z]+"\} (0\.0*[1-9]|[1-9])`)
	eventually(t, p.name+" sees that "+consumer+" is behind", func() bool {
		p.on.allowed(t)
		return lag.MatchString(p.scrape(t))
	})
}

// scrape returns the metrics of a process, "" while it does not serve them yet.
func (p *process) scrape(t *testing.T) string {
	t.Helper()
	address := listening.FindStringSubmatch(p.log.String())
	if address == nil {
		return ""
	}
	r, err := http.Get(address[1] + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func (p *process) stop(t *testing.T) {
	t.Helper()
	p.end()
	if code := <-p.code; code != 0 {
		t.Errorf("%s ended with %d:\n%s", p.name, code, p.log)
	}
}

// wait waits until the store has n verdicts and returns the ids of their entries.
func (c *cluster) wait(t *testing.T, place string, n int) map[string]bool {
	t.Helper()
	stored := map[string]bool{}
	eventually(t, fmt.Sprintf("%d verdicts", n), func() bool {
		c.allowed(t)
		s, err := open.ReadOnly(t.Context(), place)
		if err != nil {
			return false
		}
		defer s.Close()
		for _, dropped := range []bool{false, true} {
			for v, err := range s.Verdicts(t.Context(), store.Query{Dropped: dropped}) {
				if err == nil {
					stored[v.Article.Entry.ID] = true
				}
			}
		}
		return len(stored) >= n
	})
	return stored
}

// try does one thing as a user and returns what the server has against it.
func (c *cluster) try(t *testing.T, user, what string) error {
	t.Helper()
	key, err := nats.NkeyOptionFromSeed(c.seed(user))
	if err != nil {
		t.Fatal(err)
	}
	refused := make(chan error, 1)
	nc, err := nats.Connect(c.url, key, nats.RootCAs(filepath.Join(c.dir, "tls", "ca.crt")),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			select {
			case refused <- err:
			default:
			}
		}))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	switch do, subject, _ := strings.Cut(what, " "); do {
	case "publish":
		err = nc.Publish(subject, nil)
	case "subscribe":
		_, err = nc.SubscribeSync(subject)
	}
	if err := errors.Join(err, nc.Flush()); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-refused:
		return err
	case <-time.After(200 * time.Millisecond):
		return nil
	}
}

// serveFeed serves a feed with a seed of the corpus and returns its address.
func serveFeed(t *testing.T) string {
	t.Helper()
	texts, err := corpus.Texts("seeds")
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/rss" {
			http.NotFound(w, r)
			return
		}
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>Test</title><item><guid>one</guid><title>One</title><description>%s</description></item></channel></rss>`,
			html.EscapeString("<p>"+html.EscapeString(texts[0].Body)+"</p>"))
	}))
	t.Cleanup(s.Close)
	return s.URL + "/rss"
}

// noise is n bytes of text that does not compress below the limit of a message.
func noise(n int) []byte {
	from := rand.NewChaCha8([32]byte{})
	var b bytes.Buffer
	for b.Len() < n {
		var word [8]byte
		from.Read(word[:])
		b.WriteString(hex.EncodeToString(word[:]) + " ")
	}
	return b.Bytes()
}

// record keeps what is logged: a process's lines, or a server's words.
type record struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.text.String()
}

// allowed ends the test when a server has refused something.
func (c *cluster) allowed(t *testing.T) {
	t.Helper()
	var refusals []string
	for line := range strings.Lines(c.log.String()) {
		if strings.Contains(line, "Violation") {
			refusals = append(refusals, line)
		}
	}
	if len(refusals) > 0 {
		t.Fatalf("refused:\n%s", strings.Join(refusals, ""))
	}
}

func (r *record) Noticef(format string, v ...any) { fmt.Fprintf(r, format+"\n", v...) }
func (r *record) Warnf(format string, v ...any)   { fmt.Fprintf(r, format+"\n", v...) }
func (r *record) Errorf(format string, v ...any)  { fmt.Fprintf(r, format+"\n", v...) }
func (r *record) Fatalf(format string, v ...any)  { fmt.Fprintf(r, format+"\n", v...) }
func (r *record) Debugf(string, ...any)           {}
func (r *record) Tracef(string, ...any)           {}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
		t.Fatal(err)
	}
}

// eventually waits for what other goroutines bring about.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for range 600 {
		if ok() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatalf("it never came about: %s", what)
}
