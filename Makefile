# Rasad. `make demo` shows it, `make test` tests it; `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
MODULES := . kit services/fetcher services/cleaner services/tagger
BIN := bin
VERSION ?= $(shell git describe --always --dirty 2>/dev/null || echo unknown)
FUZZTIME ?= 30s

.PHONY: help
help: ## this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -t -s $$'\t'

.PHONY: demo
demo: build ## the whole river on the corpus, offline
	$(BIN)/rasad demo

.PHONY: test
test: ## all tests; needs only Go
	go test $(TESTFLAGS) work
	cd deploy/image && GOWORK=off go test $(TESTFLAGS) ./...
	cd deploy/prometheus && GOWORK=off go test $(TESTFLAGS) ./...
	cd deploy/grafana && GOWORK=off go test $(TESTFLAGS) ./...

.PHONY: build
build: ## the binaries, in bin/
	CGO_ENABLED=0 go build -trimpath -tags timetzdata -ldflags "-s -w -X main.version=$(VERSION)" -o $(BIN)/ ./cmd/rasad ./services/fetcher/cmd/fetcher ./services/cleaner/cmd/cleaner ./services/tagger/cmd/tagger

.PHONY: images
images: build $(BIN)/nats-server ## OCI archives of the binaries and what they are made of, in dist/
	cd deploy/image && GOWORK=off go run . -version $(VERSION) -out $(CURDIR)/dist $(addprefix $(CURDIR)/$(BIN)/,rasad fetcher cleaner tagger)
	cd deploy/image && GOWORK=off go run . -version $(NATS:v%=%) -out $(CURDIR)/dist $(CURDIR)/$(BIN)/nats-server

# The server of the version that rasad embeds, for where its own image cannot be had.
NATS = $(shell go list -m -f '{{.Version}}' github.com/nats-io/nats-server/v2)
$(BIN)/nats-server: go.mod
	CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o $@ github.com/nats-io/nats-server/v2

.PHONY: check
check: vet format staticcheck tidy modern lint-proto generated dashboards-check ## everything that reads the code without running it

.PHONY: vet
vet: ## go vet
	go vet work

.PHONY: format
format: $(BIN)/gofumpt ## formatting, as gofumpt has it
	@bad=$$($(BIN)/gofumpt -l $$(git ls-files '*.go' | grep -v '\.pb\.go$$')); \
	if [ -n "$$bad" ]; then echo "not formatted with gofumpt:"; echo "$$bad"; exit 1; fi

.PHONY: staticcheck
staticcheck: $(BIN)/staticcheck ## staticcheck, all checks but the naming of packages
	$(BIN)/staticcheck work

.PHONY: tidy
tidy: ## every module declares what it uses
	@for m in $(MODULES); do (cd $$m && GOWORK=off go mod tidy -diff && GOWORK=off go build ./...) || { echo "module $$m is not tidy"; exit 1; }; done

.PHONY: modern
modern: ## nothing that go fix would write in newer Go
	@out=$$(go fix -diff work); if [ -n "$$out" ]; then echo "$$out"; exit 1; fi

.PHONY: k8s-test
k8s-test: ## deploy/k8s on a real API server; KUBEBUILDER_ASSETS is its folder: etcd, kube-apiserver, kubectl
	cd deploy/k8s/test && GOWORK=off go test $(TESTFLAGS) ./...

.PHONY: k8s-e2e
k8s-e2e: ## deploy/k8s on a real Kubernetes while Pods die under it; RASAD_LAB is the folder of the lab
	deploy/k8s/e2e/run.sh

.PHONY: k8s-policies
k8s-policies: ## make docs/POLICIES.md from deploy/k8s again
	cd deploy/k8s/test && GOWORK=off go run . > $(CURDIR)/docs/POLICIES.md.new
	mv docs/POLICIES.md.new docs/POLICIES.md

.PHONY: race
race: ## all tests under the race detector
	go test -race work

