// Package cut is the list of reasons for which a run of text is not article: the
// one list for all the cleaner's rooms, so that a reason has one word. A reason
// names what the text is; which room found it does not matter to a reader.
package cut

// The reasons. [All] has them in this order.
const (
	Title      = "title"            // the title again
	Dateline   = "dateline"         // the place and agency that open a report; kept as a fact
	Byline     = "byline"           // who wrote it
	Date       = "date"             // when it was published or changed
	Agency     = "agency credit"    // the agency the report came from
	Label      = "section label"    // section, category or programme names
	Caption    = "caption"          // captions and credits of pictures and videos
	Related    = "related"          // links to other stories, lists of them and their headings
	Tags       = "tags"             // keywords and topics
	Share      = "share"            // share rows and buttons
	Comment    = "comment"          // readers' comments, their count and their form
	Appeal     = "appeal"           // newsletter, subscription, donation, app, "follow us"
	Bio        = "author bio"       // about the author
	About      = "about the outlet" // "About us" and what stands below it
	Footer     = "footer"           // copyright, licence, disclaimer, legal links, end marks
	Ad         = "advertisement"    // ads and sponsored boxes
	Consent    = "cookie notice"    // consent banners
	Login      = "login or paywall" // forms and walls
	Filler     = "filler text"      // placeholder text that no one wrote for a reader
	OnThisDay  = "on this day"      // what happened on this day in other years
	Repeated   = "repeated"         // the same line stands in the site's other articles, or twice in this one
	Navigation = "navigation"       // menus, breadcrumbs, headers, pagination
	Embed      = "embed"            // posts and players from elsewhere
	Sidebar    = "sidebar"          // beside the article
	Hidden     = "hidden"           // not shown
	Next       = "next article"     // another story that was loaded below
	Links      = "links"            // text that is nearly all links
	Plain      = "boilerplate"      // none of these, and not the article
)

// All returns every reason, in the order of the documentation.
func All() []string {
	return []string{
		Title, Dateline, Byline, Date, Agency, Label, Caption, Related, Tags, Share, Comment, Appeal, Bio, About, Footer, Ad, Consent, Login,
		Filler, OnThisDay, Repeated, Navigation, Embed, Sidebar, Hidden, Next, Links, Plain,
	}
}
