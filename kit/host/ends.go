package host

import (
	"github.com/rasad-project/rasad/kit/bus"
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/stage"
	"github.com/rasad-project/rasad/kit/wire"
)

// The names of the river's stages: in metrics, letters and message ids.
const (
	Fetcher = "fetcher"
	Cleaner = "cleaner"
	Tagger  = "tagger"
	Store   = "store"
)

// seenBy is what a process of that name measures. One with a user of its own on the
// server may look only into the streams that it takes from and puts into: those of
// a service. DEAD has no consumer to look for.
func (h *Host) seenBy(name string) bus.Topology {
	switch name {
	case Fetcher:
		return h.Topology.Of(bus.Entries, bus.DeadName)
	case Cleaner:
		return h.Topology.Of(bus.Entries, bus.Articles, bus.DeadName)
	case Tagger:
		return h.Topology.Of(bus.Articles, bus.Verdicts, bus.DeadName)
	}
	return h.Topology
}

// PutEntries is where the fetcher puts what it found, under the entry's ID and
// Revision joined by a colon.
func (h *Host) PutEntries() stage.Sink[*news.Entry] { return PutEntries(h.Bus, h.Version) }

// PutEntries is [Host.PutEntries] for what has a bus and no host.
func PutEntries(c *bus.Conn, version string) stage.Sink[*news.Entry] {
	return bus.NewSink(c, bus.Out[*news.Entry]{
		Stage: Fetcher, Version: version, Type: "rasad.entry", Encode: wire.MarshalEntry,
		Subject: func(e *news.Entry) string { return bus.EntrySubject + e.Feed.ID },
	})
}

// TakeEntries is where the cleaner takes entries from.
func (h *Host) TakeEntries() stage.Source[*news.Entry] {
	return bus.NewSource(h.Bus, bus.In[*news.Entry]{Consumer: h.Topology.Consumer(Cleaner), Decode: wire.UnmarshalEntry})
}

// PutArticles is where the cleaner puts articles.
func (h *Host) PutArticles() stage.Sink[*news.Article] {
	return bus.NewSink(h.Bus, bus.Out[*news.Article]{
		Stage: Cleaner, Version: h.Version, Type: "rasad.article", Encode: wire.MarshalArticle,
		Subject: func(a *news.Article) string { return bus.ArticleSubject + a.Entry.Feed.ID },
	})
}

// TakeArticles is where the tagger takes articles from.
func (h *Host) TakeArticles() stage.Source[*news.Article] {
	return bus.NewSource(h.Bus, bus.In[*news.Article]{Consumer: h.Topology.Consumer(Tagger), Decode: wire.UnmarshalArticle})
}

// PutVerdicts is where the tagger puts verdicts.
func (h *Host) PutVerdicts() stage.Sink[*news.Verdict] {
	return bus.NewSink(h.Bus, bus.Out[*news.Verdict]{
		Stage: Tagger, Version: h.Version, Type: "rasad.verdict", Encode: wire.MarshalVerdict,
		Subject: func(v *news.Verdict) string { return bus.VerdictSubject + v.Article.Entry.Feed.ID },
	})
}

// TakeVerdicts is where the store takes verdicts from.
func (h *Host) TakeVerdicts() stage.Source[*news.Verdict] {
	return bus.NewSource(h.Bus, bus.In[*news.Verdict]{Consumer: h.Topology.Consumer(Store), Decode: wire.UnmarshalVerdict})
}

// Dead is where every stage sends what is hopeless.
func (h *Host) Dead() stage.Sink[stage.Letter] { return bus.NewDead(h.Bus) }
