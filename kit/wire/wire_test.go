package wire_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/wire"
	"github.com/rasad-project/rasad/kit/wire/newspb"
)

// FuzzRoundTrip fills every field of a verdict, and of the article and entry in
// it, from a seed; what comes back is what went in.
func FuzzRoundTrip(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, 0.5)
	}
	f.Add(uint64(0), 0.0)
	f.Add(uint64(1), 1.0)
	f.Fuzz(func(t *testing.T, seed uint64, fullness float64) {
		var v news.Verdict
		filler{rand.New(rand.NewPCG(seed, 1)), fullness}.fill(reflect.ValueOf(&v).Elem())
		same(t, &v, wire.MarshalVerdict, wire.UnmarshalVerdict)
		same(t, &v.Article, wire.MarshalArticle, wire.UnmarshalArticle)
		same(t, &v.Article.Entry, wire.MarshalEntry, wire.UnmarshalEntry)
	})
}

// FuzzUnmarshal reads any bytes: an error or a value, which then comes back.
func FuzzUnmarshal(f *testing.F) {
	var v news.Verdict
	filler{rand.New(rand.NewPCG(1, 1)), 0.2}.fill(reflect.ValueOf(&v).Elem())
	b, err := wire.MarshalVerdict(&v)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		v, err := wire.UnmarshalVerdict(b)
		if err != nil {
			return
		}
		if !inRange(v) {
			t.Skip("a time that no calendar has")
		}
		same(t, v, wire.MarshalVerdict, wire.UnmarshalVerdict)
	})
}

// inRange reports whether the times of v are ones that protobuf promises to carry
// (years 1 to 9999).
func inRange(v *news.Verdict) bool {
	for _, t := range []time.Time{v.Tagged, v.Article.Published.Time, v.Article.Modified.Time, v.Article.Entry.Seen, v.Article.Entry.Published.Time, v.Article.Entry.Updated.Time} {
		if t.Year() < 1 || t.Year() > 9999 {
			return false
		}
	}
	p := v.Article.Entry.Page
	return p == nil || p.Fetched.Year() >= 1 && p.Fetched.Year() <= 9999
}

// TestNoFieldIsForgotten fills everything and looks at each field on its own, so
// that a field added to the vocabulary and not to the wire is named.
func TestNoFieldIsForgotten(t *testing.T) {
	var v news.Verdict
	filler{rand.New(rand.NewPCG(7, 7)), 1}.fill(reflect.ValueOf(&v).Elem())
	b, err := wire.MarshalVerdict(&v)
	if err != nil {
		t.Fatal(err)
	}
	back, err := wire.UnmarshalVerdict(b)
	if err != nil {
		t.Fatal(err)
	}
	eachField(reflect.ValueOf(*back), "Verdict", func(path string, f reflect.Value) {
		if !f.IsValid() || f.IsZero() {
			t.Errorf("%s does not exist or did not come back", path)
		}
	})
}

func eachField(v reflect.Value, path string, do func(string, reflect.Value)) {
	do(path, v)
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
	case v.Kind() == reflect.Struct:
		do(path+".Unknown", v.FieldByName("Unknown"))
		for i := range v.NumField() {
			eachField(v.Field(i), path+"."+v.Type().Field(i).Name, do)
		}
	case v.Kind() == reflect.Pointer:
		eachField(v.Elem(), path, do)
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() != reflect.Uint8:
		for i := range v.Len() {
			eachField(v.Index(i), fmt.Sprintf("%s[%d]", path, i), do)
		}
	}
}

