# make run, make test: all a fresh clone needs, set-up included.  make check, bench, docs: for developers.
# Windows has no make by default: README.md gives the same steps in PowerShell.

PORT ?= 8501
DRILLBOARD_DB ?= var/drillboard.duckdb
WORKERS ?= 2
export DRILLBOARD_DB

BIN := .venv/bin
# The environment is made anew when what it is made from, or where it stands, has changed.
READY := .venv/ready-$(firstword $(shell { pwd; cat requirements.txt; } | cksum))

.DEFAULT_GOAL := help
.PHONY: help setup run test lint check bench docs

help:
	@echo "make run     the dashboard, with the sample in a new database (PORT=$(PORT), DRILLBOARD_DB=$(DRILLBOARD_DB))"
	@echo "make test    every test; those in a browser when Chromium is there"
	@echo "make check   format, lint, import rules, types, fast tests"
	@echo "make bench   speed and memory"
	@echo "make docs    the pictures of the guide"

setup: $(READY)

$(READY):
	@sh .ci/setup "$@"

run: $(READY)
	@mkdir -p var
	@$(BIN)/python cli.py sample --if-new --db "$(DRILLBOARD_DB)"
	@echo "Drillboard: http://localhost:$(PORT)   (Ctrl+C stops it; another port: make run PORT=8600)"
	@exec $(BIN)/python -m streamlit run app.py --server.port "$(PORT)"

# Browser tests after the others, alone: each has a server and a Chromium to wait for.
test: $(READY)
	@failed=0; \
	$(BIN)/python -m pytest -q -n $(WORKERS) -m "not browser" || failed=1; \
	$(BIN)/python -m pytest -q -m browser || failed=1; \
	exit $$failed

lint: $(READY)
	@$(BIN)/python -m ruff format --check --quiet . || { echo "Not formatted: .venv/bin/ruff format ."; exit 1; }
	@$(BIN)/python -m ruff check --quiet .
	@$(BIN)/lint-imports
	@$(BIN)/python -m mypy

check: lint
	@$(BIN)/python -m pytest -q -n $(WORKERS) -m "not browser and not slow"

bench: $(READY)
	@$(BIN)/python -m benchmarks

docs: $(READY)
	@$(BIN)/python docs/pictures.py
