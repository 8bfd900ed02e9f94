# The two commands of the README are `make demo` and `make test`.

CARGO ?= cargo

.PHONY: help build demo test check tamper fuzz-short conformance bench clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

build: ## Build both programs (development build)
	$(CARGO) build

demo: build ## Sign the sample's two versions, verify, answer, publish
	@sh scripts/demo.sh

test: ## Run all tests, without and with the feature author
	$(CARGO) test --no-default-features
	$(CARGO) test

check: ## Formatting, lints on the feature sets, layers, what the verify-only build must not contain
	$(CARGO) fmt --all --check
	$(CARGO) clippy --no-default-features --all-targets -- -D warnings
	$(CARGO) clippy --no-default-features --features slip --all-targets -- -D warnings
	$(CARGO) clippy --all-targets -- -D warnings
	$(CARGO) test --no-default-features --test it layers
	sh scripts/check-tree.sh

tamper: ## Change everything in an archive that can be changed, and see that it is found (docs/threats.md; minutes)
	$(CARGO) test --test it -- tamper threats
	$(CARGO) test --test it matrix -- --ignored --nocapture --test-threads=1

fuzz-short: ## Fuzz every codec and every reader of signatures for some seconds each
	sh scripts/fuzz.sh short

conformance: demo ## Validators we did not write, on PDFs, archives, schema (needs Java, Maven, Go, Python, qpdf, pdfsig)
	sh conformance/run.sh

bench: ## Measure against what a user would use instead (release build; docs/performance.md)
	sh benches/run.sh

clean: ## Remove what the demo made
	rm -rf demo
