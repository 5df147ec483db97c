package bus_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/nats-io/jwt/v2"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nkeys"

	"github.com/rasad-project/rasad/kit/bus"
)

// TestTLS connects to a server whose certificate a private authority signed and
// that asks for ours.
func TestTLS(t *testing.T) {
	ca := newAuthority(t)
	cert, key := ca.issue(t, "client")
	serverCert, err := tls.LoadX509KeyPair(ca.issue(t, "server"))
	if err != nil {
		t.Fatal(err)
	}
	s := startServer(t, func(o *server.Options) {
		listen(o)
		o.TLSConfig = &tls.Config{
			Certificates: []tls.Certificate{serverCert}, ClientCAs: ca.pool, ClientAuth: tls.RequireAndVerifyClientCert, MinVersion: tls.VersionTLS12,
		}
		o.TLSTimeout = 5
	})
	url := strings.Replace(s.srv.ClientURL(), "nats://", "tls://", 1)
	c := s.connect(func(o *bus.Options) {
		o.InProcess, o.URL, o.TLSCA, o.TLSCert, o.TLSKey = nil, url, ca.file, cert, key
	})
	works(t, c)
	want := map[string]time.Time{bus.ServerCertificate: serverCert.Leaf.NotAfter, bus.ClientCertificate: clientUntil}
	if diff := cmp.Diff(want, c.Certificates()); diff != "" {
		t.Errorf("certificates: -want +got\n%s", diff)
	}
	if err := os.Remove(cert); err != nil {
		t.Fatal(err)
	}
	if _, ok := c.Certificates()[bus.ClientCertificate]; ok {
		t.Error("a client's certificate is told of that is no longer in its file")
	}
	cert, key = ca.issue(t, "client")
	for name, o := range map[string]bus.Options{
		"an authority we do not trust": {TLSCert: cert, TLSKey: key},
		"no certificate of ours":       {TLSCA: ca.file},
		"a certificate without a key":  {TLSCA: ca.file, TLSCert: cert},
	} {
		t.Run(name, func(t *testing.T) {
			o.URL = url
			refused(t, o)
		})
	}
}

func TestNKey(t *testing.T) {
	_, public, file := newSeed(t, nkeys.CreateUser)
	_, _, stranger := newSeed(t, nkeys.CreateUser)
	s := startServer(t, listen, func(o *server.Options) { o.Nkeys = []*server.NkeyUser{{Nkey: public}} })
	url := s.srv.ClientURL()
	works(t, s.connect(func(o *bus.Options) { o.InProcess, o.URL, o.NKey = nil, url, file }))
	refused(t, bus.Options{URL: url, NKey: stranger})
	refused(t, bus.Options{URL: url})
	refused(t, bus.Options{URL: url, NKey: filepath.Join(t.TempDir(), "none")})
}

// TestCreds connects with a user's JWT, to a server that trusts only its operator.
func TestCreds(t *testing.T) {
	operator, operatorPublic, _ := newSeed(t, nkeys.CreateOperator)
	account, accountPublic, _ := newSeed(t, nkeys.CreateAccount)
	_, systemPublic, _ := newSeed(t, nkeys.CreateAccount)
	user, userPublic, _ := newSeed(t, nkeys.CreateUser)

	resolver := &server.MemAccResolver{}
	for _, public := range []string{accountPublic, systemPublic} {
		claims := jwt.NewAccountClaims(public)
		if public == accountPublic {
			claims.Limits.JetStreamLimits = jwt.JetStreamLimits{DiskStorage: -1, MemoryStorage: -1, Streams: -1, Consumer: -1}
		}
		token, err := claims.Encode(operator)
		if err != nil {
			t.Fatal(err)
		}
		if err := resolver.Store(public, token); err != nil {
			t.Fatal(err)
		}
	}
	token, err := jwt.NewUserClaims(userPublic).Encode(account)
	if err != nil {
		t.Fatal(err)
	}
	seed, err := user.Seed()
	if err != nil {
		t.Fatal(err)
	}
	creds, err := jwt.FormatUserConfig(token, seed)
	if err != nil {
		t.Fatal(err)
	}
	s := startServer(t, listen, func(o *server.Options) {
		o.TrustedKeys, o.AccountResolver, o.SystemAccount = []string{operatorPublic}, resolver, systemPublic
	})
	url := s.srv.ClientURL()
	works(t, s.connect(func(o *bus.Options) { o.InProcess, o.URL, o.Creds = nil, url, write(t, "user.creds", creds) }))
	refused(t, bus.Options{URL: url})
	refused(t, bus.Options{URL: url, Creds: filepath.Join(t.TempDir(), "none")})
}

