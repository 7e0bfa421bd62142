# What CI runs is `make check`.
TOOL := go tool -modfile=tools/go.mod

.PHONY: check quick fmt lint test e2e golden fuzz mutate bench demo lambda release

check: lint test e2e

# Before each commit: what needs no other process, and not the model test.
quick:
	go build ./...
	go vet ./...
	go test -short ./...

fmt:
	$(TOOL) golangci-lint fmt ./...
	cd e2e && go tool -modfile=../tools/go.mod golangci-lint fmt ./...

lint:
	$(TOOL) golangci-lint run ./...
	cd e2e && go tool -modfile=../tools/go.mod golangci-lint run ./...
	go tool -modfile=tools/actionlint.mod actionlint
	go tool -modfile=tools/actionlint.mod actionlint docs/workflows/*.yml docs/workflows/zh-CN/*.yml
	tools/lint-init

test:
	go test ./...

# Clients of other projects against the sandbox, the pages in a browser, the Action
# from the first plan to drift as a process, and, with a Docker engine, in the
# workflows.
e2e:
	cd e2e && go test ./...

# Rewrite the expected outputs of tests; read the diff before committing.
golden:
	go generate ./pkg/source/standard
	go test $$(grep -rlE 'flag.Bool\("update"' --include='*_test.go' cmd lambda pkg | xargs -n1 dirname | sort -u | sed 's|^|./|') -update

# One fuzz target after another; make fuzz FUZZTIME=5m for longer.
FUZZTIME ?= 30s
fuzz:
	@for f in $$(grep -rlE '^func Fuzz' pkg); do \
	  for t in $$(sed -nE 's/^func (Fuzz[A-Za-z0-9]*).*/\1/p' $$f); do \
	    echo "$$t in $$(dirname $$f)"; \
	    go test ./$$(dirname $$f) -run '^$$' -fuzz "^$$t$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1s || exit 1; \
	  done; \
	done

# Change one thing after another in the packages that decide what is published:
# what no test notices is listed (docs/mutation.md). Minutes for each package.
mutate:
	cd tools/mutate && go build -o ../../bin/mutate .
	for p in plan decide ledger; do bin/mutate ./pkg/$$p || exit 1; done
	bin/mutate -sample 40 ./pkg/publish

bench:
	go test ./pkg/... -run '^$$' -bench . -benchmem
	tools/compare/compare.sh 1000
	tools/compare/start.sh
	tools/compare/scale.sh 1000
	tools/compare/cold.sh

demo:
	go run ./cmd/caidan demo

# The zips of the functions, one for each processor, and the one of them that
# lambda/template.yaml takes: make lambda ARCH=x86_64 for its Architecture=x86_64.
ARCH ?= arm64
lambda:
	go run ./cmd/release -out bin
	cp bin/caidan-lambda_$(ARCH:x86_64=amd64).zip bin/caidan-lambda.zip

# All that a release has but the image: make release VERSION=1.4.2
release:
	@test -n "$$VERSION" || { echo "release: name the version, as in make release VERSION=1.4.2" >&2; exit 64; }
	go run ./cmd/release -version "$$VERSION" -out dist
