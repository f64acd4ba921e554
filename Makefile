# Everything a person runs by hand. A fresh machine needs git, make and Python 3.11 or newer, nothing else.
.DEFAULT_GOAL := help
.PHONY: help demo test check fmt bench load races screenshots install clean

VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
UV_VERSION := 0.13.9
INSTALLED := $(VENV)/.installed

# Locked dependencies go into .venv, whatever environment make was called from, compiled, so that no process that is
# started compiles them again; no interpreter is downloaded.
export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_PYTHON_DOWNLOADS := never
export UV_COMPILE_BYTECODE := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Many short processes: each would compile everything anew.
unexport PYTHONDONTWRITEBYTECODE

# The first interpreter that is new enough and can make environments; `make PYTHON=/path/to/python …` names another.
USABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
ifndef PYTHON
PYTHON = $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c '$(USABLE)' >/dev/null 2>&1 && echo "$$python" && break; done)
endif

# 1, yes and so on turn a switch on; 0, no and nothing leave it off.
on = $(filter-out 0 no false,$(1))

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(INSTALLED) ## Start a program to try out; RESET=1, SIZE=large, PORT=8000, CHECK=1, DATABASE_URL=…, REDIS_URL=…
	@DEMO=1 exec $(PY) manage.py demo $(if $(call on,$(RESET)),--reset) $(if $(SIZE),--size "$(SIZE)") \
		$(if $(PORT),--port "$(PORT)") $(if $(call on,$(CHECK)),--check)

test: $(INSTALLED) ## Run all tests; REQUIRE_ALL=1 makes a missing PostgreSQL, Redis or Chromium a failure
	@$(PY) -m tests

check: $(INSTALLED) ## Run everything that reads the code: linters, types, floors, templates, migrations
	@$(PY) .ci/check.py

fmt: $(INSTALLED) ## Put code and templates in shape
	@$(VENV)/bin/ruff check --fix-only --quiet .
	@$(VENV)/bin/ruff format --quiet .

bench: $(INSTALLED) ## Measure the solver and print the figures
	@$(PY) -m benchmarks

races: $(INSTALLED) ## Let two people reach for the last room 200 times, with the lock and without; ROUNDS=200
	@RACE_ROUNDS=$(or $(ROUNDS),200) $(PY) -m pytest tests/faults/test_edits.py --timeout 3600 -k last_room

load: $(INSTALLED) ## Send the promised mix of requests to real services here; SECONDS=600, RATE=30
	@$(PY) -m tests.load $(if $(SECONDS),--seconds "$(SECONDS)") $(if $(RATE),--rate "$(RATE)")

screenshots: $(INSTALLED) ## Take each role's pages with Chromium, desktop and phone
	@$(PY) -m tests.screenshots

install: $(INSTALLED) ## Make .venv with the locked dependencies

clean: ## Take away what was built; the data under var/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(INSTALLED): pyproject.toml uv.lock
	@test -n "$(PYTHON)" || { \
		echo "Connectedness needs Python 3.11 or newer with its venv module, and found none: install it" \
		"(Debian: apt install python3-venv) or name one: make PYTHON=/path/to/python …" >&2; exit 1; }
	@test -x $(PY) && $(PY) -c '$(USABLE)' && $(PY) -m pip --version >/dev/null 2>&1 \
		|| "$(PYTHON)" -m venv --clear $(VENV)
	@$(UV) --version 2>/dev/null | grep -Eq '^uv $(UV_VERSION)( |$$)' || $(PY) -m pip install --quiet uv==$(UV_VERSION)
	@$(UV) sync --frozen --quiet
	@touch $@
