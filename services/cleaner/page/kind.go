package page

import (
	"regexp"
	"slices"
	"strings"

	"github.com/rasad-project/rasad/kit/news"
)

// Kind is what a page is; all but Article are reasons to drop an entry.
type Kind string

// The kinds of page.
const (
	Article     Kind = ""
	LiveBlog    Kind = "live blog"
	Index       Kind = "index page"
	Video       Kind = "video page"
	Gallery     Kind = "gallery page"
	ConsentWall Kind = "consent wall"
	Captcha     Kind = "captcha"
	Paywall     Kind = "paywall"
	Missing     Kind = "soft 404"
	Empty       Kind = "empty"
)

// How long a text, in letters, can be and still not be an article: a wall's notice, a
// video's description.
const (
	noticeUnits = 1500
	teaserUnits = 900
	stubUnits   = 300
	emptyUnits  = 40
)

// The phrases of pages that stand in an article's place, in their titles and their
// first lines.
var (
	captchaPhrases = phrases(`just a moment`, `attention required`, `verify(ing)? (that )?you are (a )?human`, `are you (a )?(human|robot)`, `not a robot`, `checking your browser`,
		`enable javascript and cookies`, `unusual (traffic|activity)`, `security check`, `captcha`, `access (to this page has been )?denied`, `ربات نیستید`, `من ربات نیستم`, `لست روبوت`, `أنك لست`, `روبوٹ نہیں`)
	consentPhrases = phrases(`before you continue`, `we (and our (\w+ )?partners|value your privacy|use cookies|care about your privacy)`, `your privacy (choices|matters)`, `accept (all )?cookies`, `manage (your )?(consent|cookies|preferences)`,
		`cookie (policy|settings|consent)`, `wir verwenden cookies`, `zustimmen und weiter`, `nous utilisons des cookies`, `utilizamos cookies`, `ملفات تعريف الارتباط`, `کوکی`, `کوکیز`)
	paywallPhrases = phrases(`(subscribe|log ?in|sign ?in|register) to (continue|read|keep reading|unlock)`, `(this|the) (article|story|content) is (only )?(for|available to|reserved for) (our )?(paid |premium )?(subscribers|members)`, `already a subscriber`,
		`subscribers only`, `to continue reading`, `continue reading (this|with)`, `unlock this (article|story)`, `start your (free )?(trial|subscription)`, `you have reached your (limit|free)`, `article réservé`, `réservé aux abonnés`, `nur für abonnenten`,
		`contenido (exclusivo )?para suscriptores`, `این (مطلب|محتوا) (ویژه|مخصوص) (مشترکین|مشترکان|اعضا)`, `برای (خواندن|مشاهده) (ادامه|کامل).{0,30}(اشتراک|عضو)`, `للمشتركين فقط`, `اشترك (الآن )?(لمتابعة|لقراءة)`, `سبسکرائب کریں`, `صرف سبسکرائبرز`)
	missingPhrases = phrases(`\b404\b`, `page (was )?not found`, `(page|article|content|story) (you('re| are)? (looking for|requested)|(is )?no longer|cannot be found|could not be found|does ?n.t exist)`, `(nothing|no results) found`, `seite nicht gefunden`, `page introuvable`, `página no encontrada`,
		`(صفحه|مطلب|خبر)( مورد نظر| درخواستی)?( شما)? (یافت|پیدا) نشد`, `(الصفحة|المقال)( المطلوبة)? غير موجود`, `لم يتم العثور`, `صفحہ (موجود )?نہیں (ملا|ہے|مل سکا)`, `страница не найдена`)
	livePhrases = phrases(`\blive ?blog`, `\blive(:| updates| coverage)`, `(–|—|-|\|) live( updates)?$`, `liveticker`, `\bticker\b`, `en direct\b`, `en vivo\b`, `پوشش زنده`, `لحظه به لحظه`, `(تغطية|بث) مباشر`, `لحظة بلحظة`, `لائیو (اپ ڈیٹس|بلاگ)`, `لمحہ بہ لمحہ`)
	videoPath   = regexp.MustCompile(`(?i)/(videos?|watch|tv|film|فیلم|فيديو|ویدئو)(/|$)`)
	galleryPath = regexp.MustCompile(`(?i)/(galler(y|ies)|photos?|photo-?(gallery|essay)s?|pictures|slideshows?|photostory|عکس|صور)(/|$)`)
	clock       = regexp.MustCompile(`^\W*(?:\d{1,2} ?[:.h] ?\d{2}\b|\d{1,3} ?(?:min|m|hr|h|hours?) ago)`)
)

