// Package migrate reads the steps that bring a database from one schema to the
// next.
package migrate

import (
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// Step is one change of the schema.
type Step struct {
	Version int    // the schema's version once the step is done, from 1
	Name    string // of its file
	SQL     string
}

// Steps returns the steps in the files NNNN-name.sql of fsys, in order. They are
// numbered from 1 without a gap.
func Steps(fsys fs.FS) ([]Step, error) {
	names, err := fs.Glob(fsys, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	steps := make([]Step, len(names))
	for i, name := range names { // Glob sorts
		number, _, _ := strings.Cut(path.Base(name), "-")
		if n, err := strconv.Atoi(number); err != nil || n != i+1 {
			return nil, fmt.Errorf("migration %s: its number should be %d", name, i+1)
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		steps[i] = Step{Version: i + 1, Name: path.Base(name), SQL: string(text)}
	}
	return steps, nil
}

// Missing returns the steps that a database of the given version lacks. It is an
// error if the database is of a newer version than the last step makes.
func Missing(steps []Step, version int) ([]Step, error) {
	if version > len(steps) {
		return nil, fmt.Errorf("schema version %d is newer than version %d, the newest that this program knows: use a newer program", version, len(steps))
	}
	return steps[version:], nil
}
