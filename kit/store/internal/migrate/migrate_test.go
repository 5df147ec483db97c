package migrate_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/rasad-project/rasad/kit/store/internal/migrate"
)

func TestSteps(t *testing.T) {
	file := func(sql string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(sql)} }
	steps, err := migrate.Steps(fstest.MapFS{"migrations/0002-b.sql": file("two"), "migrations/0001-a.sql": file("one")})
	if err != nil || len(steps) != 2 || steps[0].SQL != "one" || steps[1].Version != 2 || steps[1].Name != "0002-b.sql" {
		t.Errorf("got %+v, %v", steps, err)
	}
	for _, names := range [][]string{{"0002-b.sql"}, {"0001-a.sql", "0003-c.sql"}, {"0001-a.sql", "0001-b.sql"}, {"first.sql"}} {
		fsys := fstest.MapFS{}
		for _, n := range names {
			fsys["migrations/"+n] = file("")
		}
		if _, err := migrate.Steps(fsys); err == nil || !strings.Contains(err.Error(), names[len(names)-1]) {
			t.Errorf("%v: got %v, want an error that names the last", names, err)
		}
	}
}

func TestMissing(t *testing.T) {
	steps := []migrate.Step{{Version: 1}, {Version: 2}}
	for version, want := range []int{2, 1, 0} {
		if got, err := migrate.Missing(steps, version); err != nil || len(got) != want {
			t.Errorf("version %d: got %d steps, %v, want %d", version, len(got), err, want)
		}
	}
	if _, err := migrate.Missing(steps, 3); err == nil || !strings.Contains(err.Error(), "version 3 is newer") {
		t.Errorf("got %v", err)
	}
}
