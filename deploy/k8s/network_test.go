// Package k8s holds the manifests to the code that they deploy. What needs an API
// server is in the module test, what needs NATS in secrets.
package k8s

import (
	"cmp"
	"net/netip"
	"os"
	"regexp"
	"slices"
	"testing"

	"github.com/rasad-project/rasad/services/fetcher/web"
)

// TestTheNetworkRefusesWhatTheFetcherDoes: the policy that opens the internet to it
// leaves out the networks that it does not dial, so that neither a fault in it nor
// one in the network alone opens ours.
func TestTheNetworkRefusesWhatTheFetcherDoes(t *testing.T) {
	b, err := os.ReadFile("base/network.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var got []netip.Prefix
	for _, m := range regexp.MustCompile(`(?m)^ +- ([0-9a-f.:]+/[0-9]+)$`).FindAllSubmatch(b, -1) {
		got = append(got, netip.MustParsePrefix(string(m[1])))
	}
	want := web.Internal()
	order := func(a, b netip.Prefix) int {
		return cmp.Or(a.Addr().Compare(b.Addr()), cmp.Compare(a.Bits(), b.Bits()))
	}
	slices.SortFunc(got, order)
	slices.SortFunc(want, order)
	if !slices.Equal(got, want) {
		t.Errorf("the policy leaves out\n%v\nand the fetcher refuses\n%v", got, want)
	}
}
