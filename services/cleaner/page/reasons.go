package page

import (
	"golang.org/x/net/html/atom"

	"github.com/rasad-project/rasad/services/cleaner/cut"
)

// byVocab gives the reason for the nearest name around a block, most telling first.
var byVocab = []struct {
	group int
	why   string
}{
	{vComment, cut.Comment},
	{vShare, cut.Share},
	{vRelated, cut.Related},
	{vConsent, cut.Consent},
	{vLetter, cut.Appeal},
	{vAd, cut.Ad},
	{vCaption, cut.Caption},
	{vBio, cut.Bio},
	{vAuthor, cut.Byline},
	{vDate, cut.Date},
	{vTags, cut.Tags},
	{vCrumb, cut.Navigation},
	{vNav, cut.Navigation},
	{vPager, cut.Navigation},
	{vPromo, cut.Appeal},
	{vLogin, cut.Login},
	{vPopular, cut.Related},
	{vFooter, cut.Footer},
	{vLegal, cut.Footer},
	{vSidebar, cut.Sidebar},
	{vEmbed, cut.Embed},
	{vModal, cut.Appeal},
	{vSearch, cut.Navigation},
	{vTools, cut.Share},
	{vVideo, cut.Embed},
	{vHeader, cut.Navigation},
	{vCard, cut.Related},
}

// reason says why run i is not article.
func (l *layout) reason(i int, title map[uint32]bool) string {
	r := &l.runs[i]
	b := &l.boxes[r.box]
	switch {
	case l.resembles(r, title) > 0.8:
		return cut.Title
	case b.hidden:
		return cut.Hidden
	case b.tags[tNav] < near:
		return cut.Navigation
	case b.tags[tFigure] < 3 || b.tag == atom.Figcaption:
		return cut.Caption
	}
	best, why := uint8(5), ""
	for _, v := range byVocab {
		away := b.away[v.group]
		if r.inner&(1<<v.group) != 0 {
			away = 0
		}
		if away < best {
			best, why = away, v.why
		}
	}
	switch {
	case why != "":
		return why
	case b.tags[tFooter] < near:
		return cut.Footer
	case b.tags[tAside] < near:
		return cut.Sidebar
	case b.tags[tHeader] < 4:
		return cut.Navigation
	case r.linkUnits()*3 > r.units*2:
		return cut.Links
	}
	return cut.Plain
}
