package text

// Common are the hashes of the words that stand in nearly every text of a language,
// whatever it is about: articles, adpositions, conjunctions, and the like.
var Common = Hashes(`
	the of and to in a is for on that by with as at from it was be has are an his its who will
	در به از و که این را با است برای آن یک تا بر هم نیز شد می کشور
	کے کی میں کا اور سے کو ہے نے پر کہ ہیں اس بھی کر ان بن
	في من على أن إلى عن مع التي الذي هذا ما بين لا`)