func TestConnectSaysWhere(t *testing.T) {
	for _, url := range []string{"nats://127.0.0.1:1", "nats://user:hunter2@127.0.0.1:1,nats://hunter2@127.0.0.1:2"} {
		o := bus.Options{URL: url, Patience: time.Millisecond}
		if _, err := bus.Connect(t.Context(), o); err == nil || !strings.Contains(err.Error(), "127.0.0.1:1") || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: got %v, want where and no secret", url, err)
		}
	}
}

func TestReady(t *testing.T) {
	s, c, _ := river(t, bus.Settings{})
	if err := c.Ready(); err != nil {
		t.Errorf("connected: %v", err)
	}
	s.stop()
	for c.Ready() == nil {
		time.Sleep(time.Millisecond)
	}
	s.start()
	for c.Ready() != nil {
		time.Sleep(time.Millisecond)
	}
	if n := c.Reconnects(); n != 1 {
		t.Errorf("%d reconnects, want 1", n)
	}
	if until := c.Certificates(); len(until) != 0 {
		t.Errorf("without TLS: %v", until)
	}
}

// listen opens a port of the loopback, where a refusal ends at once; through a pipe
// in memory both sides write at once and wait for a deadline.
func listen(o *server.Options) {
	o.DontListen, o.Host, o.Port = false, "127.0.0.1", server.RANDOM_PORT
}

func works(t *testing.T, c *bus.Conn) {
	t.Helper()
	if err := c.Apply(t.Context(), bus.River(bus.Settings{})); err != nil {
		t.Fatal(err)
	}
	put(t, stringsTo(c, "test", bus.EntrySubject), "1")
}

func refused(t *testing.T, o bus.Options) {
	t.Helper()
	o.Patience = 100 * time.Millisecond
	c, err := bus.Connect(t.Context(), o)
	if err == nil {
		t.Error("connected")
		c.Close()
	}
}

// newSeed makes a key pair and a file with its seed.
func newSeed(t *testing.T, create func() (nkeys.KeyPair, error)) (pair nkeys.KeyPair, public, file string) {
	t.Helper()
	pair, err := create()
	if err != nil {
		t.Fatal(err)
	}
	seed, err := pair.Seed()
	if err != nil {
		t.Fatal(err)
	}
	if public, err = pair.PublicKey(); err != nil {
		t.Fatal(err)
	}
	return pair, public, write(t, "seed.nk", seed)
}

// authority signs certificates for 127.0.0.1.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	pool *x509.CertPool
	file string
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "authority"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	a := &authority{cert: cert, key: key, pool: x509.NewCertPool()}
	a.pool.AddCert(cert)
	a.file = writePEM(t, "ca.pem", "CERTIFICATE", der)
	return a
}

// clientUntil is when the certificates of clients run out, long after the rest.
var clientUntil = time.Date(2090, 1, 1, 0, 0, 0, 0, time.UTC)

func (a *authority) issue(t *testing.T, name string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	if name == "client" {
		template.NotAfter = clientUntil
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, private.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return writePEM(t, name+".pem", "CERTIFICATE", der), writePEM(t, name+".key", "PRIVATE KEY", secret)
}

func writePEM(t *testing.T, name, kind string, der []byte) string {
	t.Helper()
	return write(t, name, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

func write(t *testing.T, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
