# make run: everything to ask a question in the browser.   make test: everything that CI checks, but the browser and the servers.
SHELL := /bin/sh
PYTHON ?= $(shell for p in python3.11 python3.12 python3 python; do command -v $$p >/dev/null 2>&1 && { echo $$p; break; }; done)
BIN := .venv/bin
PY := $(BIN)/python
TEST_DATA := $(CURDIR)/.cache/test-data

.PHONY: run index test lint unit gate browser-tools test-browser test-server bench retrieval clean help
help:            ## this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:[^#]*##/ —/'

.venv/.ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Il faut Python 3.11 ou plus récent (make PYTHON=/chemin/python3.11 run)."; exit 1; }
	test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check 'torch==2.13.0'
	$(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt setuptools wheel
	$(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-build-isolation --editable .
	touch $@

.venv/.ready-dev: .venv/.ready
	$(PY) -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-build-isolation --editable '.[dev]'
	touch $@

run: .venv/.ready ## install, unpack the model, index the corpus, open the page on http://127.0.0.1:7860
	$(PY) -m assistant index
	$(PY) app.py

index: .venv/.ready ## index what changed in the corpus
	$(PY) -m assistant index

test: lint unit gate ## everything but the browser and the servers

lint: .venv/.ready-dev
	$(PY) -m ruff check assistant eval tests app.py corpus
	$(PY) -m mypy
	PYTHONPATH=. $(BIN)/python -c 'from importlinter.cli import lint_imports; import sys; sys.exit(lint_imports())'

# Two processes, each with the whole files that it takes; then, with nothing beside them, the tests that measure a time or compute on every core.
unit: .venv/.ready-dev
	ASSISTANT_TEST_DATA_DIR="$(TEST_DATA)" $(PY) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not browser and not llm and not chroma_server and not alone" --doctest-modules tests assistant eval
	ASSISTANT_TEST_DATA_DIR="$(TEST_DATA)" $(PY) -m pytest -q -m alone tests

gate: .venv/.ready-dev
	ASSISTANT_DATA_DIR="$(TEST_DATA)" $(PY) -m eval.run --questions eval/questions --gate --out .cache/golden
	ASSISTANT_DATA_DIR="$(TEST_DATA)" $(PY) -m eval.run --questions eval/questions/holdout --gate holdout
	ASSISTANT_DATA_DIR="$(TEST_DATA)" $(PY) -m eval.run --questions eval/unseen/questions.yaml --corpus eval/unseen/documents --gate unseen --out .cache/golden-unseen

test-browser: .venv/.ready-dev ## the page in a real Chromium (installed with apt when it is missing)
	command -v chromium >/dev/null 2>&1 || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium; }
	ASSISTANT_TEST_DATA_DIR="$(TEST_DATA)" $(PY) -m pytest -q -m browser tests

test-server: .venv/.ready-dev ## a real PostgreSQL (installed with apt when it is missing) and a real Chroma server, on loopback
	command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y postgresql; }
	ASSISTANT_TEST_DATA_DIR="$(TEST_DATA)" $(PY) -m pytest -q -m "postgres or chroma_server" tests

bench: .venv/.ready-dev ## ratios measured in one run; rules, territories and facts: reports in eval/reports
	ASSISTANT_DATA_DIR="$(TEST_DATA)" $(PY) -m eval.bench
	ASSISTANT_DATA_DIR="$(TEST_DATA)" $(PY) -m eval.bench_rules

retrieval: .venv/.ready-dev ## retrieval on the service-public.fr set (needs npm to build it)
	$(PY) eval/datasets/build_service_public.py
	ASSISTANT_DATA_DIR="$(TEST_DATA)" $(PY) -m eval.retrieval --dataset eval/datasets/service-public

clean: ## remove the virtual environment and the caches of the tests
	rm -rf .venv .cache build *.egg-info