.PHONY: fuzz
fuzz: ## every fuzzer for FUZZTIME (30s), two at a time
	@mkdir -p $(BIN)
	@grep -rHoE --include='*_test.go' '^func Fuzz[A-Za-z0-9_]+' $(MODULES:%=%) \
	| sed -E 's|^(\./)?(.*)/[^/]+:func (Fuzz.*)|\2 \3|' | sort -u \
	| xargs -P 2 -L 1 bash -c 'tools/fuzz.sh "$$0" "$$1" $(FUZZTIME) $(BIN)'

.PHONY: generate
generate: $(BIN)/buf $(BIN)/protoc-gen-go ## make kit/wire/newspb from proto/ again
	cd proto && PATH="$(CURDIR)/$(BIN):$$PATH" ../$(BIN)/buf generate -o $(or $(OUT),../kit/wire/newspb)

.PHONY: generated
generated: ## kit/wire/newspb is what proto/ makes
	@new=$$(mktemp -d); trap 'rm -rf "$$new"' EXIT; $(MAKE) -s generate OUT="$$new"; \
	diff -r kit/wire/newspb "$$new" || { echo "kit/wire/newspb is out of date: make generate"; exit 1; }

.PHONY: metrics-doc
metrics-doc: ## make docs/METRICS.md from the code again
	go test ./cmd/rasad -run '^TestMetrics$$' -update

.PHONY: rules
rules: ## the rules, their tests and the routes of alerts, by Prometheus's own tools and against the code
	@command -v promtool amtool >/dev/null || { echo "promtool or amtool is missing: apt-get install --no-install-recommends prometheus prometheus-alertmanager"; exit 1; }
	cd deploy/prometheus && promtool check config prometheus.yml && promtool test rules alerts.test.yml alerts-days.test.yml
	cd deploy/prometheus && amtool check-config alertmanager.yml && grep -v '^#' routes.txt | while read -r receiver alert; do \
		amtool config routes test --config.file=alertmanager.yml --verify.receivers=$$receiver $$alert 2>/dev/null \
		|| { echo "routes.txt: $$alert does not reach $$receiver"; exit 1; }; done
	cd deploy/prometheus && GOWORK=off go test ./...

.PHONY: rules-resource
rules-resource: ## make deploy/prometheus/prometheusrule.yaml from the plain files again
	cd deploy/prometheus && GOWORK=off go test . -run '^TestPrometheusRule$$' -update

.PHONY: dashboards
dashboards: ## make deploy/grafana/*.json from the code again
	cd deploy/grafana && GOWORK=off go run . -out .

.PHONY: dashboards-check
dashboards-check: ## the dashboards are what the code writes, and ask what can be answered
	cd deploy/grafana && GOWORK=off go mod tidy -diff && GOWORK=off go vet ./... && GOWORK=off go test -count=1 ./...

.PHONY: dashboards-e2e
dashboards-e2e: build $(BIN)/nats-server ## draw the dashboards from a river at work into docs/img (RASAD_LAB=FOLDER with the renderer)
	deploy/grafana/render.sh

.PHONY: lint-proto
lint-proto: $(BIN)/buf ## proto/ as buf would have it
	cd proto && ../$(BIN)/buf lint

$(BIN)/gofumpt $(BIN)/staticcheck $(BIN)/protoc-gen-go: tools/go.mod tools/go.sum
	@mkdir -p $(BIN)
	cd tools && GOWORK=off go build -o ../$(BIN)/ mvdan.cc/gofumpt honnef.co/go/tools/cmd/staticcheck google.golang.org/protobuf/cmd/protoc-gen-go

$(BIN)/buf: tools/buf/go.mod tools/buf/go.sum
	@mkdir -p $(BIN)
	cd tools/buf && GOWORK=off go build -o ../../$(BIN)/ github.com/bufbuild/buf/cmd/buf

.PHONY: clean
clean: ## remove what make made
	rm -rf $(BIN)
