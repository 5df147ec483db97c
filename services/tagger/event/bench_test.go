package event_test

import (
	"strings"
	"testing"

	"github.com/rasad-project/rasad/services/tagger/event"
)

// article is 2.4 KB of a report as they are written: a lead, what was said, and
// what came before.
var article = strings.Repeat(`TEHRAN - Iran's Foreign Minister Hossein Amir-Abdollahian met his Pakistani counterpart Jalil Abbas Jilani in Islamabad on Monday to discuss border security and trade.

During the meeting, the two sides stressed the need to make use of the capacities of the border markets and agreed to set up a joint committee. Jilani said that Pakistan respects the territorial integrity of its neighbour and that terrorism is a common threat which needs a common answer.

The visit comes after a week of tension in which both countries recalled their ambassadors. On January 16, Iran struck what it called bases of an armed group in the province of Balochistan, and two days later Pakistan launched strikes of its own.

Analysts say the region cannot afford another conflict at a time when prices rise and harvests are poor. Farmers in the districts along the frontier have for years lived on small trade in fuel, rice and fruit, and many of them have family on the other side of the line.
`, 3)[:2400]

func BenchmarkCode(b *testing.B) {
	k := newDesk(b, "testdata/watch.yaml")
	in := k.input("Iran's foreign minister arrives in Islamabad", article)
	var dst []event.Event
	b.ReportAllocs()
	b.SetBytes(int64(len(article)))
	for b.Loop() {
		dst = k.coder.Code(in, dst[:0])
	}
}
