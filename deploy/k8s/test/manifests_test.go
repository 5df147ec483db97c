package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
)

// document is the page that the manifests are held to.
const document = "../../../docs/POLICIES.md"

// TestTheManifestsAreTaken applies each overlay to a server of its own, twice, and
// makes a Pod of every template: the API server takes all of it without a warning,
// and what it then holds is what the page says.
func TestTheManifestsAreTaken(t *testing.T) {
	held := map[string][]object{}
	for _, overlay := range overlays {
		t.Run(overlay, func(t *testing.T) {
			c := start(t)
			manifests := render(t, filepath.Join("..", "overlays", overlay))
			for range 2 {
				c.must(t, manifests, "apply", "--server-side", "-f", "-")
			}
			c.pods(t, manifests)
			c.refuses(t)
			held[overlay] = c.held(t)
			if overlay == "cluster" {
				c.extend(t)
			}
		})
	}
	if t.Failed() || len(held) < len(overlays) {
		return
	}
	conf, err := os.ReadFile("../overlays/cluster/nats/users.conf")
	if err != nil {
		t.Fatal(err)
	}
	same(t, page(held, string(conf)))
}

// TestThePageIsMadeAnew: docs/POLICIES.md is what this command writes.
func TestThePageIsMadeAnew(t *testing.T) {
	render(t, "../base")
	var out strings.Builder
	if err := run(&out); err != nil {
		t.Fatal(err)
	}
	same(t, out.String())
}

// same holds what is against the page, line by line.
func same(t *testing.T, got string) {
	t.Helper()
	want, err := os.ReadFile(document)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s is not what is there (make k8s-policies): -page +there\n%s", filepath.Base(document), diff)
	}
}

