package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/flate"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zlib"
	"github.com/klauspost/compress/zstd"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// client is one that may visit loopback, where the test's servers are.
func client(t *testing.T, change ...func(*Config)) *Client {
	t.Helper()
	allow, err := ParseAllow([]string{"127.0.0.0/8", "::1"})
	if err != nil {
		t.Fatal(err)
	}
	c := Config{UserAgent: "test", Allow: allow}
	for _, ch := range change {
		ch(&c)
	}
	out := New(c)
	t.Cleanup(out.Close)
	return out
}

func serve(t *testing.T, h http.HandlerFunc) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s
}

func wantKind(t *testing.T, err error, want Kind) {
	t.Helper()
	if KindOf(err) != want {
		t.Errorf("got error %v of kind %q, want kind %q", err, KindOf(err), want)
	}
}

func TestCodings(t *testing.T) {
	text := strings.Repeat("a feed of some length, ", 1000)
	pack := func(w io.WriteCloser, buf *bytes.Buffer) []byte {
		fmt.Fprint(w, text)
		w.Close()
		return buf.Bytes()
	}
	var gz, br, zs, zl, fl, twice bytes.Buffer
	zw, _ := zstd.NewWriter(&zs)
	fw, _ := flate.NewWriter(&fl, 5)
	bodies := map[string][]byte{
		"":              []byte(text),
		"identity":      []byte(text),
		"gzip":          pack(gzip.NewWriter(&gz), &gz),
		"x-gzip":        gz.Bytes(),
		"GZIP":          gz.Bytes(),
		"br":            pack(brotli.NewWriter(&br), &br),
		"zstd":          pack(zw, &zs),
		"deflate":       pack(zlib.NewWriter(&zl), &zl),
		"deflate, bare": pack(fw, &fl),
	}
	outer := gzip.NewWriter(&twice)
	_, _ = outer.Write(gz.Bytes())
	outer.Close()
	bodies["gzip, gzip"] = twice.Bytes()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		coding := r.URL.Query().Get("c")
		name, _, _ := strings.Cut(coding, ", bare")
		if name != "" {
			w.Header().Set("Content-Encoding", name)
		}
		w.Write(bodies[coding])
	})
	c := client(t)
	for coding := range bodies {
		for range 2 { // the second time with a decoder that was used before
			resp, err := c.Get(t.Context(), Request{URL: s.URL + "/?c=" + strings.ReplaceAll(coding, " ", "%20")})
			if err != nil {
				t.Fatalf("%q: %v", coding, err)
			}
			if string(resp.Body) != text {
				t.Errorf("%q: got %d bytes, want %d", coding, len(resp.Body), len(text))
			}
			if resp.Received != int64(len(bodies[coding])) {
				t.Errorf("%q: received %d, want %d", coding, resp.Received, len(bodies[coding]))
			}
		}
	}
}

func TestAKnownBodyIsLeftOut(t *testing.T) {
	served := "first"
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, served) })
	c := client(t)
	get := func(known string) *Response {
		t.Helper()
		resp, err := c.Get(t.Context(), Request{URL: s.URL, Known: known})
		if err != nil {
			t.Fatal(err)
		}
		return resp
	}
	first := get("")
	if first.Same || string(first.Body) != "first" || first.Decoded != 5 {
		t.Errorf("unknown: got %q, same %t, %d bytes", first.Body, first.Same, first.Decoded)
	}
	if again := get(first.Hash); !again.Same || again.Body != nil || again.Hash != first.Hash || again.Decoded != 5 {
		t.Errorf("known: got %q, same %t, %d bytes", again.Body, again.Same, again.Decoded)
	}
	served = "other"
	if other := get(first.Hash); other.Same || string(other.Body) != "other" || other.Hash == first.Hash {
		t.Errorf("changed: got %q, same %t", other.Body, other.Same)
	}
	if string(first.Body) != "first" {
		t.Errorf("the first body has become %q", first.Body)
	}
	served = ""
	if empty := get(first.Hash); empty.Same || empty.Hash != "" {
		t.Errorf("empty: same %t, hash %q", empty.Same, empty.Hash)
	}
}

func TestCodingsThatCannotBeUndone(t *testing.T) {
	var good bytes.Buffer
	w := gzip.NewWriter(&good)
	fmt.Fprint(w, strings.Repeat("text ", 10_000))
	w.Close()
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/unknown":
			w.Header().Set("Content-Encoding", "compress")
			fmt.Fprint(w, "x")
		case "/thrice":
			w.Header().Set("Content-Encoding", "gzip, gzip, gzip")
			w.Write(good.Bytes())
		case "/broken":
			w.Header().Set("Content-Encoding", "gzip")
			b := slices.Clone(good.Bytes())
			b[len(b)/2] ^= 0xff
			w.Write(b)
		case "/not":
			w.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(w, "<rss/>")
		}
	})
	c := client(t)
	for _, path := range []string{"/unknown", "/thrice", "/broken", "/not"} {
		_, err := c.Get(t.Context(), Request{URL: s.URL + path})
		if KindOf(err) != Coding {
			t.Errorf("%s: got %v, want kind %q", path, err, Coding)
		}
	}
}

