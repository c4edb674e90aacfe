# Anxue 安学. `make run` serves the demo, `make test` runs every test; `make help` says what else there is.
PORT ?= 5000
PYTHON ?= python3
BIN := .venv/bin
TOOLS := .venv/tools/bin
NODE := .lint/node_modules/.bin
RULES := --config .lint
SCRIPTS := static/js static/sw.js tests/js .lint/*.mjs
export FLASK_APP := app.py

.PHONY: help setup setup-dev run test sweeps bench words screenshots lint lint-python lint-types lint-scripts lint-styles lint-templates format lock sbom clean

help:           ## say what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: .venv/ready  ## install what serving needs

.venv/ready: requirements.txt $(wildcard eduplatform/translations/*/LC_MESSAGES/*.po)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pybabel -q compile -d eduplatform/translations
	touch $@

setup-dev: setup .venv/ready-dev  ## and what tests and lint need

.venv/ready-dev: requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

run: setup      ## build the demo city and serve it; PORT=8000 for another port
	$(BIN)/flask db upgrade
	$(BIN)/flask demo --if-empty
	PORT=$(PORT) $(BIN)/python app.py

test: setup-dev  ## every test, on SQLite
	$(BIN)/python -m pytest -n auto --dist loadgroup

sweeps: setup-dev  ## the long versions of what `make test` runs a sample of: random years, a city through a year of kills
	ANXUE_SWEEPS=1 $(BIN)/python -m pytest -n auto --dist loadgroup -m sweep

bench: setup-dev  ## CPU, statements and bytes beside a baseline of the same run
	$(BIN)/python -m bench

# ── Lint: what `.ci/run` asks first. Each part alone: make lint-scripts …
lint: lint-python lint-types lint-scripts lint-styles lint-templates  ## everything below; `make format` mends what a machine can

lint-python: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

lint-types: setup-dev
	$(BIN)/mypy

lint-scripts: .lint/node_modules/ready
	$(NODE)/eslint $(RULES)/eslint.config.mjs $(SCRIPTS)
	$(NODE)/prettier $(RULES)/prettier.config.mjs --check --log-level warn $(SCRIPTS)

lint-styles: .lint/node_modules/ready
	$(NODE)/stylelint $(RULES)/stylelint.config.mjs "static/css/*.css"

# Prettier would change white space, which counts in a template, so ours are held by tests: length of lines, compiling, words; that
# tags pair is checked on every page that any test loads (tests/checks.py).
lint-templates: setup-dev
	$(BIN)/python -m pytest -n 0 tests/guards/test_templates.py tests/guards/test_long_lines.py

format: setup-dev .lint/node_modules/ready  ## write Python and scripts as lint wants them
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .
	$(NODE)/prettier $(RULES)/prettier.config.mjs --write --log-level warn $(SCRIPTS)
	$(NODE)/stylelint $(RULES)/stylelint.config.mjs --fix "static/css/*.css"

.lint/node_modules/ready: .lint/package-lock.json
	cd .lint && npm ci --ignore-scripts --no-audit --no-fund --loglevel error
	touch $@

# ── What we stand on
.venv/tools/ready: Makefile
	$(PYTHON) -m venv .venv/tools
	$(TOOLS)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9 cyclonedx-bom==7.5.0
	touch $@

# For every Python from 3.11 on, every system, with the digest of each file. Versions stay as they are unless asked: LOCK=--upgrade,
# LOCK="--upgrade-package flask". A new package: its line in pyproject.toml, then this.
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(TOOLS)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --annotation-style line $(LOCK)
lock: .venv/tools/ready  ## requirements*.txt from pyproject.toml
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --extra dev --constraint requirements.txt --output-file requirements-dev.txt

sbom: .venv/tools/ready  ## parts list (CycloneDX) into sbom.json; the vendored script is in static/vendor/VERSIONS.md
	$(TOOLS)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --of JSON -o sbom.json requirements.txt

# ── Seldom
words: setup    ## collect the words of pages and forms; bring the new ones into English in messages.po afterwards
	$(BIN)/pybabel -q extract -F babel.cfg -k _l -k lazy_gettext --no-location --sort-output -o .venv/messages.pot eduplatform
	$(BIN)/pybabel -q update -i .venv/messages.pot -d eduplatform/translations -l en --no-fuzzy-matching --omit-header

screenshots: setup-dev  ## take the pictures of the README again
	$(BIN)/python -m bench.screenshots

clean:          ## remove what was installed and the demo
	rm -rf .venv instance static/dist .lint/node_modules sbom.json
