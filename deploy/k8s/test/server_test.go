package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// cluster is an API server on an etcd of its own: no controllers and no nodes, so
// what is applied is taken or refused, and nothing comes of it.
type cluster struct{ config string }

// assets is the folder with etcd, kube-apiserver and kubectl.
const assets = "KUBEBUILDER_ASSETS"

// start starts one for the test, on ports of this machine that nobody else has.
func start(t *testing.T) *cluster {
	t.Helper()
	bin := os.Getenv(assets)
	if bin == "" {
		t.Skipf("needs a Kubernetes API server: set %s to a folder with etcd, kube-apiserver and kubectl", assets)
	}
	dir, ports := t.TempDir(), freePorts(t, 3)
	url := func(i int) string { return fmt.Sprintf("http://127.0.0.1:%d", ports[i]) }
	serve(t, dir, filepath.Join(bin, "etcd"), "--data-dir", filepath.Join(dir, "etcd"), "--unsafe-no-fsync",
		"--listen-client-urls", url(0), "--advertise-client-urls", url(0),
		"--listen-peer-urls", url(1), "--initial-advertise-peer-urls", url(1), "--initial-cluster", "default="+url(1))
	keyFile, tokens := filepath.Join(dir, "accounts.key"), filepath.Join(dir, "tokens.csv")
	writeKey(t, keyFile)
	write(t, tokens, "test,admin,1,system:masters\n")
	serve(t, dir, filepath.Join(bin, "kube-apiserver"), "--etcd-servers", url(0), "--bind-address", "127.0.0.1", "--secure-port", fmt.Sprint(ports[2]),
		"--cert-dir", filepath.Join(dir, "certificates"), "--service-cluster-ip-range", "10.0.0.0/24", "--authorization-mode", "RBAC", "--token-auth-file", tokens,
		"--service-account-issuer", "https://rasad.test", "--service-account-key-file", keyFile, "--service-account-signing-key-file", keyFile)
	c := &cluster{config: filepath.Join(dir, "kubeconfig")}
	write(t, c.config, fmt.Sprintf(`apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
users: [{name: test, user: {token: test}}]
contexts: [{name: test, context: {cluster: test, user: test}}]
current-context: test
`, ports[2]))
	for range 1200 {
		if _, _, err := c.try("", "get", "--raw", "/readyz"); err == nil {
			return c
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatal("the API server is not ready; its log is " + filepath.Join(dir, "kube-apiserver.log"))
	return nil
}

// serve runs a server until the test ends.
func serve(t *testing.T, dir, program string, args ...string) {
	t.Helper()
	log, err := os.Create(filepath.Join(dir, filepath.Base(program)+".log"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, args...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		log.Close()
	})
}

// try runs kubectl with stdin.
func (c *cluster) try(stdin string, args ...string) (stdout, stderr string, err error) {
	cmd := kubectl(append([]string{"--kubeconfig", c.config, "--cache-dir", filepath.Join(filepath.Dir(c.config), "cache")}, args...)...)
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &errs
	err = cmd.Run()
	return out.String(), errs.String(), err
}

// must is try where neither an error nor a warning is taken.
func (c *cluster) must(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	out, errs, err := c.try(stdin, args...)
	if err != nil || errs != "" {
		t.Fatalf("kubectl %s: %v\n%s", strings.Join(args, " "), err, errs)
	}
	return out
}

func writeKey(t *testing.T, path string) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path, string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der})))
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

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

// errNothing is about a list that should not be empty: a check of nothing checks
// nothing.
var errNothing = errors.New("there is nothing to check")