// phrases joins alternatives into one expression that ignores case.
func phrases(alternatives ...string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:` + strings.Join(alternatives, `|`) + `)`)
}

// kind tells what the page is from its own words (JSON-LD, Open Graph, address), its
// title, and how much text was kept.
func (p *reading) kind(blocks []news.Block) Kind {
	n := p.keptUnits(blocks)
	notice := p.notice()
	switch {
	case n < noticeUnits && p.layout.units < 2*noticeUnits && captchaPhrases.MatchString(notice):
		return Captcha
	case n < noticeUnits && missingPhrases.MatchString(p.title+"\n"+firstOf(p.markup.headings)+"\n"+p.markup.title):
		return Missing
	case n < stubUnits && p.prose() < noticeUnits && consentPhrases.MatchString(notice):
		return ConsentWall
	case n < teaserUnits && (n < stubUnits || breaksOff(blocks)) && p.walled():
		return Paywall
	case p.isLive():
		return LiveBlog
	case n < teaserUnits && p.isVideo():
		return Video
	case n < teaserUnits && p.isGallery():
		return Gallery
	case p.isIndex(n):
		return Index
	case n < emptyUnits:
		return Empty
	}
	return Article
}

// breaksOff reports whether the text stops before its last sentence does.
func breaksOff(blocks []news.Block) bool {
	for _, b := range slices.Backward(blocks) {
		if b.Kept() {
			st, _ := measure(b.Text, nil)
			return !st.endsStop || strings.HasSuffix(b.Text, "…") || strings.HasSuffix(b.Text, "...")
		}
	}
	return false
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

// keptUnits is how many letters were kept.
func (p *reading) keptUnits(blocks []news.Block) int {
	n := 0
	for i := range blocks {
		switch {
		case !blocks[i].Kept():
		case i < len(p.layout.runs):
			n += p.layout.runs[i].units
		default: // from the JSON-LD body
			st, _ := measure(blocks[i].Text, nil)
			n += st.units
		}
	}
	return n
}

// prose is how many letters stand in paragraphs.
func (p *reading) prose() int {
	if len(p.layout.boxes) == 0 {
		return 0
	}
	return p.layout.boxes[0].prose
}

// noticeRuns is how many runs a notice may stand below the top of its page.
const noticeRuns = 30

// notice is the title and the first lines of the page.
func (p *reading) notice() string {
	var b strings.Builder
	b.WriteString(p.markup.title)
	for i := range min(noticeRuns, len(p.layout.runs)) {
		b.WriteByte('\n')
		b.WriteString(p.layout.runs[i].text)
	}
	return b.String()
}

// walled reports whether the page says that there is more for those who pay.
func (p *reading) walled() bool {
	if p.ld.free == "false" || strings.EqualFold(p.ld.free, "False") {
		return true
	}
	for i := range p.layout.runs {
		r := &p.layout.runs[i]
		if r.words <= 40 && r.linkUnits()*2 < r.units && paywallPhrases.MatchString(r.text) {
			return true
		}
	}
	return false
}

// liveEntries is how many entries with their time a live blog has at least.
const liveEntries = 4

// isLive reports whether the page is a live blog: it says so, and shows entries with
// the time of day.
func (p *reading) isLive() bool {
	if p.types["liveblogposting"] && p.ld.kind == "liveblogposting" {
		return true
	}
	if !livePhrases.MatchString(p.title) && !livePhrases.MatchString(p.markup.title) {
		return false
	}
	n := 0
	for i := range p.layout.runs {
		if r := &p.layout.runs[i]; r.digits > 0 && r.words <= 10 && clock.MatchString(r.text) {
			n++
		}
	}
	return n >= liveEntries
}

func (p *reading) isVideo() bool {
	return strings.HasPrefix(p.markup.first("og:type"), "video") || p.ld.kind == "videoobject" && p.ld.rank <= 3 || videoPath.MatchString(p.url()) && p.types["videoobject"]
}

func (p *reading) isGallery() bool {
	return p.types["imagegallery"] || p.types["mediagallery"] || galleryPath.MatchString(p.url())
}

// isIndex reports whether the page lists other pages: nearly all its text is links,
// and it does not say that it is an article.
func (p *reading) isIndex(kept int) bool {
	if len(p.layout.boxes) == 0 || kept >= teaserUnits {
		return false
	}
	body := &p.layout.boxes[0]
	says := p.ld.rank >= 6 || p.markup.first("og:type") == "article"
	lists := p.types["collectionpage"] || p.types["itemlist"]
	return !says && body.links >= 20 && (lists || body.linkUnits*10 > body.units*6) && body.prose*3 < body.units
}
