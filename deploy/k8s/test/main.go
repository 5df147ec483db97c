// Command test writes docs/POLICIES.md: what the manifests let whom do. The tests
// beside it apply the manifests to a real API server and hold what is there to the
// same page.
//
//	go run . > ../../../docs/POLICIES.md
package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/goccy/go-yaml"
)

func main() {
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "policies:", err)
		os.Exit(1)
	}
}

// overlays are those whose policies the page lists.
var overlays = []string{"single", "cluster"}

func run(stdout io.Writer) error {
	objects := map[string][]object{}
	for _, overlay := range overlays {
		manifests, err := kustomize(filepath.Join("..", "overlays", overlay))
		if err != nil {
			return err
		}
		if objects[overlay], err = parse(manifests); err != nil {
			return err
		}
	}
	conf, err := os.ReadFile("../overlays/cluster/nats/users.conf")
	if err != nil {
		return err
	}
	_, err = io.WriteString(stdout, page(objects, string(conf)))
	return err
}

// kubectl is the one of the assets, if there is one, else that of the PATH.
func kubectl(args ...string) *exec.Cmd {
	name := filepath.Join(os.Getenv("KUBEBUILDER_ASSETS"), "kubectl")
	if _, err := os.Stat(name); err != nil {
		name = "kubectl"
	}
	return exec.Command(name, args...)
}

// kustomize renders a folder.
func kustomize(folder string) ([]byte, error) {
	cmd := kubectl("kustomize", folder)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil || errs.Len() > 0 {
		return nil, fmt.Errorf("kustomize %s: %w %s", folder, err, errs.String())
	}
	return out, nil
}

// object is a manifest, with the fields that are read here.
type object struct {
	Kind     string
	Metadata struct {
		Name   string
		Labels map[string]string
	}
	Spec                         map[string]any
	AutomountServiceAccountToken *bool `yaml:"automountServiceAccountToken"`
}

// parse reads the documents of a stream.
func parse(manifests []byte) ([]object, error) {
	var all []object
	for text := range strings.SplitSeq(string(manifests), "\n---\n") {
		var o object
		if err := yaml.Unmarshal([]byte(text), &o); err != nil {
			return nil, err
		}
		all = append(all, o)
	}
	return all, nil
}
