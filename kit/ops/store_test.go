package ops_test

import (
	"context"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/rasad-project/rasad/kit/ops"
	"github.com/rasad-project/rasad/kit/store"
)

// large is a store that answers, and takes too long to add up what it holds.
type large struct{ store.Store }

func (large) Size(context.Context) (store.Size, error) { return store.Size{Bytes: 1 << 40}, nil }

func (large) Counts(context.Context) (*store.Ledger, error) {
	return nil, context.DeadlineExceeded
}

// TestALargeStoreIsNotDown protects the operator from an alarm about a store that
// has only grown.
func TestALargeStoreIsNotDown(t *testing.T) {
	reg := prometheus.NewRegistry()
	reg.MustRegister(ops.Store(large{}))
	want := `
# HELP rasad_store_size_bytes What the store takes up, indexes and logs included.
# TYPE rasad_store_size_bytes gauge
rasad_store_size_bytes 1.099511627776e+12
# HELP rasad_store_up 1 when the store answered at this scrape.
# TYPE rasad_store_up gauge
rasad_store_up 1
`
	if err := testutil.GatherAndCompare(reg, strings.NewReader(want)); err != nil {
		t.Error(err)
	}
}
