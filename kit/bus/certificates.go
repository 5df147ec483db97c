package bus

import (
	"crypto/tls"
	"crypto/x509"
	"time"
)

// The certificates that a connection stands on.
const (
	ServerCertificate = "nats_server"
	ClientCertificate = "nats_client"
)

// Certificates returns until when each certificate of the connection holds: of
// the server's chain, as it was shown last, the one that runs out first, and of
// ours the one in its file now, which the next connection shows. It is empty
// without TLS, and what cannot be read is left out: a connection says why when it
// fails.
func (c *Conn) Certificates() map[string]time.Time {
	all := map[string]time.Time{}
	if state, err := c.nc.TLSConnectionState(); err == nil {
		earliest(all, ServerCertificate, state.PeerCertificates)
	}
	if c.clientCert == "" {
		return all
	}
	if pair, err := tls.LoadX509KeyPair(c.clientCert, c.clientKey); err == nil {
		earliest(all, ClientCertificate, []*x509.Certificate{pair.Leaf})
	}
	return all
}

func earliest(all map[string]time.Time, name string, chain []*x509.Certificate) {
	for _, cert := range chain {
		if first, ok := all[name]; !ok || cert.NotAfter.Before(first) {
			all[name] = cert.NotAfter
		}
	}
}

// Reconnects returns how often the connection was lost and made again.
func (c *Conn) Reconnects() uint64 { return c.nc.Stats().Reconnects }
