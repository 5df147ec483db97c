package feed

import "slices"

// The names of the repairs, as they stand in Document.Repairs, in news.Entry
// and in the metric that counts them.
const (
	RepairGunzip     = "gunzip"               // compression that no header announced was undone
	RepairBOM        = "byte-order-mark"      // more byte order marks than one were dropped
	RepairEncoding   = "encoding"             // the bytes are not in the encoding that was declared
	RepairUTF8       = "invalid-utf8"         // bytes that are no UTF-8 became U+FFFD, or the quotes they are elsewhere
	RepairControls   = "control-characters"   // characters XML forbids, or references to them, were dropped
	RepairC1         = "c1-controls"          // U+0080 to U+009F were read as Windows-1252
	RepairLeading    = "leading-junk"         // something stood before the document
	RepairTrailing   = "trailing-junk"        // something stood behind it
	RepairAmpersand  = "bare-ampersand"       // & that begins no reference was taken as itself
	RepairLess       = "bare-less-than"       // < that begins no tag was taken as itself
	RepairEntity     = "html-entity"          // an HTML entity that XML does not know
	RepairNamespace  = "undeclared-namespace" // a prefix was used without being declared
	RepairMissingEnd = "missing-end-tag"      // an element was closed by what followed
	RepairStrayEnd   = "stray-end-tag"        // an end tag closed nothing and was dropped
	RepairTag        = "malformed-tag"        // a tag was read in spite of its syntax
	RepairCDATA      = "unclosed-cdata"       // a CDATA section was closed at its element's end tag
	RepairNested     = "nested-cdata"         // CDATA sections inside one another became one
	RepairCase       = "tag-case"             // start and end tag differ in case
	RepairTruncated  = "truncated"            // the document ends early; an incomplete last item was left out
	RepairVersion    = "xml-version"          // XML 1.1 or later was read as XML 1.0
	RepairStructure  = "structure"            // rss without channel, channel without rss, items outside
	RepairJSON       = "json-syntax"          // complete items were taken out of broken JSON
)

// Repairs is every repair, in the order of the list above.
var Repairs = []string{
	RepairGunzip, RepairBOM, RepairEncoding, RepairUTF8, RepairControls, RepairC1, RepairLeading, RepairTrailing,
	RepairAmpersand, RepairLess, RepairEntity, RepairNamespace, RepairMissingEnd, RepairStrayEnd, RepairTag,
	RepairCDATA, RepairNested, RepairCase, RepairTruncated, RepairVersion, RepairStructure, RepairJSON,
}

// repairs is the set of repairs made to a document, in the order first made.
type repairs []string

func (r *repairs) note(name string) {
	if !slices.Contains(*r, name) {
		*r = append(*r, name)
	}
}
