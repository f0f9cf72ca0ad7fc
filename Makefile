# Hejie 和解. `make help` lists what there is.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test check lint assets seed bench clean
.DELETE_ON_ERROR:

export HOST ?= 127.0.0.1
export PORT ?= 8000
DEMO ?= 1
BENCH ?=
TESTS ?= tests
WORKERS ?= 2

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '%s\n' '' '  make run HOST=0.0.0.0 PORT=8080   another address' '  make run DEMO=0                   your own centre instead of the demo county' \
	  '  make test TESTS=tests/worktime    only some tests'

run: assets  ## start Hejie on http://127.0.0.1:8000, with the demo county 云溪县
	@HEJIE_DEMO=$(DEMO) exec $(PY) -m app.serve

test: .venv/.installed-dev assets check  ## everything that is tested: checks, both databases, a real browser
	@$(PY) -m tests.browser.chromium
	@$(PY) -m pytest -q -n $(WORKERS) --dist worksteal $(TESTS)

check: .venv/.installed-dev  ## style and the direction of imports
	@$(PY) -m ruff check .
	@.venv/bin/lint-imports --no-logo

lint: check

assets: .venv/.installed  ## build the front end, if it changed
	@$(PY) -m app.assets

seed: assets  ## plant the demo county into the database, without starting anything
	@HEJIE_DEMO=1 $(PY) -m app.prepare

bench: .venv/.installed-dev assets  ## measure Hejie beside the floor app (BENCH="--help")
	@$(PY) -m benchmarks.run $(BENCH)

clean:  ## remove everything built; data in var/ stays
	rm -rf .venv .build .browser frontend/node_modules app/web/static/dist app/engine/js .pytest_cache .ruff_cache .import_linter_cache

# --- the virtual environment ------------------------------------------------------------------------------------------

PY := .venv/bin/python
PYTHON ?= $(shell for name in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	command -v $$name >/dev/null 2>&1 && $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$name; break; }; done)
PIP := $(PY) -m pip install --disable-pip-version-check --no-input
NO_PYTHON := 需要 Python 3.11 或更新的版本 / Python 3.11 or newer is needed. Name one with: make run PYTHON=/path/to/python3
NO_VENV := 不能建立虚拟环境 / The virtual environment could not be made. On Debian or Ubuntu: apt-get install python3-venv
NO_DOWNLOAD := 依赖包下载失败，请检查网络后再运行一次 / A download failed: check the network and start again; what is here already is kept.

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "$(NO_PYTHON)" >&2; exit 1; }
	@echo "[hejie] $(PYTHON): making .venv"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; echo "$(NO_VENV)" >&2; exit 1; }

.venv/.installed: requirements.txt | .venv/bin/python
	@echo "[hejie] installing requirements.txt"
	@$(PIP) -r requirements.txt || { echo "$(NO_DOWNLOAD)" >&2; exit 1; }
	@touch $@

.venv/.installed-dev: requirements-dev.txt .venv/.installed
	@echo "[hejie] installing requirements-dev.txt"
	@$(PIP) -r requirements-dev.txt || { echo "$(NO_DOWNLOAD)" >&2; exit 1; }
	@touch $@
