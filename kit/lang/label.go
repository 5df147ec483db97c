package lang

import "slices"

// Labels are the values of [Label].
var Labels = []string{"en", "fa", "ur", "ar", "ps", Unknown, "other"}

// Label keeps the values of a metric's label few, whatever pages declare: the code
// of a known language, [Unknown], or "other".
func Label(code string) string {
	if slices.Contains(Labels, code) {
		return code
	}
	return "other"
}