// zeros is a gzip of a gigabyte of zeros: a member of one megabyte, 1,024 times.
func zeros(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(make([]byte, 1<<20))
	w.Close()
	return bytes.Repeat(b.Bytes(), 1<<10)
}

func TestBudgets(t *testing.T) {
	bomb := zeros(t)
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(bomb)
		case "/endless":
			for chunk := make([]byte, 64<<10); r.Context().Err() == nil; {
				if _, err := w.Write(chunk); err != nil {
					return
				}
			}
		case "/announced":
			w.Header().Set("Content-Length", "1000000000")
			w.Write(make([]byte, 1<<20))
		case "/silent":
			<-r.Context().Done()
		case "/trickle":
			for r.Context().Err() == nil {
				fmt.Fprint(w, "x")
				w.(http.Flusher).Flush()
				time.Sleep(10 * time.Millisecond)
			}
		case "/brisk": // slow in all, but steady
			for range 4 {
				w.Write(make([]byte, paceBytes))
				w.(http.Flusher).Flush()
				time.Sleep(60 * time.Millisecond)
			}
		}
	})
	for _, c := range []struct {
		path   string
		budget Budget
		want   Kind
	}{
		{"/bomb", Budget{}, Ratio},
		{"/bomb", Budget{Ratio: 1 << 20, Bytes: 32 << 20}, Bytes},
		{"/endless", Budget{}, Bytes},
		{"/announced", Budget{}, Protocol},
		{"/silent", Budget{Time: 50 * time.Millisecond}, Timeout},
		{"/trickle", Budget{Pace: 100 * time.Millisecond}, Slow},
		{"/trickle", Budget{Time: 100 * time.Millisecond}, Timeout},
		{"/brisk", Budget{Pace: 150 * time.Millisecond}, ""},
	} {
		cl := client(t)
		resp, err := cl.Get(t.Context(), Request{URL: s.URL + c.path, Budget: c.budget})
		if c.path == "/announced" { // it hangs up early: what came is kept, and marked
			if err != nil || !resp.Partial {
				t.Errorf("%s: got %v, %v, want a partial body", c.path, resp.Partial, err)
			}
			continue
		}
		if KindOf(err) != c.want {
			t.Errorf("%s %+v: got %v, want kind %q", c.path, c.budget, err, c.want)
		}
	}
}

func TestRedirects(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		var n int
		switch {
		case r.URL.Path == "/end":
			fmt.Fprint(w, "the end")
		case r.URL.Path == "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case r.URL.Path == "/ring1":
			http.Redirect(w, r, "/ring2", http.StatusMovedPermanently)
		case r.URL.Path == "/ring2":
			http.Redirect(w, r, "/ring1", http.StatusMovedPermanently)
		case r.URL.Path == "/nowhere":
			w.WriteHeader(http.StatusMovedPermanently)
		case r.URL.Path == "/file":
			w.Header().Set("Location", "file:///etc/passwd")
			w.WriteHeader(http.StatusFound)
		case r.URL.Path == "/gopher":
			w.Header().Set("Location", "gopher://127.0.0.1/")
			w.WriteHeader(http.StatusFound)
		case r.URL.Path == "/inside":
			w.Header().Set("Location", "http://169.254.169.254/latest/meta-data/")
			w.WriteHeader(http.StatusFound)
		case r.URL.Path == "/for-good":
			http.Redirect(w, r, "/end", http.StatusPermanentRedirect)
		case r.URL.Path == "/for-good-then-now":
			http.Redirect(w, r, "/for-now", http.StatusMovedPermanently)
		case r.URL.Path == "/for-now":
			http.Redirect(w, r, "/end", http.StatusTemporaryRedirect)
		default:
			fmt.Sscanf(r.URL.Path, "/chain/%d", &n)
			if n == 0 {
				fmt.Fprint(w, "the end")
				return
			}
			http.Redirect(w, r, fmt.Sprintf("/chain/%d", n-1), http.StatusFound)
		}
	})
	c := client(t)
	for _, tc := range []struct {
		path  string
		want  Kind
		moved string
		hops  int
	}{
		{"/loop", Loop, "", 1},
		{"/ring1", Loop, "", 2},
		{"/chain/8", "", "", 8},
		{"/chain/9", Redirects, "", 9},
		{"/nowhere", Redirects, "", 0},
		{"/file", BadURL, "", 0},
		{"/gopher", BadURL, "", 0},
		{"/inside", Refused, "", 1},
		{"/for-good", "", "/end", 1},
		{"/for-good-then-now", "", "", 2},
		{"/end", "", "", 0},
	} {
		resp, err := c.Get(t.Context(), Request{URL: s.URL + tc.path})
		if KindOf(err) != tc.want {
			t.Errorf("%s: got %v, want kind %q", tc.path, err, tc.want)
			continue
		}
		moved := strings.TrimPrefix(resp.Moved(), s.URL)
		if err == nil && moved != tc.moved || len(resp.Hops) < tc.hops {
			t.Errorf("%s: moved to %q by %d hops, want %q by %d", tc.path, moved, len(resp.Hops), tc.moved, tc.hops)
		}
	}
}

