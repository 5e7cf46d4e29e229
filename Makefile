# Everything needs only a python3 >= 3.11 with venv; `make demo` is the place to begin.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt
SEED ?= 1
SIZE ?= small

.DEFAULT_GOAL := help
.PHONY: help setup demo test audit check bench quality world media guide clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(VENV)/.tested ## install the program and all it takes to test it, into .venv

demo: $(VENV)/.runs ## crawl the demo province on this machine, without the internet
	$(BIN)/nianbao demo

test: check ## lint, types, import contracts, then all tests
	$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder

check: $(VENV)/.tested ## lint, format, types, import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

audit: $(VENV)/.tested ## known vulnerabilities of what is installed; needs the internet
	$(PIP) pip-audit
	$(BIN)/pip-audit --requirement constraints.txt --no-deps

bench: $(VENV)/.tested ## measure speed
	$(PIP) --group world --group bench
	$(BIN)/python -m tests.benchmarks
	$(BIN)/python -m tests.benchmarks.media

quality: $(VENV)/.tested ## read our own documents, each form in each medium, and show the cells that are right
	$(BIN)/python -m tests.quality

world: $(VENV)/.tested ## crawl a simulated web beside this folder and score what was found (SEED=1 SIZE=small)
	$(PIP) --group world
	$(BIN)/python -m tests.world --seed $(SEED) --size $(SIZE)

media: $(VENV)/.tested ## read every rendition of its reports without a crawl: right cells by medium and form (SEED=1 SIZE=small)
	$(PIP) --group world
	$(BIN)/python -m tests.world.media --seed $(SEED) --size $(SIZE)

guide: $(VENV)/.tested ## take the pictures of docs/guide.md of the demo; needs Chromium and fonts-noto-cjk
	$(BIN)/nianbao demo --home demo-data
	$(BIN)/python -m deploy.guide demo-data

clean: ## remove all that was made here, data excepted
	rm -rf $(VENV) build *.egg-info demo-data .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "$(PYTHON) is missing or older than 3.11; name a newer one: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null \
	  || { echo "$(PYTHON) cannot make a virtual environment; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@# Dependency groups came with pip 25.1; Debian 12 brings 23.
	$(PIP) 'pip>=25.1'
	@touch $@

$(VENV)/.runs: pyproject.toml constraints.txt | $(VENV)/.made
	$(PIP) --editable .
	@touch $@

$(VENV)/.tested: $(VENV)/.runs
	$(PIP) --group test
	@touch $@
