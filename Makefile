# Two commands on a fresh machine: `make demo` and `make test`. Everything lands in .venv, out/ and build/.
.DELETE_ON_ERROR:
SHELL := bash
.SHELLFLAGS := -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= $(firstword $(shell for p in python3.11 python3.12 python3.13 python3 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null && command -v $$p; done))
VENV := .venv
BIN := $(VENV)/bin
STATE := $(VENV)/state
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
OUT := out
SHARED := ../shared
# The least F1 that the annotated listings must reach, where they are at hand.
FAIL_UNDER := core=0.96,all=0.94
# The least F1 over the challenge set.
CHALLENGE_UNDER := 0.96
UV ?= uv
LOCK := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links

.PHONY: help demo test test-slow bench figures reference lock format docs docs-pages clean
.PHONY: style types layers rules pytest corpus listings

help: ## show this
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

# --- the two commands -----------------------------------------------------------------------------

demo: $(STATE)/claimx ## extract the built-in corpus, write its table and report into out/
	@$(BIN)/claimx demo --out $(OUT)

test: style types layers rules pytest corpus listings ## every check, the fast tests, the corpus against its reference

# --- the checks of `make test`, one target each ---------------------------------------------------

style: $(STATE)/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(STATE)/dev
	$(BIN)/mypy --strict

layers: $(STATE)/dev
	$(BIN)/lint-imports

rules: $(STATE)/dev
	$(BIN)/claimx rules lint
	$(BIN)/claimx rules test

pytest: $(STATE)/dev
	$(BIN)/python -m pytest -m 'not slow' -n auto --dist worksteal

corpus: $(STATE)/dev
	$(BIN)/python benchmarks/challenge.py --fail-under $(CHALLENGE_UNDER) | tail -2
	@mkdir -p build
	$(BIN)/claimx extract seeds/abstracts.jsonl --quiet --out build/claims.jsonl
	$(BIN)/claimx diff reports/reference/claims.jsonl build/claims.jsonl --fail-on removed,changed,added

listings: $(STATE)/dev
ifneq ($(wildcard $(SHARED)/gold/dev.jsonl),)
	@mkdir -p build
	$(BIN)/claimx extract $(SHARED)/seeds --quiet --out build/listings.jsonl
	$(BIN)/claimx eval build/listings.jsonl $(SHARED)/gold/dev.jsonl --fail-under $(FAIL_UNDER)
	$(BIN)/claimx rules confidence build/listings.jsonl $(SHARED)/gold/dev.jsonl --check rules/confidence/measured.yaml
else
	@echo "not run: the score over the annotated listings ($(SHARED) is not here)"
endif

# --- more -----------------------------------------------------------------------------------------

test-slow: $(STATE)/dev ## the long properties and whole-corpus runs too
	$(BIN)/python -m pytest

bench: $(STATE)/dev ## speed beside a blank spaCy tokenizer, and the score over the challenge set
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/challenge.py

figures: $(STATE)/dev ## measure quality and speed anew: reports/figures.json and the table in the README
	$(BIN)/python benchmarks/figures.py
	$(BIN)/python docs/generate.py

reference: $(STATE)/dev ## accept what the rules give now: reports/reference/
	@mkdir -p reports/reference build
	$(BIN)/claimx extract seeds/abstracts.jsonl --quiet --out reports/reference/claims.jsonl --papers build/papers.jsonl
	$(BIN)/claimx report reports/reference/claims.jsonl --papers build/papers.jsonl --out reports/reference

format: $(STATE)/dev ## put code into the style that `make test` checks
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs-pages: $(STATE)/dev ## write the pages of docs/ that code is the source of
	$(BIN)/python docs/generate.py

docs: docs-pages ## the same, and the site where mkdocs is installed
	@if command -v mkdocs >/dev/null; then mkdocs build --strict --site-dir build/site; \
	else echo "not run: the site (mkdocs is not installed)"; fi

lock: ## pin every dependency with its hashes (needs uv)
	$(LOCK) pyproject.toml requirements/build.in --extra report -o requirements/runtime.txt
	$(LOCK) pyproject.toml requirements/build.in --extra dev --extra report -c requirements/runtime.txt \
		-o requirements/dev.txt

clean: ## remove what make made
	rm -rf $(VENV) $(OUT) build

# --- the environment: a stamp a step, so that a second call is quick ------------------------------

$(STATE)/python:
	@test -n "$(PYTHON)" || { echo "error: Python 3.11, 3.12 or 3.13 with its venv module (on Debian the package python3-venv) is needed and none is on the PATH:" \
		"install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@echo "creating $(VENV) with $(PYTHON)"
	@"$(PYTHON)" -m venv --clear $(VENV)
	@mkdir -p $(STATE) && touch $@

$(STATE)/runtime: requirements/runtime.txt $(STATE)/python
	@echo "installing requirements/runtime.txt"
	@$(PIP) --require-hashes -r requirements/runtime.txt
	@touch $@

$(STATE)/claimx: pyproject.toml $(STATE)/runtime
	@$(PIP) --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(STATE)/dev: requirements/dev.txt $(STATE)/claimx
	@echo "installing requirements/dev.txt"
	@$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@
