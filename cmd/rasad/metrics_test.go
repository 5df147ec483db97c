package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"flag"
	"fmt"
	"io"
	"maps"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"
	dto "github.com/prometheus/client_model/go"

	"github.com/rasad-project/rasad/corpus"
	"github.com/rasad-project/rasad/kit/cli"
	"github.com/rasad-project/rasad/kit/host"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/ops"
	"github.com/rasad-project/rasad/kit/store/open"
	"github.com/rasad-project/rasad/services/cleaner"
	"github.com/rasad-project/rasad/services/fetcher"
	"github.com/rasad-project/rasad/services/tagger"
)

var update = flag.Bool("update", false, "write docs/METRICS.md anew")

const metricsDoc = "../../docs/METRICS.md"

// TestMetrics looks at every metric of a river that has worked through the corpus,
// over TLS, traced and with a bound on its streams, so that none is left out: all
// must keep to Prometheus's conventions, have labels of few values, be a native and
// a classic histogram that leads to traces if they are one, and stand in
// docs/METRICS.md.
func TestMetrics(t *testing.T) {
	at := startTLS(t)
	r := workedRiver(t, at)
	families := gather(t, r.host.Registry)
	t.Run("conventions", func(t *testing.T) { keepConventions(t, r.host.Registry) })
	t.Run("labels", func(t *testing.T) { keepLabelsFew(t, families) })
	t.Run("histograms", func(t *testing.T) { areNativeAndClassic(t, families) })
	t.Run("docs", func(t *testing.T) { areDocumented(t, families, processes(t, at, r.host.Registry)) })
}

func keepConventions(t *testing.T, reg *prometheus.Registry) {
	faults, err := testutil.GatherAndLint(reg)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Errorf("%s: %s", f.Metric, f.Text)
	}
}

// keepLabelsFew wants feeds and outlets, of which there may be any number, named
// only by the metrics that bound them.
func keepLabelsFew(t *testing.T, families map[string]*dto.MetricFamily) {
	feeds := map[string]bool{}
	for name, f := range families {
		for _, m := range f.GetMetric() {
			for _, l := range m.GetLabel() {
				switch l.GetName() {
				case "feed", "title":
					feeds[l.GetValue()] = true
					if !strings.HasPrefix(name, "rasad_feed_") {
						t.Errorf("%s has the label %s", name, l.GetName())
					}
				case "outlet":
					if name != "rasad_outlet_verdicts_total" {
						t.Errorf("%s has the label outlet", name)
					}
				case "url", "id", "item", "host", "site", "error":
					t.Errorf("%s has the label %s, of any number of values", name, l.GetName())
				}
			}
		}
		if n := len(f.GetMetric()); n > 500 {
			t.Errorf("%s has %d series", name, n)
		}
	}
	if n := len(families["rasad_feed_info"].GetMetric()); n == 0 || n > 3*worstInTest {
		t.Errorf("%d feeds have labels of their own, want 1 to %d", n, 3*worstInTest)
	}
}

func areNativeAndClassic(t *testing.T, families map[string]*dto.MetricFamily) {
	seen := 0
	for name, f := range families {
		if f.GetType() != dto.MetricType_HISTOGRAM || !strings.HasPrefix(name, "rasad_") {
			continue
		}
		seen++
		h := f.GetMetric()[0].GetHistogram()
		if !leadsToTraces(f) {
			t.Errorf("%s has no trace for an exemplar", name)
		}
		if h.Schema == nil || len(h.GetBucket()) == 0 {
			t.Errorf("%s: native %t, %d classic buckets; want both", name, h.Schema != nil, len(h.GetBucket()))
		}
	}
	if seen < 6 {
		t.Errorf("%d histograms: too few", seen)
	}
}

func leadsToTraces(f *dto.MetricFamily) bool {
	for _, m := range f.GetMetric() {
		for _, b := range m.GetHistogram().GetBucket() {
			for _, l := range b.GetExemplar().GetLabel() {
				if l.GetName() == "trace_id" && len(l.GetValue()) == 32 {
					return true
				}
			}
		}
	}
	return false
}

