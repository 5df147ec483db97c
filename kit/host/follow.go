package host

import (
	"context"
	"crypto/sha256"
	"os"
	"time"
)

// followEvery is how often files are looked at. A mounted ConfigMap is up to a
// minute behind anyway; content is compared, as its files are links whose times
// say nothing.
const followEvery = 10 * time.Second

// Follow is a part that calls changed when the content of any of the files is
// another than it was. An error of changed is logged, and what it was to replace
// goes on being used; it is called again when the content changes again.
func (h *Host) Follow(files []string, changed func(context.Context) error) Part {
	return func(ctx context.Context) error {
		was := contents(files)
		tick := time.NewTicker(followEvery)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return nil
			case <-tick.C:
			}
			is := contents(files)
			if is == was {
				continue
			}
			was = is
			if err := changed(ctx); err != nil {
				h.Log.Error("not reloaded", "files", files, "err", err)
				continue
			}
			h.Log.Info("reloaded", "files", files)
		}
	}
}

// contents is a digest of the files' bytes; a file that cannot be read counts as
// empty.
func contents(files []string) (digest [sha256.Size]byte) {
	sum := sha256.New()
	for _, name := range files {
		b, _ := os.ReadFile(name) // changed reads it again, and says what is wrong
		one := sha256.Sum256(b)
		sum.Write(one[:])
	}
	return [sha256.Size]byte(sum.Sum(nil))
}
