# The few commands of this repository; `make` lists them.
#   make test ONLY=findings      runs the tests whose names contain a word

CARGO ?= cargo
ONLY ?=
# All crates, with what is left out of a plain build.
WHOLE = --workspace --features pdf
# A PostgreSQL of our own for the command, unless TEST_DATABASE_URL names one.
WITH_POSTGRES = $(if $(TEST_DATABASE_URL),,scripts/test-postgres)

.PHONY: help tools run test check fmt bench bench-http bench-planning bench-mails check-pdf score-mails kill-test clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

tools:
	@missing=; \
	command -v $(CARGO) >/dev/null 2>&1 || missing="$$missing\n  cargo   Rust 1.95 or newer: https://rustup.rs"; \
	command -v cc >/dev/null 2>&1 || command -v gcc >/dev/null 2>&1 || command -v clang >/dev/null 2>&1 || \
	  missing="$$missing\n  cc      a C compiler (Debian and Ubuntu: apt-get install build-essential; macOS: xcode-select --install)"; \
	if [ -z "$$WEB_DIST" ]; then \
	  command -v node >/dev/null 2>&1 || missing="$$missing\n  node    Node 20 or newer: https://nodejs.org"; \
	  command -v npm >/dev/null 2>&1 || missing="$$missing\n  npm     comes with Node"; \
	fi; \
	if [ -n "$$missing" ]; then printf "To build Plumbline, install first:$$missing\n" >&2; exit 1; fi

run: tools ## the demo agency on http://127.0.0.1:8420
	$(CARGO) run --release -- demo

test: tools ## every test: both databases, then the browser journeys
	env -u TEST_DATABASE_URL $(CARGO) test --lib $(WHOLE) $(ONLY)
	TEST_POSTGRES_FSYNC=off $(WITH_POSTGRES) $(CARGO) test $(WHOLE) $(ONLY)
	@if [ -z "$(ONLY)" ] && grep -q '"test":' web/package.json; then cd web && npm test; fi

check: tools ## what a change has to pass before it is tested: format, lints, documents, licenses
	$(CARGO) fmt --all --check
	$(CARGO) clippy --all-targets $(WHOLE) -- -D warnings
	$(CARGO) check --all-targets --quiet
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --no-deps --quiet $(WHOLE)
	@if command -v cargo-deny >/dev/null 2>&1; then \
	  $(CARGO) deny --log-level error check licenses bans sources; \
	else \
	  echo "Licenses were not checked: cargo-deny is not installed (cargo install --locked cargo-deny)."; \
	fi

fmt: ## formats the sources
	$(CARGO) fmt --all

bench: tools ## durable submissions a second on both databases, and the disk's own fsync time
	TEST_POSTGRES_FSYNC=on $(WITH_POSTGRES) $(CARGO) bench --bench submissions

bench-http: tools ## durable submissions a second over HTTP, against the bare write path
	$(CARGO) bench --bench http

bench-planning: tools ## what planning costs: a year computed, audits made ahead, a holiday followed
	$(CARGO) bench --bench planning

bench-mails: tools ## a hundred thousand due reminders to a mail server that takes everything, against a plain client
	$(CARGO) bench --bench mails

check-pdf: ## whether the PDF of a packet that `make test` made is accessible (needs python3-pikepdf and poppler-utils)
	scripts/check-pdf target/tmp/packet-*.pdf

score-mails: tools ## how much every example mail looks like spam (needs spamassassin)
	scripts/score-mails

kill-test: tools ## kills the server fifty times while sixteen clients submit, on both databases
	TEST_POSTGRES_FSYNC=on KILL_TEST_KILLS=$(or $(KILLS),50) $(WITH_POSTGRES) \
	  $(CARGO) test --test it no_acknowledged_submission -- --nocapture --test-threads=1

clean: ## removes what was built
	$(CARGO) clean
	rm -rf web/node_modules web/dist