// areDocumented holds docs/METRICS.md against what the processes register.
func areDocumented(t *testing.T, families map[string]*dto.MetricFamily, processes []process) {
	got := document(t, families, processes)
	if *update {
		if err := os.WriteFile(metricsDoc, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(metricsDoc)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("docs/METRICS.md is not what the code says: make metrics-doc\n%s", diff)
	}
}

// document writes the list of metrics.
func document(t *testing.T, families map[string]*dto.MetricFamily, processes []process) string {
	var b strings.Builder
	b.WriteString(`# Metrics

Generated from the code by ` + "`make metrics-doc`" + `; a test holds it up to date. Every process serves them at /metrics with ` + "`--listen ADDRESS`" + `, beside those of the Go
runtime (go_*), of the process (process_*) and of the handler itself (promhttp_*). ` + "`rasad run`" + ` has them all.

Histograms have native buckets beside the classic ones; a Prometheus that scrapes native ones drops the classic ones unless told
` + "`scrape_classic_histograms: true`" + ` (` + "`always_scrape_classic_histograms`" + ` from 3.0), and the rules in deploy/prometheus use the classic ones. Streams and consumers are
reported by every process that has a part in them: take ` + "`max by (stream)`" + `, never a sum. A feed has a label of its own only while it is among the worst (` + "`--worst-feeds`" + `).

| metric | type | labels | unit | process | meaning |
|---|---|---|---|---|---|
`)
	all := processes[len(processes)-1].metrics
	for _, name := range slices.Sorted(maps.Keys(all)) {
		f := families[name]
		if f == nil {
			t.Errorf("%s has no value in a river that worked: nothing shows its type", name)
			continue
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", name, strings.ToLower(f.GetType().String()), strings.Join(all[name].labels, ", "),
			unit(name), whose(name, processes), all[name].help)
	}
	return b.String()
}

// unit reads a metric's unit from its name, where the convention has it.
func unit(name string) string {
	name = strings.TrimSuffix(name, "_total")
	for suffix, unit := range map[string]string{"_seconds": "seconds", "_bytes": "bytes", "_ratio": "0 to 1"} {
		if strings.HasSuffix(name, "_timestamp"+suffix) {
			return "Unix time, seconds"
		}
		if strings.HasSuffix(name, suffix) {
			return unit
		}
	}
	return ""
}

// process is what one kind of process registers.
type process struct {
	name    string
	metrics map[string]metric
}

type metric struct {
	help   string
	labels []string
}

// whose says which services have a metric; the last process has all.
func whose(name string, processes []process) string {
	var names []string
	services := processes[:len(processes)-1]
	for _, p := range services {
		if _, ok := p.metrics[name]; ok {
			names = append(names, p.name)
		}
	}
	if len(names) == len(services) {
		return "all"
	}
	if slices.Contains(names, "tagger") {
		names = slices.DeleteFunc(names, func(name string) bool { return strings.HasPrefix(name, "tagger ") })
	}
	return strings.Join(names, ", ")
}

// processes opens each service as a process of its own, to see what it registers;
// the last is that of a whole river.
func processes(t *testing.T, at host.Config, whole *prometheus.Registry) []process {
	ctx := t.Context()
	service := func(name, label string, build func(*host.Host) error) process {
		h, err := host.Open(ctx, name, "test", at, nil, io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = h.Close() })
		if err := build(h); err != nil {
			t.Fatal(err)
		}
		return process{label, described(t, h.Registry)}
	}
	tag := func(h *host.Host) error { _, err := tagger.New(ctx, h, tagger.Config{}); return err }
	return []process{
		service(host.Fetcher, "fetcher", func(h *host.Host) error { _, err := fetcher.New(ctx, h, fetcher.Config{}); return err }),
		service(host.Cleaner, "cleaner", func(h *host.Host) error { _, err := cleaner.New(ctx, h, cleaner.Config{}); return err }),
		service(host.Tagger, "tagger", tag),
		service(host.Tagger, "tagger with --store", func(h *host.Host) error {
			s, err := open.Store(ctx, filepath.Join(t.TempDir(), "store.db"))
			if err != nil {
				return err
			}
			t.Cleanup(func() { _ = s.Close() })
			h.Registry.MustRegister(ops.Store(s))
			return tag(h)
		}),
		{"rasad run", described(t, whole)},
	}
}

var descForm = regexp.MustCompile(`^Desc\{fqName: "(.*?)", help: (".*?"), (?:unit: "[^"]*", )?constLabels: \{(.*)\}, variableLabels: \{(.*)\}\}$`)