// TestGuard holds the guard against addresses inside, in every disguise.
func TestGuard(t *testing.T) {
	var none Allow
	for _, inside := range []string{
		"127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "169.254.169.254",
		"168.63.129.16", "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1",
		"::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::a00:1",
		"2002:7f00:1::", "2002:c0a8:101::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1",
		"2001:db8::1",
	} {
		if none.Check(netip.MustParseAddr(inside)) == nil {
			t.Errorf("%s is let through", inside)
		}
	}
	for _, outside := range []string{"8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1", "::ffff:8.8.8.8"} {
		if err := none.Check(netip.MustParseAddr(outside)); err != nil {
			t.Errorf("%s is refused: %v", outside, err)
		}
	}
}

func TestGuardIsAskedAfterResolution(t *testing.T) {
	hits := 0
	s := serve(t, func(http.ResponseWriter, *http.Request) { hits++ })
	port := s.Listener.Addr().(*net.TCPAddr).Port
	closed := New(Config{})
	t.Cleanup(closed.Close)
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "127.1", "2130706433", "0x7f.1"} {
		_, err := closed.Get(t.Context(), Request{URL: fmt.Sprintf("http://%s:%d/", host, port)})
		if k := KindOf(err); k != Refused && k != DNS {
			t.Errorf("%s: got %v, want it refused", host, err)
		}
	}
	if hits > 0 {
		t.Errorf("%d requests reached the server", hits)
	}
	allow, err := ParseAllow([]string{"localhost"})
	if err != nil {
		t.Fatal(err)
	}
	open := New(Config{Allow: allow})
	t.Cleanup(open.Close)
	if _, err := open.Get(t.Context(), Request{URL: fmt.Sprintf("http://localhost:%d/", port)}); err != nil {
		t.Errorf("an allowed host is refused: %v", err)
	}
	if _, err := open.Get(t.Context(), Request{URL: s.URL}); KindOf(err) != Refused {
		t.Errorf("allowing a name allows its address: %v", err)
	}
}

func TestParseAllowNamesWhatIsWrong(t *testing.T) {
	if _, err := ParseAllow([]string{"10.0.0.0/99"}); err == nil || !strings.Contains(err.Error(), "10.0.0.0/99") {
		t.Errorf("got %v", err)
	}
}

func TestCertificatesAreVerified(t *testing.T) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "secret") }))
	t.Cleanup(s.Close)
	_, err := client(t).Get(t.Context(), Request{URL: s.URL})
	wantKind(t, err, TLS)
	trusting := client(t, func(c *Config) { c.Insecure = []string{"127.0.0.1"} })
	if resp, err := trusting.Get(t.Context(), Request{URL: s.URL}); err != nil || string(resp.Body) != "secret" {
		t.Errorf("the exception is not made: %v", err)
	}
	if got := trusting.Exceptions(s.URL); !slices.Equal(got, []string{"insecure", "allowed"}) {
		t.Errorf("the exceptions do not show: %q", got)
	}
}

func TestHTTP2(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Proto) }))
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	c := client(t, func(c *Config) { c.TLS = s.Client().Transport.(*http.Transport).TLSClientConfig })
	resp, err := c.Get(t.Context(), Request{URL: s.URL})
	if err != nil || string(resp.Body) != "HTTP/2.0" {
		t.Errorf("got %v, want HTTP/2.0", err)
	}
}

