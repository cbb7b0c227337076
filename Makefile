# Two commands do all the set-up: `make run` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STORE  ?= data/store
PORT   ?= 8501
# Files of tests side by side, one process more than there are processors: a browser's tests wait more than they work,
# and stand among the others (tests/running_order.py).
AT_ONCE = --numprocesses $$($(BIN)/python -c 'import os; print(min(4, (os.cpu_count() or 1) + 1))') \
  --dist loadfile --no-loadscope-reorder

# What is compiled on its first use is used once, on a small made-up bank: a minute here instead of in the first build.
define COMPILE_AHEAD
@echo "Compiling what is compiled on its first use"
@made=$$(mktemp -d) && { $(BIN)/python -m analytics demo --out $$made/bank --customers 300 --months 12 \
  && $(BIN)/python -m analytics ingest $$made/bank --store $$made/store \
  && TANDEM_NETWORK=off $(BIN)/python -m analytics build --store $$made/store; } >/dev/null 2>&1; rm -rf $$made
endef

.PHONY: run test test-slow check lint types imports network lock clean

run: $(VENV)/.installed
	$(BIN)/python -m analytics serve --demo --store $(STORE) --port $(PORT)

# Types are checked while the tests run; what is quick to say is said first.
test: $(VENV)/.installed-dev lint imports
	./.ci/browser
	$(BIN)/mypy & types=$$!; $(BIN)/python -m pytest $(AT_ONCE); tests=$$?; wait $$types && exit $$tests

test-slow: $(VENV)/.installed-dev check
	./.ci/browser
	TANDEM_SLOW=1 ./.ci/postgres $(BIN)/python -m pytest $(AT_ONCE) --ignore tests/browser
	TANDEM_SLOW=1 $(BIN)/python -m pytest tests/browser

check: lint types imports

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy --num-workers 2

imports: $(VENV)/.installed-dev
	$(BIN)/lint-imports

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "Tandem needs Python 3.11, 3.12 or 3.13; $(PYTHON) is something else. Try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m compileall -q -j 0 $(VENV)/lib analytics pages app.py serve.py || true
	$(COMPILE_AHEAD)
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m compileall -q -j 0 $(VENV)/lib analytics pages app.py serve.py || true
	$(COMPILE_AHEAD)
	@touch $@ $(VENV)/.installed

# The recurrent network among the ways to foresee what comes (docs/sequences.md); the next build tries it.
network: requirements-network.txt $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-network.txt

# Renews all locks; needs `uv` on the path.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet pyproject.toml -o requirements.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet pyproject.toml --extra network -c requirements.txt -o requirements-network.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet pyproject.toml --extra network --extra dev -c requirements.txt -o requirements-dev.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
