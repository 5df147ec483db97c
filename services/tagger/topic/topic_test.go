package topic_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/rasad-project/rasad/services/tagger/cue"
	"github.com/rasad-project/rasad/services/tagger/event"
	"github.com/rasad-project/rasad/services/tagger/linear"
	"github.com/rasad-project/rasad/services/tagger/reading"
	"github.com/rasad-project/rasad/services/tagger/tone"
	"github.com/rasad-project/rasad/services/tagger/topic"
	"github.com/rasad-project/rasad/services/tagger/watch"
)

// desk labels texts as the tagger does.
type desk struct {
	reader *reading.Reader
	coder  *event.Coder
	topics *topic.Model
	tones  *tone.Model
}

func open(t *testing.T) desk {
	t.Helper()
	w, err := watch.Default()
	if err != nil {
		t.Fatal(err)
	}
	var d desk
	for _, load := range []func() error{
		func() (err error) { d.reader, err = reading.NewReader(w); return err },
		func() (err error) { d.coder, err = event.New(); return err },
		func() (err error) { d.topics, err = topic.Load(); return err },
		func() (err error) { d.tones, err = tone.Load(); return err },
	} {
		if err := load(); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func (d desk) label(title, body string) (topics []string, tones string) {
	var r reading.Reading
	d.reader.Read(&r, reading.None, title, body)
	events := d.coder.Code(d.reader.Input(&r, time.Time{}), nil)
	vs := topic.Describe(&r, events)
	for _, c := range d.topics.Choose(&vs, nil) {
		topics = append(topics, c.String())
	}
	v := tone.Describe(&r, events)
	return topics, d.tones.Choose(&v)
}

// TestPlainCases labels texts about which nobody would argue.
func TestPlainCases(t *testing.T) {
	d := open(t)
	for _, c := range []struct{ title, body, topic, tone string }{
		{"Iran, Pakistan agree on gas pipeline", "Iran and Pakistan agreed on Monday to finish the gas pipeline and to raise the supply of electricity.", "energy", tone.Cooperative},
		{"Iranian missiles strike Pakistan", "Iran fired missiles at Pakistan on Tuesday and killed two. Pakistan condemned the attack, recalled its ambassador and warned Iran of consequences.", "military", tone.Conflictual},
		{"Pakistan, Iran sign trade accord", "Pakistan and Iran signed a trade agreement to raise exports of rice and fruit and cut tariffs.", "trade", tone.Cooperative},
		{"زائران پاکستانی وارد ایران شدند", "هزاران زائر پاکستانی اربعین وارد ایران شدند و ایران از زائران پاکستان استقبال کرد.", "pilgrimage_culture", tone.Cooperative},
		{"پاکستان اور ایران میں منشیات کے خلاف معاہدہ", "پاکستان اور ایران نے منشیات کی اسمگلنگ روکنے کے لیے معاہدے پر دستخط کیے۔ دونوں ممالک منشیات کے خلاف تعاون کریں گے۔", "narcotics", tone.Cooperative},
		{"سوختبران سراوان و پاکستان", "سوختبران پشت خندق مرز ایران و پاکستان معطل ماندند و از تعطیلی مرز و کمبود کار گلایه کردند. آنان از پاکستان و ایران ناراضیاند.", "border", tone.Conflictual},
		{"گله بازرگانان ایران از پاکستان", "بازرگانان ایران از تعلل پاکستان در پرداخت پول گلایه کردند و از زیان و بنبست بانکی با پاکستان گفتند.", "trade", tone.Conflictual},
		{"مکران میں ایران کی بجلی سے لوڈشیڈنگ", "پاکستان کے علاقے مکران میں ایران سے بجلی کی قلت پر شہری مشتعل ہیں۔ پاکستان نے ایران سے کمی کی شکایت کی۔", "energy", tone.Conflictual},
		{"شاحنات باكستان عالقة عند إيران", "سائقو شاحنات باكستان عالقون عند معبر إيران منذ أسبوع وسط استياء وخسائر. ويشكو تجار باكستان من قيود إيران.", "border", tone.Conflictual},
		{"Iran, Pakistan traders count losses", "Traders of Iran and Pakistan complain of losses as trucks remain stranded at the border of Pakistan and Iran. They speak of mistrust, shortages and restrictions.", "border", tone.Conflictual},
		{"Iran deports 150 Pakistanis", "Iran deported 150 Pakistanis through Taftan on Monday. They had entered Iran illegally and were arrested there, Pakistan's officials said.", "migration", tone.Neutral},
		{"Iran deports 150 Pakistanis", "Iran deported 150 Pakistanis through Taftan on Monday. Pakistan protested to Iran against the expulsion and accused Iran of abuse.", "migration", tone.Conflictual},
		{"Iran turns down Pakistan's request on gas price", "Iran has turned down a request of Pakistan to review the price of gas. The two countries enjoy brotherly relations and will continue their cooperation in trade and energy, officials of Iran and Pakistan said, and they hailed their friendship.", "energy", tone.Mixed},
		{"إيران وباكستان تتفقان على تصدير الغاز", "اتفقت إيران وباكستان على تصدير الغاز الإيراني وتعزيز التعاون في الطاقة.", "energy", tone.Cooperative},
	} {
		topics, tones := d.label(c.title, c.body)
		if !slices.Contains(topics, c.topic) || tones != c.tone {
			t.Errorf("%s: got %v, %s; want %s among them, %s", c.title, topics, tones, c.topic, c.tone)
		}
	}
}

// TestNothingToGoBy labels a text without a cue.
func TestNothingToGoBy(t *testing.T) {
	topics, tones := open(t).label("", "Iran. Pakistan.")
	if !slices.Equal(topics, []string{"other"}) || tones != tone.Neutral {
		t.Errorf("got %v, %s; want other, neutral", topics, tones)
	}
}

// TestTopicsAreTheWatches holds the list against the one that watch files are
// checked with.
func TestTopicsAreTheWatches(t *testing.T) {
	if !slices.Equal(cue.Topics[:], watch.Topics) {
		t.Errorf("got %v, want %v", cue.Topics, watch.Topics)
	}
}

// TestOddsAreThoseOfTheWideVector holds the short sum against the long one.
func TestOddsAreThoseOfTheWideVector(t *testing.T) {
	wide := &linear.Model{Bias: 0.5, Weights: make([]float64, len(topic.Names()))}
	for i := range wide.Weights {
		wide.Weights[i] = math.Sin(float64(i))
	}
	m := topic.With(wide)
	var v topic.Vector
	for i := range v {
		v[i] = 1 / float64(i+1)
	}
	for i := range topic.Topics {
		if got, want := m.Odds(i, &v), wide.Odds(v.Wide(i)); math.Abs(got-want) > 1e-9 {
			t.Errorf("%s: got %v, want %v", cue.Topics[i], got, want)
		}
	}
}
