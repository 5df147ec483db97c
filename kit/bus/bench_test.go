//go:build unix

package bus_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/bus/busbench"
)

// BenchmarkThreeHops measures the CPU time, server included, of a message's way
// through three streams: bare, and with everything this package and kit/stage
// add. The mark is that the second is at most 1.3 times the first.
func BenchmarkThreeHops(b *testing.B) {
	for _, size := range []int{4 << 10, 20 << 10, 40 << 10} {
		for _, way := range []struct {
			name string
			run  func(context.Context, *bus.Conn, bus.Topology, busbench.Load) error
		}{{"bare", busbench.Bare}, {"staged", busbench.Staged}} {
			for _, tcp := range []bool{false, true} {
				b.Run(fmt.Sprintf("%dKB/%s/tcp=%t", size>>10, way.name, tcp), func(b *testing.B) {
					c, top := benchRiver(b, tcp)
					load := busbench.Load{Run: "r", Payloads: texts(size), N: b.N}
					before := cpu()
					b.ResetTimer()
					if err := way.run(b.Context(), c, top, load); err != nil {
						b.Fatal(err)
					}
					b.ReportMetric(float64((cpu()-before).Microseconds())/float64(b.N), "cpu-us/op")
				})
			}
		}
	}
}

func benchRiver(b *testing.B, tcp bool) (*bus.Conn, bus.Topology) {
	s := startServer(b, func(o *server.Options) {
		if tcp {
			listen(o)
		}
	})
	c := s.connect(func(o *bus.Options) {
		o.Log = nil
		if tcp {
			o.InProcess, o.URL = nil, s.srv.ClientURL()
		}
	})
	top := bus.River(bus.Settings{})
	if err := c.Apply(b.Context(), top); err != nil {
		b.Fatal(err)
	}
	return c, top
}

// cpu returns the processor time this process has used.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// texts returns payloads of about size bytes that compress as news does: words
// drawn by Zipf's law from a vocabulary of 4,000.
func texts(size int) [][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	words := make([]string, 4000)
	for i := range words {
		b := make([]byte, 2+r.IntN(9))
		for j := range b {
			b[j] = byte('a' + r.IntN(26))
		}
		words[i] = string(b)
	}
	zipf := rand.NewZipf(r, 1.1, 4, uint64(len(words)-1))
	out := make([][]byte, 64)
	for i := range out {
		var s strings.Builder
		for s.Len() < size {
			s.WriteString(words[zipf.Uint64()])
			s.WriteByte(' ')
		}
		out[i] = []byte(s.String()[:size])
	}
	return out
}
