// Package watches holds the watches that ship. Their format is documented in
// README.md beside them.
package watches

import _ "embed"

// IranPakistan is iran-pakistan.yaml, the watch that is applied when no other is
// asked for.
//
//go:embed iran-pakistan.yaml
var IranPakistan []byte
