package page

import "golang.org/x/net/html/atom"

// The reasons for which a block of a page is not its article, from where it stands
// and how it looks. What its words say is for other rules.
const (
	CutNavigation  = "navigation"       // menus, breadcrumbs, headers, pagination
	CutFooter      = "footer"           // the foot of the page, copyright, legal links
	CutRelated     = "related"          // links to other stories and lists of them
	CutShare       = "share"            // share rows and buttons
	CutComment     = "comment"          // readers' comments and their form
	CutCaption     = "caption"          // captions and credits of pictures and videos
	CutByline      = "byline"           // who wrote it, as a line of its own
	CutDate        = "date"             // when, as a line of its own
	CutTags        = "tags"             // tags and categories
	CutTitle       = "title"            // the title again
	CutBio         = "author bio"       // about the author
	CutAppeal      = "appeal"           // newsletter, subscription, donation, app
	CutAd          = "advertisement"    // ads and sponsored boxes
	CutConsent     = "cookie notice"    // consent banners
	CutLogin       = "login or paywall" // forms and walls
	CutEmbed       = "embed"            // posts and players from elsewhere
	CutSidebar     = "sidebar"          // beside the article
	CutHidden      = "hidden"           // not shown
	CutNext        = "next article"     // another story that was loaded below
	CutLinks       = "links"            // text that is nearly all links
	CutBoilerplate = "boilerplate"      // none of these, and not the article
)

// byVocab gives the reason for the nearest name around a block, most telling first.
var byVocab = []struct {
	group int
	cut   string
}{
	{vComment, CutComment}, {vShare, CutShare}, {vRelated, CutRelated}, {vConsent, CutConsent}, {vLetter, CutAppeal}, {vAd, CutAd},
	{vCaption, CutCaption}, {vBio, CutBio}, {vAuthor, CutByline}, {vDate, CutDate}, {vTags, CutTags}, {vCrumb, CutNavigation}, {vNav, CutNavigation}, {vPager, CutNavigation},
	{vPromo, CutAppeal}, {vLogin, CutLogin}, {vPopular, CutRelated}, {vFooter, CutFooter}, {vLegal, CutFooter}, {vSidebar, CutSidebar}, {vEmbed, CutEmbed}, {vModal, CutAppeal},
	{vSearch, CutNavigation}, {vTools, CutShare}, {vVideo, CutEmbed}, {vHeader, CutNavigation}, {vCard, CutRelated},
}

// reason says why run i is not article.
func (l *layout) reason(i int, title string) string {
	r := &l.runs[i]
	b := &l.boxes[r.box]
	switch {
	case overlap(r.text, title) > 0.8:
		return CutTitle
	case b.hidden:
		return CutHidden
	case b.tags[tNav] < near:
		return CutNavigation
	case b.tags[tFigure] < 3 || b.node.DataAtom == atom.Figcaption:
		return CutCaption
	}
	best, cut := uint8(5), ""
	for _, v := range byVocab {
		away := b.away[v.group]
		if r.inner&(1<<v.group) != 0 {
			away = 0
		}
		if away < best {
			best, cut = away, v.cut
		}
	}
	switch {
	case cut != "":
		return cut
	case b.tags[tFooter] < near:
		return CutFooter
	case b.tags[tAside] < near:
		return CutSidebar
	case b.tags[tHeader] < 4:
		return CutNavigation
	case r.linkUnits()*3 > r.units*2:
		return CutLinks
	}
	return CutBoilerplate
}
