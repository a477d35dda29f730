# On a bare machine (python3 with venv, make): `make run` and `make test` set everything up themselves.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.ready
STATE  := .ringwatch
FIRMS  ?= 20000
SEED   ?= 1
HOST   ?= 127.0.0.1
PORT   ?= 8000
NEO4J  := .neo4j/.ready
SERVER := graph/store/neo4j/server
CYPHER := .ci/cypher/node_modules/.package-lock.json
CODE   := cypher graph detectors sweeps api bootstrap fixtures cli.py

.PHONY: help setup run test lint lint-cypher format bench lock clean

help: ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 10

setup: $(STAMP) $(NEO4J) ## .venv with the ringwatch command, and a Neo4j server where Java and Maven are

$(STAMP): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "ringwatch needs Python 3.11 or newer as '$(PYTHON)'; install it, or name one: make $(firstword $(MAKECMDGOALS)) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' has no venv module; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --compile --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
# Where PYTHONDONTWRITEBYTECODE is set nothing else would ever keep our own modules compiled.
	$(BIN)/python -m compileall -q $(wildcard $(CODE))
	@touch $@

# A server of our own for the Neo4j store's tests; the embedded store, the default, needs no Java. Where it cannot
# be installed the stamp stays unmade: the next call tries again.
$(NEO4J): $(SERVER)/pom.xml $(SERVER)/Launcher.java
	@if ! javac -version 2>&1 | grep -qE '^javac (1[7-9]|[2-9][0-9])' || ! command -v mvn >/dev/null; then \
	  echo "No Neo4j server without Maven and a JDK 17 or newer (the embedded store needs neither);" \
	    "on Debian or Ubuntu: apt-get install default-jdk-headless maven" >&2; \
	elif mkdir -p $(@D)/classes \
	  && { cmp -s $< $(@D)/pom.xml || { rm -rf $(@D)/lib $(@D)/pom.xml \
	    && mvn -q -B -Dstyle.color=never -f $< dependency:copy-dependencies -DoutputDirectory='$(CURDIR)/$(@D)/lib' \
	    && cp $< $(@D)/pom.xml; }; } \
	  && javac -cp '$(@D)/lib/*' -d $(@D)/classes $(SERVER)/Launcher.java; then \
	  touch $@; \
	else \
	  echo "The Neo4j server could not be installed, see above; going on without (the embedded store needs none)" >&2; \
	fi

$(STATE)/city/.made-$(FIRMS)-$(SEED): | $(STAMP)
	rm -rf $(STATE)/city
	$(BIN)/ringwatch demo --firms $(FIRMS) --seed $(SEED) --out $(STATE)/city
	@touch $@

run: $(STAMP) $(STATE)/city/.made-$(FIRMS)-$(SEED) ## a synthetic city, swept and served at http://127.0.0.1:8000
	$(BIN)/ringwatch sweep $(STATE)/city --workspace $(STATE)/workspace
	$(BIN)/ringwatch serve --workspace $(STATE)/workspace --host $(HOST) --port $(PORT)

test: $(STAMP) $(NEO4J) ## all tests
# Two files at a time, each of the two with a Neo4j server of its own; where NEO4J_URI names one, all in a row.
	$(BIN)/python -m pytest $(if $(NEO4J_URI),,-n 2 --dist loadfile)

lint: $(STAMP) ## ruff, strict mypy, import rules, Cypher
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory lint-cypher; else \
	  echo "Statements are not linted without Node.js 20 or newer; on Debian or Ubuntu: apt-get install nodejs npm" >&2; \
	  [ -z "$$CI" ]; fi

lint-cypher: $(CYPHER)
	$(BIN)/python .ci/cypher/declared.py | node .ci/cypher/lint.cjs cypher

$(CYPHER): .ci/cypher/package.json .ci/cypher/package-lock.json
	npm ci --prefix $(<D) --silent --no-audit --no-fund
	@touch $@

format: $(STAMP) ## put the code in its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP) ## detection quality and speed, as the README shows them
	$(BIN)/python bench/detection.py
	$(BIN)/python bench/baselines.py
	$(BIN)/python bench/sweep.py

# The lock names no index host: plain pip takes the files from wherever it is told to, and checks their hashes.
LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url
lock: ## resolve the versions again (needs uv)
	$(LOCK) --extra dev pyproject.toml -o requirements/dev.txt
	$(LOCK) -c requirements/dev.txt pyproject.toml -o requirements/run.txt
	echo hatchling | $(LOCK) -c requirements/dev.txt - -o requirements/build.txt

clean: ## remove what was made, keep .ringwatch/
	find . -path ./$(VENV) -prune -o -name '*.nb[ic]' -exec rm -f {} +
	rm -rf $(VENV) $(dir $(NEO4J)) $(dir $(CYPHER)) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info
