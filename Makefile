# Every verb of the workshop. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
PORT ?= 8080

.PHONY: help setup run test check fix lock clean

help: ## list these verbs
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/\1|\2/' | column -t -s '|'

setup: $(READY) ## install everything that Watchbill needs, into .venv

$(READY): requirements/uv.txt requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Watchbill needs Python 3.11 or newer; $(PYTHON) is older. Install it, then: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements/uv.txt
	$(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes requirements/dev.txt
	$(BIN)/uv pip install --quiet --no-build-isolation --no-deps --editable .
	@touch $@

run: setup ## serve Watchbill on http://localhost:8080
	$(BIN)/watchbill serve --port $(PORT)

test: setup ## run the tests
	$(BIN)/pytest -n auto

check: setup ## the whole gate: format, lint, types, imports, sizes, docs, chart, tests
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/loq
	$(BIN)/pytest -n auto --cov --cov-report=term

fix: setup ## let the tools mend what they can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

lock: ## resolve the dependencies anew
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" pyproject.toml -o requirements/runtime.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" --group dev -c requirements/runtime.txt pyproject.toml -o requirements/dev.txt
	echo "uv>=0.13" | $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" - -o requirements/uv.txt

clean: ## remove what was built and installed here
	rm -rf .venv build dist node_modules
