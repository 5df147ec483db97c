// Command image makes an OCI image of a static binary, without a daemon: the
// binary, a list of what it is made of, and nothing else. The same binary gives the
// same bytes.
//
//	go run . -version v1.2.3 -out dist ../../bin/rasad
package main

import (
	"archive/tar"
	"bytes"
	"debug/buildinfo"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/layout"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
)

// user is nobody's: the one that distroless images call nonroot.
const user = "65532:65532"

// epoch is the time of everything in an image, so that an image says what it is
// made of and not when.
var epoch = time.Unix(0, 0).UTC()

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "image:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("image", flag.ContinueOnError)
	version := flags.String("version", "unknown", "version of the code, for labels and the image's name")
	out := flags.String("out", ".", "`FOLDER` for NAME.tar (OCI archive) and NAME.spdx.json")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() == 0 {
		return errors.New("a binary is missing")
	}
	if err := os.MkdirAll(*out, 0o755); err != nil {
		return err
	}
	for _, binary := range flags.Args() {
		archive, err := write(binary, *version, *out)
		if err != nil {
			return fmt.Errorf("%s: %w", binary, err)
		}
		fmt.Fprintln(stdout, archive)
	}
	return nil
}

// write writes the image of one binary and returns its archive's path.
func write(binary, version, out string) (string, error) {
	info, err := buildinfo.ReadFile(binary)
	if err != nil {
		return "", err
	}
	name := filepath.Base(binary)
	bom, err := billOfMaterials(name, version, info)
	if err != nil {
		return "", err
	}
	code, err := os.ReadFile(binary)
	if err != nil {
		return "", err
	}
	img, err := build(name, version, code, bom)
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(out, name+".spdx.json"), bom, 0o644); err != nil {
		return "", err
	}
	archive := filepath.Join(out, name+".tar")
	return archive, save(img, name, version, archive)
}

// build is FROM scratch with two files.
func build(name, version string, code, bom []byte) (v1.Image, error) {
	files, err := archiveOf([]file{{name, 0o555, code}, {"usr/share/sbom/" + name + ".spdx.json", 0o444, bom}})
	if err != nil {
		return nil, err
	}
	layer, err := tarball.LayerFromOpener(func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(files)), nil },
		tarball.WithMediaType(types.OCILayer))
	if err != nil {
		return nil, err
	}
	base := mutate.ConfigMediaType(mutate.MediaType(empty.Image, types.OCIManifestSchema1), types.OCIConfigJSON)
	img, err := mutate.AppendLayers(base, layer)
	if err != nil {
		return nil, err
	}
	return mutate.ConfigFile(img, config(img, name, version))
}

func config(img v1.Image, name, version string) *v1.ConfigFile {
	c, err := img.ConfigFile()
	if err != nil {
		panic(err) // an image made above has one
	}
	c = c.DeepCopy()
	c.Created = v1.Time{Time: epoch}
	c.OS, c.Architecture = "linux", "amd64"
	c.Config = v1.Config{
		User: user, Entrypoint: []string{"/" + name}, WorkingDir: "/",
		Labels: map[string]string{
			"org.opencontainers.image.title":    name,
			"org.opencontainers.image.version":  version,
			"org.opencontainers.image.licenses": "Apache-2.0",
			"org.opencontainers.image.source":   "https://github.com/rasad-project/rasad",
		},
	}
	return c
}

// file is a file of the image.
type file struct {
	path string
	mode fs.FileMode
	data []byte
}

// archiveOf packs files, and the folders they are in, owned by root and writable
// by nobody.
func archiveOf(files []file) ([]byte, error) {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	made := map[string]bool{".": true}
	for _, f := range files {
		if err := folders(w, path.Dir(f.path), made); err != nil {
			return nil, err
		}
		h := &tar.Header{Typeflag: tar.TypeReg, Name: f.path, Mode: int64(f.mode), Size: int64(len(f.data)), ModTime: epoch}
		if err := w.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := w.Write(f.data); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func folders(w *tar.Writer, dir string, made map[string]bool) error {
	if made[dir] {
		return nil
	}
	made[dir] = true
	if err := folders(w, path.Dir(dir), made); err != nil {
		return err
	}
	return w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: dir + "/", Mode: 0o555, ModTime: epoch})
}

// save writes img as an OCI archive: an image layout (OCI image spec, image-layout)
// in a tar, with the name that a container runtime files it under.
func save(img v1.Image, name, version, archive string) error {
	dir, err := os.MkdirTemp("", "image-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	p, err := layout.Write(dir, empty.Index)
	if err != nil {
		return err
	}
	ref := "localhost/rasad/" + name + ":" + version
	err = p.AppendImage(img, layout.WithAnnotations(map[string]string{
		"io.containerd.image.name": ref, "org.opencontainers.image.ref.name": ref,
	}))
	if err != nil {
		return err
	}
	files, err := readAll(dir)
	if err != nil {
		return err
	}
	data, err := archiveOf(files)
	if err != nil {
		return err
	}
	return os.WriteFile(archive, data, 0o644)
}

// readAll returns the files below dir in the order of their names.
func readAll(dir string) ([]file, error) {
	var files []file
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(p)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, p)
		files = append(files, file{filepath.ToSlash(rel), 0o444, data})
		return err
	})
	return files, err
}
