package wire

import (
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/wire/newspb"
)

func entryOut(e *news.Entry) *newspb.Entry {
	return with(&newspb.Entry{
		Id: e.ID, Revision: e.Revision, Change: e.Change, Feed: feedOut(&e.Feed), Guid: e.GUID, Url: e.URL,
		Title: e.Title, Summary: e.Summary, Content: e.Content, Author: e.Author, Categories: e.Categories,
		Enclosures: each(e.Enclosures, enclosureOut), Published: dateOut(e.Published), Updated: dateOut(e.Updated),
		Seen: timeOut(e.Seen), Page: pageOut(e.Page), Repairs: e.Repairs,
	}, e.Unknown)
}

func entryIn(m *newspb.Entry) *news.Entry {
	return &news.Entry{
		ID: m.GetId(), Revision: m.GetRevision(), Change: m.GetChange(), Feed: feedIn(m.GetFeed()), GUID: m.GetGuid(), URL: m.GetUrl(),
		Title: m.GetTitle(), Summary: m.GetSummary(), Content: m.GetContent(), Author: m.GetAuthor(), Categories: m.GetCategories(),
		Enclosures: each(m.GetEnclosures(), enclosureIn), Published: dateIn(m.GetPublished()), Updated: dateIn(m.GetUpdated()),
		Seen: timeIn(m.GetSeen()), Page: pageIn(m.GetPage()), Repairs: m.GetRepairs(), Unknown: unknown(m),
	}
}

func feedOut(f *news.Feed) *newspb.Feed {
	return with(&newspb.Feed{
		Id: f.ID, Url: f.URL, Title: f.Title, Country: f.Country, Language: f.Language, Folder: f.Folder,
	}, f.Unknown)
}

func feedIn(m *newspb.Feed) news.Feed {
	if m == nil {
		return news.Feed{}
	}
	return news.Feed{
		ID: m.GetId(), URL: m.GetUrl(), Title: m.GetTitle(), Country: m.GetCountry(), Language: m.GetLanguage(), Folder: m.GetFolder(),
		Unknown: unknown(m),
	}
}

func enclosureOut(e news.Enclosure) *newspb.Enclosure {
	return with(&newspb.Enclosure{Url: e.URL, Type: e.Type, Length: e.Length}, e.Unknown)
}

func enclosureIn(m *newspb.Enclosure) news.Enclosure {
	return news.Enclosure{URL: m.GetUrl(), Type: m.GetType(), Length: m.GetLength(), Unknown: unknown(m)}
}

func pageOut(p *news.Page) *newspb.Page {
	if p == nil {
		return nil
	}
	return with(&newspb.Page{
		Url: p.URL, ContentType: p.ContentType, Body: p.Body, Fetched: timeOut(p.Fetched), Hash: p.Hash,
	}, p.Unknown)
}

func pageIn(m *newspb.Page) *news.Page {
	if m == nil {
		return nil
	}
	return &news.Page{
		URL: m.GetUrl(), ContentType: m.GetContentType(), Body: m.GetBody(), Fetched: timeIn(m.GetFetched()), Hash: m.GetHash(),
		Unknown: unknown(m),
	}
}

// dateOut leaves an unknown date out, unless there is something to carry on.
func dateOut(d news.Date) *newspb.Date {
	if !d.Known() && d.Precision == "" && d.Zone == "" && d.From == "" && d.Flag == "" && d.Unknown == nil {
		return nil
	}
	m := &newspb.Date{
		Time: timeOut(d.Time), Precision: string(d.Precision), Zone: string(d.Zone), From: string(d.From), Flag: d.Flag,
	}
	if d.Known() {
		_, offset := d.Time.Zone()
		m.Offset = int32(offset)
	}
	return with(m, d.Unknown)
}

func dateIn(m *newspb.Date) news.Date {
	if m == nil {
		return news.Date{}
	}
	d := news.Date{
		Time: timeIn(m.GetTime()), Precision: news.Precision(m.GetPrecision()), Zone: news.Zone(m.GetZone()),
		From: news.Origin(m.GetFrom()), Flag: m.GetFlag(), Unknown: unknown(m),
	}
	if offset := int(m.GetOffset()); offset != 0 && d.Known() {
		d.Time = d.Time.In(time.FixedZone("", offset))
	}
	return d
}

func timeOut(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}

func timeIn(m *timestamppb.Timestamp) time.Time {
	if m == nil {
		return time.Time{}
	}
	return m.AsTime()
}
