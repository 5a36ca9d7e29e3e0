# Everything a checkout needs. `make` alone lists the targets.
#
# The first target that needs Python packages makes .venv and installs the locked versions
# into it; later runs start at once. Options for the command behind a target go in ARGS:
#
#     make build ARGS="--unpublished --future"
#     make test ARGS="tests/browser -k search"

# The Python that .venv is made with. Without a name here tools/make_venv.sh looks for the one that suits best.
PYTHON ?=

# Set these on make's command line; the environment does not reach them.
URL =
OUTPUT =
ARGS =
# Extra options for pytest before ARGS, here: two to four tests at a time.
TEST_JOBS = -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

BIN := .venv/bin
LIGHTHOUSE := .cache/tools/node_modules/.bin/lighthouse
RUNTIME := .venv/.runtime-installed
DEV := .venv/.dev-installed
SITE = $(BIN)/python -m generator
# `$(value ...)` and single quotes: an address or a folder's name is text, not shell.
SITE_OPTIONS = $(if $(URL),--url '$(value URL)') $(if $(OUTPUT),--output '$(value OUTPUT)')
INSTALL = $(BIN)/python -m pip --quiet --disable-pip-version-check install --require-hashes -r

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help build serve test golden bench lighthouse icons lint check format lock clean distclean

help: ## List the targets
	@echo "Broadsheet: make TARGET [URL=...] [OUTPUT=folder] [ARGS=\"more options\"]"
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-11s %s\n", $$1, $$2 }' Makefile

build: $(RUNTIME) ## Build content/ into _site/
	@$(SITE) build $(SITE_OPTIONS) $(ARGS)

serve: $(RUNTIME) ## Show the site in a browser, up to date as you edit
	@$(SITE) serve $(SITE_OPTIONS) $(ARGS)

test: $(DEV) ## Run the tests
	@$(BIN)/python -m pytest $(TEST_JOBS) $(ARGS)

lighthouse: $(DEV) $(LIGHTHOUSE) ## Measure three pages by Lighthouse; needs npm and a Chromium
	@PYTHONPATH=. $(BIN)/python tools/run_lighthouse.py $(LIGHTHOUSE) $(ARGS)

icons: $(DEV) ## Draw the PNG icons anew from static/img/icon.svg
	@$(BIN)/python tools/draw_icons.py $(ARGS)

golden: $(DEV) ## Write the expected site of the golden test anew; read the difference before committing it
	@UPDATE_GOLDEN=1 $(BIN)/python -m pytest tests/site/test_golden.py

bench: $(DEV) ## Measure on this machine; ARGS="build --count 1000 --runs 1" for a quick try
	@$(BIN)/python -m benchmarks $(ARGS)

lint: $(DEV) ## Check format, style and types
	@$(BIN)/python -m ruff format --check --quiet --diff
	@$(BIN)/python -m ruff check --quiet
	@$(BIN)/python -m mypy

check: lint test ## All that must pass before a change goes in: lint, then test

format: $(DEV) ## Rewrite the code in the house format
	@$(BIN)/python -m ruff check --quiet --fix-only
	@$(BIN)/python -m ruff format --quiet

# Versions already locked are kept; `make lock ARGS=--upgrade` moves them to the newest.
lock: .venv/.created ## Write requirements/*.txt anew from pyproject.toml
	@set -e; scratch=$$(mktemp -d); trap 'rm -rf "$$scratch"' EXIT; \
	$(BIN)/python -m venv "$$scratch"; \
	"$$scratch/bin/python" -m pip --quiet --disable-pip-version-check install uv; \
	lock() { \
	    "$$scratch/bin/uv" --quiet pip compile --universal --python-version 3.11 \
	        --generate-hashes --no-emit-index-url --no-emit-find-links --no-header $(ARGS) "$$@"; \
	}; \
	lock pyproject.toml --output-file requirements/runtime.txt; \
	lock --group fast --output-file requirements/fast.txt; \
	lock pyproject.toml --group dev --constraint requirements/runtime.txt --output-file requirements/dev.txt

clean: ## Remove the built site and every cache
	@rm -rf _site .cache dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find . -name .venv -prune -o -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean ## Also remove .venv
	@rm -rf .venv

# --- The environment -------------------------------------------------------------------------

# What is in fast.txt has no wheel for some systems (Alpine, Linux on ARM), and is done without there.
$(RUNTIME): requirements/runtime.txt requirements/fast.txt .venv/.created
	@echo "Installing the locked packages into .venv (once)" >&2
	@$(INSTALL) requirements/runtime.txt
	@$(INSTALL) requirements/fast.txt --only-binary :all: 2>/dev/null || :
	@touch $@

$(LIGHTHOUSE):
	@echo "Fetching Lighthouse by npm (once)" >&2
	@npm install --prefix .cache/tools --no-save --no-audit --no-fund --silent lighthouse@13

$(DEV): requirements/dev.txt $(RUNTIME)
	@echo "Installing the locked development packages into .venv (once)" >&2
	@$(INSTALL) requirements/dev.txt
	@touch $@

# A .venv whose Python was removed from the machine is made again.
ifeq ($(realpath $(BIN)/python),)
.PHONY: .venv/.created
endif

.venv/.created:
	@tools/make_venv.sh $(if $(PYTHON),'$(value PYTHON)')
	@touch $@
