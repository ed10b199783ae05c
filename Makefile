# Every target sets up .venv by itself from uv.lock: Python 3.11+, git and make are enough.
.DELETE_ON_ERROR:
.PHONY: help report ingest test test-slow lint format lab bench environment pictures clean

JOBS ?= 2
UV_VERSION := 0.13.9
# The first Python on PATH that runs and is new enough; `make PYTHON=/path/to/python3.12 ...` overrides it.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { command -v $$p; break; }; done)
BIN := .venv/bin
READY := .venv/.ready

help:
	@echo "make report   read every registered report, render it, and say where to look"
	@echo "make test     the fast tests;  make test-slow: those that need a browser or minutes"
	@echo "make lab      open JupyterLab on the notebooks"
	@echo "make lint     ruff and mypy;   make bench: the benchmarks"

$(READY): uv.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer was not found on PATH. Install it, or run: make PYTHON=/path/to/python3 $(MAKECMDGOALS)"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
		{ rm -rf .venv; echo "$(PYTHON) cannot create a virtual environment (on Debian and Ubuntu: apt install python3-venv)."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"
	@$(BIN)/uv sync --quiet --frozen --python $(BIN)/python
	@touch $@

# A refused report (status 2) keeps no other from being rendered; the status is kept to the end.
report: $(READY)
	@$(BIN)/ogi ingest; status=$$?; [ $$status -eq 0 ] || [ $$status -eq 2 ] || exit $$status; \
		$(BIN)/ogi render --jobs $(JOBS) && exit $$status

ingest: $(READY)
	$(BIN)/ogi ingest

test: $(READY)
	$(BIN)/pytest -n $(JOBS)

# The slow tests read pictures, and start a cluster and an S3 server.
test-slow: $(READY)
	@$(BIN)/uv sync --quiet --frozen --python $(BIN)/python --all-extras --group servers
	$(BIN)/pytest -m slow

lint: $(READY)
	$(BIN)/ruff format --quiet --check .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/nbstripout --verify notebooks/*.ipynb

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lab: ingest
	$(BIN)/jupyter lab notebooks

bench: ingest
	$(BIN)/python -m benchmarks.spine
	$(BIN)/python -m benchmarks.ingest
	$(BIN)/python -m benchmarks.batch

environment: $(READY)
	$(BIN)/python tools/write_environment.py

pictures: $(READY)
	$(BIN)/python tools/draw_pictures.py

clean:
	rm -rf .venv reports data/processed/*.parquet data/processed/*.csv
