# Everything a person or a machine runs: `make run`, `make test`, `make check`. Needs Python 3.11 or newer and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test test-long test-terminals pictures screens check messages bench profile lock clean

run: .venv/ready
	@$(BIN)/hashiya seeds

test: .venv/ready
	@$(BIN)/pytest

test-long: .venv/ready
	@$(BIN)/pytest -n 0 -m "long or terminal"

# The app in every terminal emulator that is installed, under a virtual display; ONLY="xterm or xfce4" for some.
test-terminals: .venv/ready
	@$(BIN)/pytest -n 0 -rs -m emulator $(if $(ONLY),-k "$(ONLY)")

# The pictures of docs/workflows, and their screens as text, as they are now; look at what has changed.
pictures: .venv/ready
	@mkdir -p docs/workflows/pictures
	@PICTURES=docs/workflows/pictures $(BIN)/pytest -n 0 -m "long or not long" tests/workflows

# Every screen as text, in tests/screens, as it is now; read what has changed.
screens: .venv/ready
	@SCREENS=1 $(BIN)/pytest -m long tests/screens

check: .venv/ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# Brings the catalogues of other languages up to date with the messages in the code.
messages: .venv/ready
	@$(BIN)/python -m scripts.messages

# Ratios and budgets; takes about six minutes on a quiet machine.
bench: .venv/ready
	@$(BIN)/python -m bench

# Where the time goes, as shares: of rows, of opening ten megabytes, of a start, of a key.
profile: .venv/ready
	@$(BIN)/python -m bench.where

# The lock holds every version and its hash, for run time and development alike.
lock: .venv/ready
	@$(BIN)/python -m pip install --quiet "uv>=0.9"
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-annotate --no-header \
		--python-version 3.11 --group dev --output-file requirements.lock pyproject.toml

.venv/ready: requirements.lock pyproject.toml
	@echo "Setting up .venv (once) …"
	@$(PYTHON) -c 'import sys; sys.exit("Hashiya needs Python 3.11 or newer; try: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

clean:
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
