# Anxue 安学. `make run` serves the demo, `make test` runs every test, `make bench` prints the figures.
PORT ?= 5000
PYTHON ?= python3
BIN := .venv/bin
export FLASK_APP := app.py

.PHONY: setup setup-dev run test bench words screenshots clean

setup: .venv/ready

.venv/ready: requirements.txt $(wildcard eduplatform/translations/*/LC_MESSAGES/*.po)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	$(BIN)/pybabel -q compile -d eduplatform/translations
	touch $@

setup-dev: setup .venv/ready-dev

.venv/ready-dev: requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

run: setup
	$(BIN)/flask db upgrade
	$(BIN)/flask demo --if-empty
	PORT=$(PORT) $(BIN)/python app.py

test: setup-dev
	$(BIN)/python -m pytest -n auto --dist loadgroup

bench: setup-dev
	$(BIN)/python -m bench

# Collects the words of pages and forms; bring the new ones into English in messages.po afterwards.
words: setup
	$(BIN)/pybabel -q extract -F babel.cfg --no-location --sort-output -o .venv/messages.pot eduplatform
	$(BIN)/pybabel -q update -i .venv/messages.pot -d eduplatform/translations -l en --no-fuzzy-matching --omit-header

screenshots: setup-dev
	$(BIN)/python -m bench.screenshots

clean:
	rm -rf .venv instance static/dist
