# Writ. `make demo` starts it with invented cases; `make check test` shows that all of it works.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# One stamp for each content of the locks: what is installed already is not installed again.
RUN := $(VENV)/installed-$(shell cat requirements.lock requirements-build.lock | sha256sum | cut -c1-16)
DEV := $(VENV)/installed-$(shell cat requirements.lock requirements-build.lock requirements-dev.lock | sha256sum | cut -c1-16)-dev
LOCK := env -u PIP_FIND_LINKS $(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host
ADMIN := $(shell if [ "$$(id -u)" = 0 ]; then echo env; elif command -v sudo >/dev/null; then echo sudo -n; else echo false; fi)
# The part of a test run: make test ARGS="tests/law -k limitation"
ARGS ?=

.PHONY: demo test check format lock licences pictures lint-modeler bench soak clean chromium fonts

demo: $(RUN)
	@exec $(BIN)/writ demo

test: $(DEV) chromium fonts
	$(BIN)/python -m pytest -n 2 --dist loadgroup $(ARGS)

check: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/licences.py --check
	$(BIN)/writ lint processes forms papers

format: $(DEV)
	$(BIN)/ruff check --fix .

lock: $(DEV)
	$(LOCK) --output-file=requirements.lock pyproject.toml
	$(LOCK) --extra=dev --constraint=requirements.lock --output-file=requirements-dev.lock pyproject.toml
	$(LOCK) --only-build-deps --build-deps-for=editable --constraint=requirements-dev.lock \
		--output-file=requirements-build.lock pyproject.toml

licences: $(DEV)
	$(BIN)/python tools/licences.py

# The pictures of docs/processes, from the diagrams as they are now.
pictures: $(DEV)
	$(BIN)/python -m tools.process_pictures --write

# Camunda Modeler's own linter over every diagram. Needs Node.js 20 or newer and the npm packages of the lock there; not part of `make test`.
lint-modeler:
	@command -v npm >/dev/null || { echo "Camunda Modeler's linter needs Node.js with npm" >&2; exit 1; }
	@cd tools/modeler_linter && npm ci --ignore-scripts --no-audit --no-fund --silent && npm run --silent build && \
		node dist/lint.mjs $(abspath $(wildcard processes/*.bpmn))

bench: $(DEV)
	$(BIN)/python -m benchmarks.engine --write-readme

# The proofs again and again, each time with other seeds; SECONDS of it: make soak SOAK=3600. One round holds 10,000 random
# runs against the oracle, 5,000 damaged diagrams and 5,000 rounds of loops, of which `make test` takes a tenth.
SOAK ?= 600
soak: $(DEV)
	@end=$$(( $$(date +%s) + $(SOAK) )); round=0; \
	while [ "$$(date +%s)" -lt "$$end" ]; do \
		round=$$((round + 1)); echo "round $$round"; \
		WRIT_TEST_SEED=$$round WRIT_TEST_WHOLE=1 $(BIN)/python -m pytest -q -n 2 --dist loadgroup tests/proofs tests/scheduler \
			tests/db tests/engine/test_random_runs.py tests/engine/test_mutations.py tests/engine/test_long_lives.py || exit 1; \
	done

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Writ needs Python 3.11 or newer, found $$($(PYTHON) -V 2>&1); say which: make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "$(PYTHON) cannot make virtual environments: apt-get install python3-venv" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(RUN): | $(BIN)/python
	@echo "Installing what Writ runs with …"
	@$(PIP) install --require-hashes -r requirements.lock -r requirements-build.lock
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(DEV): $(RUN)
	@echo "Installing what the tests need …"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# Browser tests need Chromium: one that is here, else the system's package, else the test driver's own.
chromium: $(DEV)
	@set -- chromium chromium-browser google-chrome google-chrome-stable; \
	for name; do command -v $$name >/dev/null && exit 0; done; \
	own() { $(BIN)/python -c 'import os, sys; from playwright.sync_api import sync_playwright; \
	driver = sync_playwright().start(); found = os.path.exists(driver.chromium.executable_path); driver.stop(); \
	sys.exit(not found)'; }; \
	own && exit 0; \
	$(ADMIN) apt-get update -qq && $(ADMIN) apt-get install -y -qq --no-install-recommends chromium && exit 0; \
	$(ADMIN) $(abspath $(BIN))/python -m playwright install-deps chromium; \
	$(BIN)/python -m playwright install chromium && exit 0; \
	echo "The browser tests need Chromium, and it could not be installed: apt-get install chromium" >&2; exit 1

# The Chinese pages need Chinese letters, or their screenshots show boxes.
fonts: $(DEV)
	@have() { command -v fc-list >/dev/null && fc-list :lang=zh-cn family 2>/dev/null | grep -q .; }; \
	have && exit 0; \
	$(ADMIN) apt-get update -qq && \
		$(ADMIN) apt-get install -y -qq --no-install-recommends fontconfig fonts-noto-cjk && have && exit 0; \
	echo "The screenshots need Chinese fonts, and they could not be installed: apt-get install fonts-noto-cjk" >&2; exit 1
