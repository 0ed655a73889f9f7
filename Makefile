# Earshot: two commands do everything: make run, make test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
CHECKS := $(VENV)/checks.txt
ON_NEO4J := $(VENV)/neo4j-tests.txt
OTHERS := $(VENV)/other-tests.txt
KILLING := tests/contract/test_kill_points.py
BUT_KILLING := tests/contract/test_[!k]*.py

.PHONY: help setup run test lint types bench example neo4j requirements

help:  ## say what each target does
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(STAMP): requirements-dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $(STAMP)

setup: $(STAMP)  ## build .venv, with everything for running and checking

run: setup  ## start Earshot with the example and print its address
	EARSHOT_DEMO=1 $(BIN)/flask serve

# Tests wait for an engine most of the time, so those of each engine, all others, and the checks run beside each
# other; those that start processes of their own to kill are with the others, which are done soonest.
test: setup  ## lint, types, import contracts, every test
	@$(MAKE) --no-print-directory lint types >$(CHECKS) 2>&1 & checks=$$!; \
	$(BIN)/python -m pytest tests/contract --engine=neo4j -p no:cacheprovider >$(ON_NEO4J) 2>&1 & neo4j=$$!; \
	$(BIN)/python -m pytest --ignore-glob='$(BUT_KILLING)' -p no:cacheprovider >$(OTHERS) 2>&1 & others=$$!; \
	trap 'kill $$checks $$others $$neo4j' INT TERM; \
	$(BIN)/python -m pytest tests/contract --engine=embedded --ignore=$(KILLING); failed=$$?; \
	wait $$checks || failed=1; cat $(CHECKS); \
	wait $$neo4j || failed=1; cat $(ON_NEO4J); \
	wait $$others || failed=1; cat $(OTHERS); exit $$failed

lint: setup  ## style and the arrows between the packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup  ## mypy, strict in graph/ and importers/
	$(BIN)/mypy app graph importers

bench: setup  ## every promise about speed and memory, as ratios
	@for script in benchmarks/bench_*.py benchmarks/import_*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

example: setup  ## write the example's files again from its seed
	$(BIN)/python -m example.make

neo4j: setup  ## start a real Neo4j on this machine (needs Java and Maven)
	$(BIN)/python -m tools.neo4j

requirements:  ## resolve and pin the requirements again (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header requirements.in -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header requirements-dev.in -o requirements-dev.txt
