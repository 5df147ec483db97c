package learn

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/rasad-project/rasad/services/cleaner/page"
)

// FoldFile is the name of the file with the weights of fold k.
func FoldFile(k int) string { return fmt.Sprintf("fold%d.txt", k) }

// ReadFolds reads the models of the folds from dir, as cmd/train -folds wrote them.
func ReadFolds(dir string) ([]*page.Model, error) {
	var folds []*page.Model
	for k := range Folds {
		m, err := ReadModel(filepath.Join(dir, FoldFile(k)))
		if err != nil {
			return nil, err
		}
		folds = append(folds, m)
	}
	return folds, nil
}

// ReadModel reads a model from a file.
func ReadModel(file string) (*page.Model, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	m, err := page.LoadModel(f)
	if err := errors.Join(err, f.Close()); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return m, nil
}