// TestANewerVersionsFieldsSurvive sends a message with fields that this version
// does not know, at the top and inside, through a stage that changes another.
func TestANewerVersionsFieldsSurvive(t *testing.T) {
	newField := func(n protowire.Number, s string) []byte {
		return protowire.AppendString(protowire.AppendTag(nil, n, protowire.BytesType), s)
	}
	inside := func(n protowire.Number, m []byte) []byte {
		return protowire.AppendBytes(protowire.AppendTag(nil, n, protowire.BytesType), m)
	}
	date := append(newField(3, "day"), newField(800, "calendar")...)
	feed := append(newField(1, "feed-1"), newField(801, "paywall")...)
	entry := append(append(append(newField(1, "id-1"), inside(4, feed)...), inside(13, date)...), newField(802, "entry")...)
	block := append(newField(1, "One."), newField(803, "block")...)
	article := append(append(append(inside(1, entry), inside(10, block)...), inside(7, newField(804, "dateline"))...), newField(805, "article")...)

	a, err := wire.UnmarshalArticle(article)
	if err != nil {
		t.Fatal(err)
	}
	a.Title = "changed"
	b, err := wire.MarshalVerdict(&news.Verdict{Article: *a})
	if err != nil {
		t.Fatal(err)
	}
	v, err := wire.UnmarshalVerdict(b)
	if err != nil {
		t.Fatal(err)
	}
	for n, got := range map[protowire.Number][]byte{
		800: v.Article.Entry.Published.Unknown, 801: v.Article.Entry.Feed.Unknown, 802: v.Article.Entry.Unknown,
		803: v.Article.Blocks[0].Unknown, 804: v.Article.Dateline.Unknown, 805: v.Article.Unknown,
	} {
		if num, _, size := protowire.ConsumeField(got); num != n || size != len(got) {
			t.Errorf("field %d: got %q", n, got)
		}
	}
	if v.Article.Title != "changed" || v.Article.Entry.ID != "id-1" {
		t.Errorf("known fields: got %q, %q", v.Article.Title, v.Article.Entry.ID)
	}
}

// TestEveryMessageCarriesWhatItDoesNotKnow adds a field of a newer version to every
// message of a verdict; passed on by this version it is the same message.
func TestEveryMessageCarriesWhatItDoesNotKnow(t *testing.T) {
	var v news.Verdict
	filler{rand.New(rand.NewPCG(3, 3)), 1}.fill(reflect.ValueOf(&v).Elem())
	b, err := wire.MarshalVerdict(&v)
	if err != nil {
		t.Fatal(err)
	}
	newer := &newspb.Verdict{}
	if err := proto.Unmarshal(b, newer); err != nil {
		t.Fatal(err)
	}
	number, kinds := protowire.Number(1000), map[protoreflect.FullName]bool{}
	eachMessage(newer.ProtoReflect(), func(m protoreflect.Message) {
		if m.Descriptor().ParentFile().Package() != "rasad.news.v1" {
			return
		}
		number++
		kinds[m.Descriptor().FullName()] = true
		m.SetUnknown(protowire.AppendVarint(protowire.AppendTag(nil, number, protowire.VarintType), uint64(number)))
	})
	if all := newspb.File_rasad_news_v1_news_proto.Messages().Len(); len(kinds) != all {
		t.Errorf("a verdict has %d kinds of messages, want all %d", len(kinds), all)
	}
	sent, err := proto.Marshal(newer)
	if err != nil {
		t.Fatal(err)
	}
	through, err := wire.UnmarshalVerdict(sent)
	if err != nil {
		t.Fatal(err)
	}
	passed, err := wire.MarshalVerdict(through)
	if err != nil {
		t.Fatal(err)
	}
	got := &newspb.Verdict{}
	if err := proto.Unmarshal(passed, got); err != nil {
		t.Fatal(err)
	}
	if !proto.Equal(newer, got) {
		t.Errorf("sent %v\npassed on %v", newer, got)
	}
}

func eachMessage(m protoreflect.Message, do func(protoreflect.Message)) {
	do(m)
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		switch {
		case f.Message() == nil:
		case f.IsList():
			for i := range v.List().Len() {
				eachMessage(v.List().Get(i).Message(), do)
			}
		default:
			eachMessage(v.Message(), do)
		}
		return true
	})
}

func TestWhatIsNotProtobufIsAnError(t *testing.T) {
	if _, err := wire.UnmarshalEntry([]byte("\xff\xff")); err == nil {
		t.Error("no error")
	}
	if _, err := wire.MarshalEntry(&news.Entry{Title: "\xff"}); err == nil {
		t.Error("a title that is not UTF-8: no error")
	}
}

