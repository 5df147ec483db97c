package web

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"syscall"
	"time"
)

// refusal is an address that is not dialled.
type refusal struct {
	addr netip.Addr
	why  string
}

func (r *refusal) Error() string {
	return fmt.Sprintf("%s is %s, which is visited only if --allow names it", r.addr, r.why)
}

// internal are the networks that are no part of the public internet, and those
// that embed an IPv4 address and so could lead to one: the IANA special-purpose
// registries (RFC 6890 and its updates) and the well-known metadata services.
var internal = []struct {
	prefix netip.Prefix
	why    string
}{
	{netip.MustParsePrefix("0.0.0.0/8"), "this network"},
	{netip.MustParsePrefix("10.0.0.0/8"), "private"},
	{netip.MustParsePrefix("100.64.0.0/10"), "shared address space"},
	{netip.MustParsePrefix("127.0.0.0/8"), "loopback"},
	{netip.MustParsePrefix("169.254.0.0/16"), "link-local (cloud metadata among them)"},
	{netip.MustParsePrefix("172.16.0.0/12"), "private"},
	{netip.MustParsePrefix("192.0.0.0/24"), "reserved for protocols"},
	{netip.MustParsePrefix("192.0.2.0/24"), "documentation"},
	{netip.MustParsePrefix("192.88.99.0/24"), "6to4 relay"},
	{netip.MustParsePrefix("192.168.0.0/16"), "private"},
	{netip.MustParsePrefix("198.18.0.0/15"), "benchmarking"},
	{netip.MustParsePrefix("198.51.100.0/24"), "documentation"},
	{netip.MustParsePrefix("203.0.113.0/24"), "documentation"},
	{netip.MustParsePrefix("168.63.129.16/32"), "a cloud's metadata service"},
	{netip.MustParsePrefix("224.0.0.0/4"), "multicast"},
	{netip.MustParsePrefix("240.0.0.0/4"), "reserved"},
	{netip.MustParsePrefix("::/96"), "unspecified, loopback or IPv4-compatible"},
	{netip.MustParsePrefix("64:ff9b::/96"), "NAT64"},
	{netip.MustParsePrefix("64:ff9b:1::/48"), "local NAT64"},
	{netip.MustParsePrefix("100::/64"), "discard-only"},
	{netip.MustParsePrefix("2001::/32"), "Teredo"},
	{netip.MustParsePrefix("2001:2::/48"), "benchmarking"},
	{netip.MustParsePrefix("2001:10::/28"), "ORCHID"},
	{netip.MustParsePrefix("2001:20::/28"), "ORCHID"},
	{netip.MustParsePrefix("2001:db8::/32"), "documentation"},
	{netip.MustParsePrefix("2002::/16"), "6to4"},
	{netip.MustParsePrefix("3fff::/20"), "documentation"},
	{netip.MustParsePrefix("5f00::/16"), "segment routing"},
	{netip.MustParsePrefix("fc00::/7"), "private (cloud metadata among them)"},
	{netip.MustParsePrefix("fe80::/10"), "link-local"},
	{netip.MustParsePrefix("fec0::/10"), "site-local"},
	{netip.MustParsePrefix("ff00::/8"), "multicast"},
}

// Internal returns the networks that are not visited unless an [Allow] names them.
func Internal() []netip.Prefix {
	all := make([]netip.Prefix, len(internal))
	for i, n := range internal {
		all[i] = n.prefix
	}
	return all
}

// Allow is what may be visited although it is inside: for tests and intranets.
// The zero value allows nothing.
type Allow struct {
	hosts    map[string]bool
	networks []netip.Prefix
}

// ParseAllow reads host names, addresses and networks in CIDR notation.
func ParseAllow(list []string) (Allow, error) {
	a := Allow{hosts: map[string]bool{}}
	for _, s := range list {
		if strings.Contains(s, "/") {
			p, err := netip.ParsePrefix(s)
			if err != nil {
				return Allow{}, fmt.Errorf("allow %q: %w", s, err)
			}
			a.networks = append(a.networks, p.Masked())
			continue
		}
		if ip, err := netip.ParseAddr(s); err == nil {
			a.networks = append(a.networks, netip.PrefixFrom(ip, ip.BitLen()))
			continue
		}
		a.hosts[strings.ToLower(strings.TrimSuffix(s, "."))] = true
	}
	return a, nil
}

// Check returns an error when addr lies inside and is not allowed.
func (a Allow) Check(addr netip.Addr) error {
	addr = addr.Unmap().WithZone("")
	if a.names(addr) {
		return nil
	}
	for _, n := range internal {
		if n.prefix.Contains(addr) {
			return &refusal{addr, n.why}
		}
	}
	return nil
}

// names reports whether an address lies in one of the allowed networks.
func (a Allow) names(addr netip.Addr) bool {
	return slices.ContainsFunc(a.networks, func(n netip.Prefix) bool { return n.Contains(addr) })
}

// Dial is a function that connects, as net.Dialer.DialContext does.
type Dial func(ctx context.Context, network, address string) (net.Conn, error)

// dialTimeout bounds one attempt to connect, name resolution included.
const dialTimeout = 15 * time.Second

// guarded returns a Dial that checks every address after it was resolved and
// before anything is sent to it, so that a name that resolves differently the
// second time gains nothing.
func guarded(a Allow) Dial {
	open := net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}
	closed := open
	closed.Control = func(_, address string, _ syscall.RawConn) error {
		ap, err := netip.ParseAddrPort(address)
		if err != nil {
			return fmt.Errorf("dial %s: %w", address, err)
		}
		return a.Check(ap.Addr())
	}
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if host, _, err := net.SplitHostPort(address); err == nil && a.hosts[strings.ToLower(host)] {
			return open.DialContext(ctx, network, address)
		}
		return closed.DialContext(ctx, network, address)
	}
}
