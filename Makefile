# Works in any folder with python3 (3.11 or newer) and make; `make help` lists the targets.
.POSIX:
.DEFAULT_GOAL := help
.PHONY: help run test check fix faults lock clean

HOST = 127.0.0.1
PORT ?= 8501
PYTEST =
BENCH =
PARALLEL = -n auto --maxprocesses 4 --dist loadgroup
STORE = data/kpis.duckdb
PYTHON = .venv/bin/python

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1	\2/p' Makefile

run: ## serve the dashboard, first with the demonstration province (PORT=8501, HOST=127.0.0.1)
	@sh make/venv.sh requirements.txt
	@test -e $(STORE) || { echo "Tạo tỉnh minh họa / making the demonstration province" && \
		rm -f $(STORE).new && \
		$(PYTHON) -m kpis init --demo --store duckdb:$(STORE).new >/dev/null && \
		mv $(STORE).new $(STORE); }
	@$(PYTHON) -m kpis serve --store duckdb:$(STORE) --host $(HOST) --port $(PORT)

test: ## every test, those in the browser too (PYTEST="-k name" for some of them)
	@sh make/venv.sh requirements.txt requirements-dev.txt
	@sh make/chromium.sh
	@$(PYTHON) -m pytest $(PARALLEL) $(PYTEST)

check: ## what must hold before a commit: format, lint, types, tests
	@sh make/venv.sh requirements.txt requirements-dev.txt
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -m mypy
	@$(MAKE) test

fix: ## put the code into its format and mend what can be mended mechanically
	@sh make/venv.sh requirements.txt requirements-dev.txt
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

faults: ## races, double clicks and kills during a save, as many as it takes (KPIS_FAULTS=0.1: a tenth)
	@sh make/venv.sh requirements.txt requirements-dev.txt
	@$(PYTHON) -m tests.faults

bench: ## time loading and judging (several minutes for the country; BENCH=274 for the first alone)
	@sh make/venv.sh requirements.txt
	@PYTHONPATH=. $(PYTHON) bench/load_and_evaluate.py $(BENCH)

lock: ## pin requirements*.in anew, newest versions, with hashes, for every platform
	@sh make/venv.sh requirements.txt requirements-dev.txt
	$(PYTHON) -m uv pip compile $(LOCK) requirements.in --output-file requirements.txt
	$(PYTHON) -m uv pip compile $(LOCK) requirements-dev.in --output-file requirements-dev.txt
LOCK = --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url

clean: ## remove what make made, but never data/
	rm -rf .venv .pytest_cache .ruff_cache .mypy_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
