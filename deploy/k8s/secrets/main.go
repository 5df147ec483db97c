// Command secrets makes what the cluster overlay must not find in a repository: an
// nkey for each user of NATS, and certificates under an authority whose key is
// forgotten when the command ends. It writes Secrets for kubectl; each run makes
// all of them anew.
//
//	go run ./deploy/k8s/secrets | kubectl apply --server-side -f -
//
// A certificate is renewed by making all anew, which is also how keys are changed:
// then the StatefulSet nats is restarted, and the Deployments after it.
package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"flag"
	"fmt"
	"io"
	"math/big"
	"os"
	"strings"
	"time"

	"github.com/nats-io/nkeys"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "secrets:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("secrets", flag.ContinueOnError)
	namespace := flags.String("namespace", "rasad", "the `NAMESPACE` that Rasad runs in")
	withTLS := flags.Bool("tls", true, "make certificates; not where the component cert-manager does")
	days := flags.Int("days", 365, "how many `DAYS` the certificates are good for")
	if err := flags.Parse(args); err != nil {
		return err
	}
	secrets, err := newUsers()
	if err != nil {
		return err
	}
	if *withTLS {
		tls, err := newTLS(*namespace, time.Duration(*days)*24*time.Hour)
		if err != nil {
			return err
		}
		secrets = append(secrets, tls)
	}
	return printAll(stdout, secrets, *namespace)
}

// users are those that deploy/k8s/overlays/cluster/nats/users.conf knows.
var users = []string{"fetcher", "cleaner", "tagger", "migrate", "operator", "reader"}

// secret is the name of a Secret and what is in it.
type secret struct {
	name string
	data map[string]string
}

// newUsers makes an nkey for each user: the seeds, each in a Secret of its own,
// and the public keys in one, as the environment of the servers.
func newUsers() ([]secret, error) {
	public := secret{"nats-users", map[string]string{}}
	var all []secret
	for _, user := range users {
		pair, err := nkeys.CreateUser()
		if err != nil {
			return nil, err
		}
		seed, err := pair.Seed()
		if err != nil {
			return nil, err
		}
		key, err := pair.PublicKey()
		if err != nil {
			return nil, err
		}
		all = append(all, secret{"nats-" + user, map[string]string{"seed": string(seed)}})
		public.data["NKEY_"+strings.ToUpper(user)] = key
	}
	return append(all, public), nil
}

// newTLS makes an authority and the certificate that the servers of NATS show to
// clients and to one another.
func newTLS(namespace string, valid time.Duration) (secret, error) {
	authority, authorityKey, err := certificate(&x509.Certificate{
		Subject: pkix.Name{CommonName: "rasad nats authority"}, IsCA: true, BasicConstraintsValid: true, MaxPathLenZero: true,
		KeyUsage: x509.KeyUsageCertSign,
	}, nil, nil, valid)
	if err != nil {
		return secret{}, err
	}
	own, ownKey, err := certificate(&x509.Certificate{
		Subject: pkix.Name{CommonName: "nats"}, DNSNames: names(namespace),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}, authority, authorityKey, valid)
	if err != nil {
		return secret{}, err
	}
	key, err := x509.MarshalPKCS8PrivateKey(ownKey)
	if err != nil {
		return secret{}, err
	}
	return secret{"nats-tls", map[string]string{
		"ca.crt": encode("CERTIFICATE", authority.Raw), "tls.crt": encode("CERTIFICATE", own.Raw), "tls.key": encode("PRIVATE KEY", key),
	}}, nil
}

// names are those by which clients and servers reach a server of NATS. A person
// reaches it as localhost, through kubectl port-forward.
func names(namespace string) []string {
	all := []string{"localhost"}
	for _, service := range []string{"nats", "*.nats-headless"} {
		for _, below := range []string{"", "." + namespace, "." + namespace + ".svc", "." + namespace + ".svc.cluster.local"} {
			all = append(all, service+below)
		}
	}
	return all
}

// certificate makes a key and signs what c says about it, with its own key where
// there is no authority.
func certificate(c, authority *x509.Certificate, authorityKey *ecdsa.PrivateKey, valid time.Duration) (*x509.Certificate, *ecdsa.PrivateKey, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, nil, err
	}
	if c.SerialNumber, err = rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 127)); err != nil {
		return nil, nil, err
	}
	c.NotBefore = time.Now().Add(-time.Hour) // for clocks that are behind
	c.NotAfter = time.Now().Add(valid)
	if authority == nil {
		authority, authorityKey = c, key
	}
	der, err := x509.CreateCertificate(rand.Reader, c, authority, &key.PublicKey, authorityKey)
	if err != nil {
		return nil, nil, err
	}
	signed, err := x509.ParseCertificate(der)
	return signed, key, err
}

func encode(kind string, der []byte) string {
	return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}))
}

// printAll writes secrets as one List.
func printAll(w io.Writer, secrets []secret, namespace string) error {
	items := make([]any, len(secrets))
	for i, s := range secrets {
		items[i] = map[string]any{
			"apiVersion": "v1", "kind": "Secret", "type": "Opaque", "stringData": s.data,
			"metadata": map[string]string{"name": s.name, "namespace": namespace},
		}
	}
	list := json.NewEncoder(w)
	list.SetIndent("", "  ")
	return list.Encode(map[string]any{"apiVersion": "v1", "kind": "List", "items": items})
}
