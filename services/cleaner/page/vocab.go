package page

import "strings"

// vocab is a set of what the names that a page's author gave an element (class,
// id, role, itemprop) say of it: one bit for each group of words.
type vocab uint64

// The groups. Words are generic, seen on many sites: a name of one site's own says
// nothing on the next site.
const (
	vArticle = iota
	vBody
	vMain
	vTitle
	vLead
	vAuthor
	vBio
	vDate
	vMeta
	vCaption
	vMedia
	vVideo
	vRelated
	vPopular
	vComment
	vShare
	vLetter
	vPromo
	vAd
	vNav
	vCrumb
	vFooter
	vHeader
	vSidebar
	vWidget
	vTags
	vConsent
	vModal
	vLogin
	vSearch
	vHidden
	vList
	vCard
	vLive
	vQuote
	vLegal
	vTools
	vPager
	vApp
	vTicker
	vToc
	vBox
	vPoll
	vEmbed
	vBrand
	vContact
	vSource
	vPoints
	vForm
	vNext
	vGroups // how many there are
)

// groups names each group and lists its words, lower case; a word with a trailing
// * matches wherever it stands inside a longer name ("articlebody").
var groups = [vGroups]struct{ name, words string }{
	vArticle: {"article", "article* story* post entry hentry artikel* noticia* nota blogpost* news newsarticle single singular report"},
	vBody:    {"body", "body content* contents text txt richtext rich prose paragraph paragraphs copy contenido* inhalt contenu* matn main-content articulo* texto*"},
	vMain:    {"main", "main primary"},
	vTitle:   {"title", "title* headline* heading titulo* titre* hed titr"},
	vLead:    {"lead", "lead lede summary* excerpt* intro dek deck standfirst* subtitle* subhead* subheadline description desc strapline abstract kicker sapo entradilla chapo rotitr"},
	vAuthor:  {"author", "author* authors byline* writer vcard reporter columnist contributor autor* auteur*"},
	vBio:     {"bio", "bio biography profile about"},
	vDate:    {"date", "date* time timestamp* published* updated publish modified posted dateline fecha*"},
	vMeta:    {"meta", "meta metadata info details"},
	vCaption: {"caption", "caption* figcaption credit* credits attribution legend copyrightholder"},
	vMedia:   {"media", "image* img picture photo* figure thumbnail* gallery* slideshow* slider* carousel* swiper slide foto*"},
	vVideo:   {"video", "video* player audio youtube podcast* jwplayer"},
	vRelated: {"related", "related* recommend* recirc* more readmore further also similar suggest* relacionad* relate yarpp taboola* outbrain* mgid aehnlich verwandt* onward"},
	vPopular: {"popular", "popular* trending* latest most mostread recent headlines stories posts articles top feed"},
	vComment: {"comment", "comment* disqus* respond reply discussion* kommentar* comentario* replies nazar"},
	vShare:   {"share", "share* social* sharing facebook twitter whatsapp* addthis* sharethis* sns pinterest linkedin telegram follow socials reddit flipboard a2a"},
	vLetter:  {"newsletter", "newsletter* subscri* signup mailing optin mailchimp email"},
	vPromo:   {"promo", "promo* cta marketing donat* appeal campaign callout support fundraising offer banner"},
	vAd:      {"ad", "ad ads advert* sponsor* gpt dfp adslot adsense werbung publicidad* leaderboard anzeige billboard doubleclick affiliate* adv"},
	vNav:     {"nav", "nav navigation* menu* navbar* submenu subnav hamburger mega dropdown menuitem"},
	vCrumb:   {"breadcrumb", "breadcrumb* crumbs crumb"},
	vFooter:  {"footer", "footer* colophon contentinfo foot bottom"},
	vHeader:  {"header", "header* masthead head topbar branding"},
	vSidebar: {"sidebar", "sidebar* aside complementary rail secondary side sidecol tertiary"},
	vWidget:  {"widget", "widget* textwidget"},
	vTags:    {"tags", "tag tags topic topics category* categories keyword* taxonomy cat label labels subject"},
	vConsent: {"consent", "cookie* consent* gdpr privacy onetrust"},
	vModal:   {"modal", "modal* popup* overlay dialog lightbox drawer tooltip popover backdrop"},
	vLogin:   {"login", "login* signin account register user paywall* premium registration regwall piano"},
	vSearch:  {"search", "search*"},
	vHidden:  {"hidden", "hidden sr visually invisible screen offscreen skip hide none"},
	vList:    {"list", "list items grid listing archive loop ul river"},
	vCard:    {"card", "card* item teaser* thumb tile listitem"},
	vLive:    {"live", "live liveblog* ticker liveticker"},
	vQuote:   {"quote", "quote* blockquote pullquote*"},
	vLegal:   {"legal", "copyright* disclaimer* legal terms policy notice correction* corrections"},
	vTools:   {"tools", "tools tool toolbar print* actions action button buttons btn controls save bookmark font"},
	vPager:   {"pager", "pagination* pager prev previous pages"},
	vApp:     {"app", "app apps download appstore"},
	vTicker:  {"market", "weather* stocks stock market markets price currency score scoreboard fixtures table-of"},
	vToc:     {"toc", "toc index tableofcontents"},
	vBox:     {"box", "inset infobox* factbox* box panel accordion* collaps* sidebox"},
	vPoll:    {"poll", "poll quiz vote survey rating ratings review stars feedback"},
	vEmbed:   {"embed", "embed* tweet* instagram iframe oembed"},
	vBrand:   {"brand", "logo* brand publisher site"},
	vContact: {"contact", "contact* address phone location map"},
	vSource:  {"source", "source sources"},
	vPoints:  {"points", "highlight* keypoints takeaway* bullets key points"},
	vForm:    {"form", "form forms field input label submit"},
	vNext:    {"next", "next infinite* upnext autoload"},
}

// lexicon is groups turned round: word to groups, and the roots sought inside
// longer words.
type lexicon struct {
	words map[string]vocab
	roots []root
}

type root struct {
	text string
	set  vocab
}

func newLexicon() *lexicon {
	l := &lexicon{words: make(map[string]vocab)}
	for g, group := range groups {
		for w := range strings.FieldsSeq(group.words) {
			stem, isRoot := strings.CutSuffix(w, "*")
			l.words[stem] |= 1 << g
			if isRoot {
				l.roots = append(l.roots, root{stem, 1 << g})
			}
		}
	}
	return l
}

// read returns the groups that an attribute's value names. Names are split at
// hyphens, underscores, spaces, digits and camelCase humps.
func (l *lexicon) read(value string) vocab {
	var set vocab
	var buf [32]byte
	word := buf[:0]
	for i := range len(value) {
		c := value[i]
		lower := c | 0x20
		letter := lower >= 'a' && lower <= 'z'
		if hump := c >= 'A' && c <= 'Z' && i > 0 && value[i-1] >= 'a' && value[i-1] <= 'z'; hump || !letter {
			set |= l.word(word)
			word = word[:0]
		}
		if letter && len(word) < len(buf) {
			word = append(word, lower)
		}
	}
	return set | l.word(word)
}

func (l *lexicon) word(w []byte) vocab {
	if len(w) < 2 {
		return 0
	}
	if set, ok := l.words[string(w)]; ok {
		return set
	}
	if len(w) < 6 {
		return 0
	}
	var set vocab
	s := string(w)
	for _, r := range l.roots {
		if len(r.text) > 3 && strings.Contains(s, r.text) {
			set |= r.set
		}
	}
	return set
}
