package event_test

import (
	"testing"

	"github.com/rasad-project/rasad/services/tagger/event"
)

// article is 2.3 KB as reports are written: a lead, what was said, what came
// before, and what it means to those who live there.
const article = `TEHRAN - Iran's Foreign Minister Hossein Amir-Abdollahian met his Pakistani counterpart Jalil Abbas Jilani in Islamabad on Monday to discuss border security and trade.

During the meeting, the two sides stressed the need to make use of the capacities of the border markets and agreed to set up a joint committee. Jilani said that Pakistan respects the territorial integrity of its neighbour and that terrorism is a common threat which needs a common answer.

The visit comes after a week of tension in which both countries recalled their ambassadors. On January 16, Iran struck what it called bases of an armed group in the province of Balochistan, and two days later Pakistan launched strikes of its own.

Analysts say the region cannot afford another conflict at a time when prices rise and harvests are poor. Farmers in the districts along the frontier have for years lived on small trade in fuel, rice and fruit, and many of them have family on the other side of the line. When the crossings close, as they did for three days this month, lorries queue for kilometres and what they carry spoils in the heat.

A customs clerk who asked not to be named said some forty lorries had turned back before the gates were opened again. The price of tomatoes doubled in the bazaar and fell as fast when the first loads arrived, he said. Shopkeepers had learnt to keep no more stock than they could sell within a day.

The foreign minister is to meet the prime minister on Tuesday before he returns to Tehran. A spokesman said the talks would also touch on the long delayed gas pipeline, of which the Iranian part was finished years ago, and on the electricity that the coastal towns have bought across the border since their own lines were damaged in a storm. No agreement on either is expected this week.

Officials on both sides have spoken of a new beginning before. A hotline between the border posts, announced with some ceremony a few years ago, was out of use within months, and a plan for six more markets has so far produced three. Still, those who trade here would rather count what was opened than what was promised, said the head of the local chamber of commerce, whose members lost a good part of the winter's income. They have asked for longer opening hours, a second weighbridge and a single form in place of the nine.`

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
