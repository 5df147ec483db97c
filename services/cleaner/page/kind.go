package page

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