// extend applies the components over the cluster overlay, those of kinds that are
// not Kubernetes' own against what the server has to know of them.
func (c *cluster) extend(t *testing.T) {
	t.Helper()
	crds, err := os.ReadFile("testdata/crds.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c.must(t, string(crds), "apply", "--server-side", "-f", "-")
	c.must(t, string(crds), "wait", "--for=condition=Established", "--timeout=60s", "-f", "-")
	for _, with := range []string{"keda", "hpa"} {
		manifests := render(t, filepath.Join("testdata", with))
		c.must(t, "", "delete", "job", "-n", "rasad", "migrate", "--wait=false") // as before an upgrade: other settings are another Job
		c.must(t, manifests, "apply", "--server-side", "-f", "-")
		c.pods(t, manifests)
	}
	for kind, want := range map[string]string{
		"scaledobjects.keda.sh": "cleaner tagger", "podmonitors.monitoring.coreos.com": "rasad", "certificates.cert-manager.io": "nats nats-authority", "horizontalpodautoscalers": "cleaner tagger",
	} {
		if got := c.must(t, "", "get", kind, "-n", "rasad", "-o", "jsonpath={.items[*].metadata.name}"); got != want {
			t.Errorf("%s: got %q, want %q", kind, got, want)
		}
	}
}

// pods makes a Pod of every Pod template: a template that the level of the namespace
// forbids is only warned of, and its Pod is what is refused.
func (c *cluster) pods(t *testing.T, manifests string) {
	t.Helper()
	made := 0
	for text := range strings.SplitSeq(manifests, "\n---\n") {
		var o struct {
			Kind     string
			Metadata struct{ Name string }
			Spec     struct {
				Template    map[string]any
				JobTemplate struct {
					Spec struct{ Template map[string]any }
				} `yaml:"jobTemplate"`
				VolumeClaimTemplates []struct{ Metadata struct{ Name string } } `yaml:"volumeClaimTemplates"`
			}
		}
		if err := yaml.Unmarshal([]byte(text), &o); err != nil {
			t.Fatal(err)
		}
		template := o.Spec.Template
		if o.Kind == "CronJob" {
			template = o.Spec.JobTemplate.Spec.Template
		}
		if template == nil {
			continue
		}
		made++
		name := strings.ToLower(o.Kind) + "-" + o.Metadata.Name
		spec, metadata := template["spec"].(map[string]any), template["metadata"].(map[string]any)
		for _, claim := range o.Spec.VolumeClaimTemplates { // as the controller does
			volume := map[string]any{"name": claim.Metadata.Name, "persistentVolumeClaim": map[string]any{"claimName": claim.Metadata.Name + "-" + name}}
			spec["volumes"] = append(list(spec["volumes"]), volume)
		}
		metadata["name"], metadata["namespace"] = name, "rasad"
		c.must(t, marshal(t, map[string]any{"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}), "create", "-f", "-")
		c.must(t, "", "delete", "pod", "-n", "rasad", "--now", "--wait=false", name)
	}
	if made == 0 {
		t.Fatal(errNothing)
	}
}

// held is what the server holds of the kinds that the page lists.
func (c *cluster) held(t *testing.T) []object {
	t.Helper()
	var all []object
	for _, args := range [][]string{
		{"networkpolicies,serviceaccounts,roles,rolebindings", "-n", "rasad"},
		{"clusterroles,clusterrolebindings", "-l", "app.kubernetes.io/part-of=rasad"},
	} {
		var l struct{ Items []object }
		if err := yaml.Unmarshal([]byte(c.must(t, "", append([]string{"get", "-o", "json"}, args...)...)), &l); err != nil {
			t.Fatal(err)
		}
		all = append(all, l.Items...)
	}
	return all
}

// refuses is about a Pod as a beginner writes it: were the namespace not restricted,
// every Pod would be taken.
func (c *cluster) refuses(t *testing.T) {
	t.Helper()
	pod := map[string]any{
		"apiVersion": "v1", "kind": "Pod", "metadata": map[string]any{"name": "any", "namespace": "rasad"},
		"spec": map[string]any{"serviceAccountName": "rasad", "containers": []any{map[string]any{"name": "any", "image": "any"}}},
	}
	if _, errs, err := c.try(marshal(t, pod), "create", "-f", "-"); err == nil || !strings.Contains(errs, `violates PodSecurity "restricted:latest"`) {
		t.Errorf("got %v, %s", err, errs)
	}
}

// TestEveryContainerIsHeld to what Kubernetes does not ask for and we do. It needs
// no server.
func TestEveryContainerIsHeld(t *testing.T) {
	seen := 0
	for _, folder := range []string{"../overlays/single", "../overlays/cluster"} {
		manifests := render(t, folder)
		objects, err := parse([]byte(manifests))
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range objects {
			template, _ := field(o.Spec, "template").(map[string]any)
			if job := field(field(o.Spec, "jobTemplate"), "spec"); job != nil {
				template, _ = field(job, "template").(map[string]any)
			}
			spec := field(template, "spec")
			for _, container := range list(field(spec, "containers")) {
				seen++
				name := folder + " " + o.Kind + " " + o.Metadata.Name
				for _, want := range []string{"requests", "limits"} {
					if field(field(field(container, "resources"), want), "memory") == nil {
						t.Errorf("%s has no memory in its %s", name, want)
					}
				}
				if field(spec, "automountServiceAccountToken") != false || field(field(container, "securityContext"), "readOnlyRootFilesystem") != true {
					t.Errorf("%s has a token or may write to its root", name)
				}
				if !slices.ContainsFunc(list(field(container, "env")), func(e any) bool {
					return field(e, "name") == "GOMEMLIMIT" && field(field(field(e, "valueFrom"), "resourceFieldRef"), "resource") == "requests.memory"
				}) {
					t.Errorf("%s has no GOMEMLIMIT from its requests", name)
				}
				for _, m := range list(field(container, "volumeMounts")) {
					if field(m, "subPath") != nil {
						t.Errorf("%s mounts a subPath, which never changes", name)
					}
				}
				serves := o.Kind == "Deployment" || o.Kind == "StatefulSet"
				for _, probe := range []string{"startupProbe", "readinessProbe", "livenessProbe", "lifecycle"} {
					if serves && field(container, probe) == nil {
						t.Errorf("%s has no %s", name, probe)
					}
				}
			}
		}
	}
	if seen == 0 {
		t.Fatal(errNothing)
	}
}

// render is kustomize, where there is a kubectl to do it.
func render(t *testing.T, folder string) string {
	t.Helper()
	if _, err := exec.LookPath(kubectl().Path); err != nil {
		t.Skipf("needs kubectl, in %s or in the PATH", assets)
	}
	manifests, err := kustomize(folder)
	if err != nil {
		t.Fatal(err)
	}
	return string(manifests)
}

func marshal(t *testing.T, of any) string {
	t.Helper()
	b, err := json.Marshal(of)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
