package bus_test

import (
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/stage"
	"github.com/rasad-project/rasad/kit/stage/stagetest"
)

func TestBusIsAPair(t *testing.T) {
	stagetest.Run(t, func(t *testing.T) stagetest.Pair {
		const ackWait = 2 * time.Second
		s, c, top := river(t, bus.Settings{AckWait: ackWait})
		return stagetest.Pair{
			Sink:    stringsTo(c, "test", bus.EntrySubject),
			Open:    func() stage.Source[string] { return stringsFrom(c, top.Consumer("cleaner")) },
			AckWait: ackWait,
			Restart: s.restart,
			Poison: func(id string) {
				m := &nats.Msg{Subject: bus.EntrySubject + "example-1", Header: nats.Header{}, Data: []byte("\x00bad")}
				m.Header.Set("ce-subject", id)
				if _, err := c.JetStream().PublishMsg(t.Context(), m); err != nil {
					t.Fatal(err)
				}
			},
			Big: 3 << 20,
		}
	})
}