// described reads what is registered, with or without a value, from its
// descriptions.
func described(t *testing.T, reg *prometheus.Registry) map[string]metric {
	descs := make(chan *prometheus.Desc)
	go func() { reg.Describe(descs); close(descs) }()
	all := map[string]metric{}
	for d := range descs {
		m := descForm.FindStringSubmatch(d.String())
		if m == nil {
			t.Fatalf("cannot read %s", d)
		}
		if !strings.HasPrefix(m[1], "rasad_") {
			continue
		}
		help, err := strconv.Unquote(m[2])
		if err != nil {
			t.Fatalf("cannot read %s: %v", d, err)
		}
		var labels []string
		for l := range strings.SplitSeq(m[3]+","+m[4], ",") {
			if name, _, _ := strings.Cut(l, "="); name != "" {
				labels = append(labels, name)
			}
		}
		all[m[1]] = metric{help, labels}
	}
	return all
}

// worstInTest is how many feeds have labels of their own by each measure.
const worstInTest = 2

// workedRiver runs a river on the whole corpus until each of its metrics has a
// value.
func workedRiver(t *testing.T, at host.Config) *river {
	texts, err := corpus.Texts()
	if err != nil {
		t.Fatal(err)
	}
	sites := corpus.Sites(texts)
	web := httptest.NewServer(withDaily(corpus.Handler(sites)))
	t.Cleanup(web.Close)
	feeds := append((&demoWeb{}).feeds(sites), news.Feed{ID: news.FeedID(daily), URL: daily, Title: "Daily", Country: "IR"})
	r, err := openRiver(t.Context(), riverConfig{
		Host: at, Data: t.TempDir(),
		Fetcher: fetcher.Config{
			Feeds: feeds, Rate: 1000, AtOnce: 16, PollMin: time.Second, Worst: worstInTest,
			Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return new(net.Dialer).DialContext(ctx, network, web.Listener.Addr().String())
			},
		},
	}, cli.IO{Getenv: func(string) string { return "" }, Out: io.Discard, Err: io.Discard})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ran := make(chan error, 1)
	go func() { ran <- r.run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ran; err != nil {
			t.Error(err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	awaitValues(t, r.host.Registry)
	return r
}

// daily is a feed of which the cadence can be told; those of the corpus have an
// item each.
const daily = "http://daily.test/rss"

func withDaily(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != "daily.test" {
			h.ServeHTTP(w, r)
			return
		}
		fmt.Fprint(w, `<rss version="2.0"><channel><title>Daily</title>
<item><guid>2</guid><title>Second</title><pubDate>Tue, 02 Jan 2024 12:00:00 GMT</pubDate></item>
<item><guid>1</guid><title>First</title><pubDate>Mon, 01 Jan 2024 12:00:00 GMT</pubDate></item>
</channel></rss>`)
	})
}

// awaitValues waits until everything registered has a value.
func awaitValues(t *testing.T, reg *prometheus.Registry) {
	var missing []string
	for range 240 {
		families := gather(t, reg)
		missing = nil
		for name := range described(t, reg) {
			if families[name] == nil {
				missing = append(missing, name)
			}
		}
		if len(missing) == 0 {
			return
		}
		time.Sleep(250 * time.Millisecond)
	}
	slices.Sort(missing)
	t.Errorf("these never got a value: %v", missing)
}

func gather(t *testing.T, reg *prometheus.Registry) map[string]*dto.MetricFamily {
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]*dto.MetricFamily{}
	for _, f := range families {
		all[f.GetName()] = f
	}
	return all
}

// startTLS starts a broker that wants certificates, and returns how a process
// reaches it.
func startTLS(t *testing.T) host.Config {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	selfSign(t, cert, key)
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.NewServer(&server.Options{
		ServerName: "test", Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, JetStream: true, StoreDir: dir,
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS13}, TLSTimeout: 5,
	})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("the server did not start")
	}
	var c host.Config
	c.Bus.URL = strings.Replace(s.ClientURL(), "nats://", "tls://", 1)
	c.Bus.TLSCA, c.Bus.TLSCert, c.Bus.TLSKey = cert, cert, key
	c.River.MaxBytes = 1 << 30
	collector := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(collector.Close)
	c.Trace = ops.TraceConfig{Endpoint: collector.URL, Sample: 1}
	return c
}

// selfSign writes a certificate of the loopback interface and its key.
func selfSign(t *testing.T, cert, key string) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, form, form, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
