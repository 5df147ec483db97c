package wire

import (
	"github.com/rasad-project/rasad/kit/news"
	"github.com/rasad-project/rasad/kit/wire/newspb"
)

func articleOut(a *news.Article) *newspb.Article {
	return with(&newspb.Article{
		Entry: entryOut(&a.Entry), Title: a.Title, Byline: a.Byline, Site: a.Site, Language: a.Language, Url: a.URL,
		Dateline: datelineOut(a.Dateline), Published: dateOut(a.Published), Modified: dateOut(a.Modified),
		Blocks: each(a.Blocks, blockOut), Confidence: a.Confidence, Dropped: a.Dropped,
	}, a.Unknown)
}

func articleIn(m *newspb.Article) *news.Article {
	a := &news.Article{
		Title: m.GetTitle(), Byline: m.GetByline(), Site: m.GetSite(), Language: m.GetLanguage(), URL: m.GetUrl(),
		Dateline: datelineIn(m.GetDateline()), Published: dateIn(m.GetPublished()), Modified: dateIn(m.GetModified()),
		Blocks: each(m.GetBlocks(), blockIn), Confidence: m.GetConfidence(), Dropped: m.GetDropped(), Unknown: unknown(m),
	}
	if e := m.GetEntry(); e != nil {
		a.Entry = *entryIn(e)
	}
	return a
}

func blockOut(b news.Block) *newspb.Block {
	return with(&newspb.Block{Text: b.Text, Cut: b.Cut, Path: b.Path}, b.Unknown)
}

func blockIn(m *newspb.Block) news.Block {
	return news.Block{Text: m.GetText(), Cut: m.GetCut(), Path: m.GetPath(), Unknown: unknown(m)}
}

func datelineOut(d news.Dateline) *newspb.Dateline {
	if d.Place == "" && d.Agency == "" && d.Unknown == nil {
		return nil
	}
	return with(&newspb.Dateline{Place: d.Place, Agency: d.Agency}, d.Unknown)
}

func datelineIn(m *newspb.Dateline) news.Dateline {
	if m == nil {
		return news.Dateline{}
	}
	return news.Dateline{Place: m.GetPlace(), Agency: m.GetAgency(), Unknown: unknown(m)}
}
