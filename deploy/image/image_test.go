package main

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	v1 "github.com/google/go-containerregistry/pkg/v1"
)

// TestTheSameBinaryIsTheSameImage makes the image of this very program twice and
// looks inside.
func TestTheSameBinaryIsTheSameImage(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "probe")
	cmd := exec.CommandContext(t.Context(), "go", "build", "-trimpath", "-o", binary, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	var archives [2][]byte
	for i := range archives {
		dir := t.TempDir()
		var out bytes.Buffer
		if err := run([]string{"-version", "v1", "-out", dir, binary}, &out); err != nil {
			t.Fatal(err)
		}
		b, err := os.ReadFile(strings.TrimSpace(out.String()))
		if err != nil {
			t.Fatal(err)
		}
		archives[i] = b
	}
	if !bytes.Equal(archives[0], archives[1]) {
		t.Error("two archives of one binary differ")
	}
	config := configIn(t, archives[0])
	if config.Config.User != "65532:65532" || config.Config.Entrypoint[0] != "/probe" || config.Config.Labels["org.opencontainers.image.version"] != "v1" {
		t.Errorf("config: %+v", config.Config)
	}
	if !config.Created.IsZero() && config.Created.Unix() != 0 {
		t.Errorf("created %s", config.Created)
	}
}

func TestTheBillOfMaterialsNamesTheModules(t *testing.T) {
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := run([]string{"-version", "v1", "-out", dir, binary}, io.Discard); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, filepath.Base(binary)+".spdx.json"))
	if err != nil {
		t.Fatal(err)
	}
	var doc document
	if err := json.Unmarshal(b, &doc); err != nil {
		t.Fatal(err)
	}
	ids, found := map[string]bool{}, false
	for _, p := range doc.Packages {
		if ids[p.SPDXID] {
			t.Errorf("two packages are %s", p.SPDXID)
		}
		ids[p.SPDXID] = true
		found = found || p.Name == "github.com/google/go-containerregistry"
	}
	if !found || doc.SPDXVersion != "SPDX-2.3" || len(doc.Relationships) != len(doc.Packages) {
		t.Errorf("%d packages, %d relationships, go-containerregistry among them: %v", len(doc.Packages), len(doc.Relationships), found)
	}
}

func TestWhatIsNoBinaryIsAnError(t *testing.T) {
	if err := run([]string{"-out", t.TempDir(), "main.go"}, io.Discard); err == nil || !strings.Contains(err.Error(), "main.go") {
		t.Errorf("got %v", err)
	}
}

// configIn finds the image's configuration in an OCI archive.
func configIn(t *testing.T, archive []byte) v1.ConfigFile {
	t.Helper()
	r := tar.NewReader(bytes.NewReader(archive))
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			t.Fatal("the archive has no configuration")
		}
		if err != nil {
			t.Fatal(err)
		}
		var c v1.ConfigFile
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(h.Name, "blobs/") && json.Unmarshal(b, &c) == nil && c.RootFS.Type == "layers" {
			return c
		}
	}
}
