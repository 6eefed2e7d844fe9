# Everything a person does with a clone. `make` alone lists it.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run-stamp
DEV_STAMP := $(VENV)/.dev-stamp
PORT ?= 8000
# Where it is set, every start compiles Django anew: two seconds each.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check check-all bench messages screenshots requirements clean

help:  ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 16

# A virtual environment without pip takes 0.3 s; the outer pip puts uv in, uv the rest. A system Python that
# has no pip of its own gets a full environment instead.
$(BIN)/uv: requirements/uv.txt
	@if $(PYTHON) -m pip --version >/dev/null 2>&1; then \
	  $(PYTHON) -m venv --without-pip $(VENV) && \
	  $(PYTHON) -m pip --python $(BIN)/python install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt; \
	else \
	  $(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt; \
	fi
	@touch $(BIN)/uv

$(RUN_STAMP): $(BIN)/uv requirements/run.txt pyproject.toml
	@if [ -f $(DEV_STAMP) ] && [ $(DEV_STAMP) -nt requirements/dev.txt ]; then :; else \
	  $(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes requirements/run.txt; fi
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): $(BIN)/uv requirements/dev.txt pyproject.toml
	@$(BIN)/uv pip sync -q --python $(BIN)/python --require-hashes requirements/dev.txt
	@$(BIN)/uv pip install -q --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@ $(RUN_STAMP)

run: $(RUN_STAMP)  ## set up, fill the demo markets once, serve them on this machine
	@$(BIN)/tadamun demo --if-empty
	@$(BIN)/tadamun serve --port $(PORT)

test: $(DEV_STAMP)  ## the fast suite, on the embedded database
	@$(BIN)/tadamun messages --compile
	@$(BIN)/pytest -n auto -m "not browser and not slow and not broad"

check: $(DEV_STAMP)  ## lint, types, contracts, translations, migrations
	@$(BIN)/python -m tests.checks

check-all: check  ## everything: whole suite on both databases, every page in a browser
	@$(BIN)/tadamun messages --compile
	@$(BIN)/pytest -n auto -m "not browser"
	@$(BIN)/python -m tests.postgres run -- $(BIN)/pytest -n auto -m "not browser and (not slow or concurrent)"
	@$(BIN)/pytest -m browser

messages: $(DEV_STAMP)  ## collect words from the code into the catalogues and compile them
	@$(BIN)/tadamun messages

bench: $(DEV_STAMP)  ## measure and print beside the targets
	@$(BIN)/python -m bench

screenshots: $(DEV_STAMP)  ## draw docs/screenshots/ and docs/guide/artisan/ anew with Debian's chromium (some minutes)
	@$(BIN)/python -m scripts.screenshots
	@$(BIN)/python -m scripts.picture_guide

requirements: $(BIN)/uv  ## pin requirements anew, with hashes and without addresses
	@for set in run dev; do $(BIN)/uv pip compile -q --universal --generate-hashes --python-version 3.11 \
	  --no-emit-index-url --no-header requirements/$$set.in -o requirements/$$set.txt; done

clean:  ## remove the environment and what the demo made
	rm -rf $(VENV) var build