func same[T any](t *testing.T, v *T, marshal func(*T) ([]byte, error), unmarshal func([]byte) (*T, error)) {
	t.Helper()
	b, err := marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	back, err := unmarshal(b)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(v, back, cmpopts.EquateEmpty(), cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("-in +out:\n%s", diff)
	}
	again, err := marshal(back)
	if err != nil || string(again) != string(b) {
		t.Errorf("encoded again it differs: %d and %d bytes, %v", len(b), len(again), err)
	}
}

// filler fills values at random; fullness is the share of fields that are set.
type filler struct {
	*rand.Rand
	fullness float64
}

func (f filler) fill(v reflect.Value) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		zone := time.UTC
		if f.IntN(2) == 0 {
			zone = time.FixedZone("", 60*(1+f.IntN(14*60)))
		}
		v.Set(reflect.ValueOf(time.Unix(1+f.Int64N(4e9), f.Int64N(1e9)).In(zone)))
		return
	}
	if v.Kind() != reflect.Struct && f.Float64() > f.fullness {
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f.field(v, i)
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
	case reflect.Slice:
		f.slice(v)
	case reflect.String:
		v.SetString(f.word())
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(1 + f.Int64N(math.MaxInt32))
	case reflect.Float64:
		v.SetFloat(f.Float64() + math.SmallestNonzeroFloat64)
	default:
		panic("no filling for " + v.Type().String())
	}
}

// field fills field i of v. Unknown is made of whole fields; a time that must be
// in UTC is.
func (f filler) field(v reflect.Value, i int) {
	switch name := v.Type().Field(i).Name; {
	case name == "Unknown":
		if f.Float64() < f.fullness {
			v.Field(i).SetBytes(protowire.AppendVarint(protowire.AppendTag(nil, 900, protowire.VarintType), f.Uint64()))
		}
	default:
		f.fill(v.Field(i))
		if at, ok := v.Field(i).Interface().(time.Time); ok && name != "Time" {
			v.Field(i).Set(reflect.ValueOf(at.UTC()))
		}
	}
}

func (f filler) slice(v reflect.Value) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		v.SetBytes([]byte(f.word()))
		return
	}
	n := 1 + f.IntN(3)
	v.Set(reflect.MakeSlice(v.Type(), n, n))
	whole := filler{f.Rand, max(f.fullness, 0.01)}
	for i := range n {
		whole.fill(v.Index(i))
	}
}

func (f filler) word() string {
	const letters = "abcdefg ایرانپاکستان\n€𝄞"
	rs := []rune(letters)
	out := make([]rune, 1+f.IntN(12))
	for i := range out {
		out[i] = rs[f.IntN(len(rs))]
	}
	return string(out)
}

// BenchmarkRoundTrip carries an entry with its page of 40 KB, and an article of 3 KB
// with its verdict, there and back.
func BenchmarkRoundTrip(b *testing.B) {
	paragraph := strings.Repeat("Words of usual length about two countries. ", 12)
	entry := news.Entry{
		ID: "0123456789abcdef0123456789abcdef", Title: "A title about two countries", Seen: time.Unix(1.7e9, 0).UTC(),
		Feed: news.Feed{ID: "news-example-0a1b2c3d", URL: "https://news.example/rss"}, Page: &news.Page{Body: make([]byte, 40<<10)},
	}
	b.Run("entry", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m, err := wire.MarshalEntry(&entry)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := wire.UnmarshalEntry(m); err != nil {
				b.Fatal(err)
			}
		}
	})
	verdict := news.Verdict{
		Relevant: true, Topics: []string{"border", "trade"}, Events: make([]news.Event, 3), Evidence: make([]news.Evidence, 6),
		Article: news.Article{Title: entry.Title, Blocks: make([]news.Block, 6)},
	}
	verdict.Article.Entry = entry
	verdict.Article.Entry.Page = nil
	for i := range verdict.Article.Blocks {
		verdict.Article.Blocks[i].Text = paragraph
	}
	b.Run("verdict", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			m, err := wire.MarshalVerdict(&verdict)
			if err != nil {
				b.Fatal(err)
			}
			if _, err := wire.UnmarshalVerdict(m); err != nil {
				b.Fatal(err)
			}
		}
	})
}
