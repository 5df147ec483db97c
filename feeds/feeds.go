// Package feeds carries the feed list that Rasad watches when none is given: 120
// outlets of Iran, Pakistan and their neighbourhood in English, Persian, Urdu,
// Arabic and a few other languages, each address seen in a public list.
package feeds

import _ "embed"

// Default is the list, an OPML 2.0 document. An outline's category is
// "/COUNTRY/LANGUAGE".
//
//go:embed default.opml
var Default []byte