func TestKindsOfError(t *testing.T) {
	hangs := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, _, _ := w.(http.Hijacker).Hijack()
		conn.Close()
	})
	plain := serve(t, func(http.ResponseWriter, *http.Request) {})
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := silent.Addr().String()
	silent.Close()
	c := client(t)
	for _, tc := range []struct {
		url  string
		want Kind
	}{
		{"ftp://example.org/", BadURL},
		{"http:///feed", BadURL},
		{"http://exa mple/", BadURL},
		{"//example.org/feed", BadURL},
		{"http://nobody.invalid/", DNS},
		{"http://" + address, Connect},
		{hangs.URL, Protocol},
		{strings.Replace(plain.URL, "http:", "https:", 1), TLS},
	} {
		_, err := c.Get(t.Context(), Request{URL: tc.url})
		if KindOf(err) != tc.want {
			t.Errorf("%s: got %v of kind %q, want %q", tc.url, err, KindOf(err), tc.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = c.Get(ctx, Request{URL: plain.URL})
	wantKind(t, err, Cancelled)
}

func TestWhatIsSent(t *testing.T) {
	var got http.Header
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { got = r.Header.Clone() })
	c := client(t)
	req := Request{URL: s.URL, ETag: `W/"a b\"c-gzip`, LastModified: "Thu,  1 Jan 1970 00:00:00 +0000", Accept: "text/x"}
	if _, err := c.Get(t.Context(), req); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"If-None-Match": req.ETag, "If-Modified-Since": req.LastModified, "Accept": "text/x", "User-Agent": "test", "Accept-Encoding": acceptEncoding,
	} {
		if got.Get(name) != want {
			t.Errorf("%s: got %q, want %q", name, got.Get(name), want)
		}
	}
}

func TestConnectionsAreUsedAgain(t *testing.T) {
	var mu sync.Mutex
	conns := map[string]bool{}
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		conns[r.RemoteAddr] = true
		mu.Unlock()
		switch r.URL.Path {
		case "/304":
			w.WriteHeader(http.StatusNotModified)
		case "/404":
			http.Error(w, "none", http.StatusNotFound)
		case "/302":
			http.Redirect(w, r, "/200", http.StatusFound)
		default:
			fmt.Fprint(w, strings.Repeat("x", 100_000))
		}
	})
	c := client(t)
	for range 3 {
		for _, path := range []string{"/200", "/304", "/404", "/302"} {
			if _, err := c.Get(t.Context(), Request{URL: s.URL + path}); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(conns) != 1 {
		t.Errorf("%d connections for one server, want 1", len(conns))
	}
}

// gate is a Gate that records who passed, or keeps them back.
type gate struct {
	hosts     []string
	statuses  []int
	addresses []netip.Addr
	inside    int
	closed    error
}

func (g *gate) Enter(_ context.Context, host string) (func(int, http.Header), error) {
	if g.closed != nil {
		return nil, g.closed
	}
	g.hosts = append(g.hosts, host)
	g.inside++
	return func(status int, _ http.Header) { g.statuses = append(g.statuses, status); g.inside-- }, nil
}

func (g *gate) EnterAddress(_ context.Context, addr netip.Addr) (func(), error) {
	g.addresses = append(g.addresses, addr)
	g.inside++
	return func() { g.inside-- }, nil
}

func TestEveryRequestPassesTheGate(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/a" {
			http.Redirect(w, r, "/b", http.StatusFound)
			return
		}
		w.WriteHeader(http.StatusTooManyRequests)
	})
	g := &gate{}
	c := client(t, func(c *Config) { c.Gate = g })
	if _, err := c.Get(t.Context(), Request{URL: s.URL + "/a"}); err != nil {
		t.Fatal(err)
	}
	if len(g.hosts) != 2 || !slices.Equal(g.statuses, []int{302, 429}) || len(g.addresses) != 2 || g.inside != 0 {
		t.Errorf("the gate saw %+v", g)
	}
	g.closed = errors.New("closed")
	_, err := c.Get(t.Context(), Request{URL: s.URL + "/a"})
	wantKind(t, err, Paused)
	if !errors.Is(err, g.closed) {
		t.Errorf("the gate's reason is lost: %v", err)
	}
}

// TestPacerForgivesPauses shows on a clock of its own that a body that arrives in
// bursts is read and one that trickles is not.
func TestPacerForgivesPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, c := range []struct {
			chunk int
			want  error
		}{{paceBytes, nil}, {1, errSlow}} {
			r, w := io.Pipe()
			ctx, off := context.WithCancelCause(t.Context())
			context.AfterFunc(ctx, func() { w.CloseWithError(context.Cause(ctx)) })
			var sending sync.WaitGroup
			sending.Go(func() {
				defer w.Close()
				for range 60 {
					time.Sleep(time.Second)
					if _, err := w.Write(make([]byte, c.chunk)); err != nil {
						return
					}
				}
			})
			p := newPacer(r, 15*time.Second, off)
			_, err := io.Copy(io.Discard, p)
			p.timer.Stop()
			if !errors.Is(err, c.want) {
				t.Errorf("%d bytes a second: got %v, want %v", c.chunk, err, c.want)
			}
			off(nil)
			sending.Wait()
		}
	})
}
