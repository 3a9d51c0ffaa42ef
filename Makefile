# The few words of the house. Each target says what it does: `make help`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
export PORT

.PHONY: help install run test prove check lint types lock assets vectors messages bench clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

install: $(VENV)/run.stamp ## the environment only

run: $(VENV)/run.stamp ## example set-up on http://localhost:$(PORT); Ctrl-C stops all
	$(BIN)/wijkkompas run

browser: ## Chromium for the browser tests (Debian; as root)
	@command -v chromium >/dev/null || (test "$$(id -u)" = 0 && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium >/dev/null) || echo "no Chromium: install it for the browser tests"

test: $(VENV)/dev.stamp browser ## every kind of test at small size
	tools/test.sh

prove: $(VENV)/dev.stamp browser ## full sets, scale; writes docs/reference/proof.md
	tools/prove.sh

check: $(VENV)/dev.stamp ## lint, types, import contracts, migrations, tests
	$(MAKE) lint types
	$(MAKE) test

lint: $(VENV)/dev.stamp ## ruff, import-linter, templates, registry addresses
	$(BIN)/ruff check src tests tools bench
	$(BIN)/ruff format --check src tests tools bench
	$(BIN)/lint-imports --config pyproject.toml
	$(BIN)/python tools/check_house.py

types: $(VENV)/dev.stamp ## mypy
	$(BIN)/mypy

lock: ## compile requirements/*.txt with hashes and without registry addresses
	@test -x $(BIN)/uv || $(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --extra dev pyproject.toml -o requirements/dev.txt

assets: ## copy fonts, pictograms and NL Design System CSS (needs Node, only here)
	npm ci --ignore-scripts --no-audit --no-fund
	$(BIN)/python tools/copy_assets.py
	$(BIN)/python -m tools.paper_fonts

vectors: $(VENV)/run.stamp ## encode the shipped texts (committed build product)
	OMP_NUM_THREADS=1 $(BIN)/python tools/make_vectors.py

messages: $(VENV)/dev.stamp ## collect and compile interface texts
	$(BIN)/python tools/messages.py

bench: $(VENV)/dev.stamp ## ratios beside named alternatives
	OMP_NUM_THREADS=1 $(BIN)/python bench/search.py

clean: ## remove the environment and the example data
	rm -rf $(VENV) .data
