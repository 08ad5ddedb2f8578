# Two commands do everything, set-up included: `make run` and `make test`.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.NOTPARALLEL:

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := $(shell sed -n 's/^uv==\([0-9.]*\).*/\1/p' requirements/uv.lock)
RUN_READY := $(VENV)/.ready-run
TEST_READY := $(VENV)/.ready-test
DATA ?=
RESET ?=
SPEED ?= 30

.PHONY: help run test soak check bench bench-lock lock setup format clean

help:  ## what there is to type
	@sed -n 's/^\([a-z-]*\):.*##\s*/\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: $(RUN_READY)  ## set up, then bring all up and keep it up: make run [DATA=bars.csv.gz] [SPEED=30] [RESET=1]
	@exec $(BIN)/usdcop up --speed "$(SPEED)" $(if $(DATA),--data "$(DATA)") $(if $(RESET),--reset)

test: $(TEST_READY)  ## set up, then every test
	@$(BIN)/python -m pytest $(ARGS)

ROUNDS ?= 300
soak: $(TEST_READY)  ## set up, then the faults for long: every kill test with many rounds: make soak [ROUNDS=300]
	@FAULT_ROUNDS=$(ROUNDS) $(BIN)/python -m pytest tests/faults tests/e2e -m "" --timeout 14400 $(ARGS)

check: $(TEST_READY)  ## set up, then format, lint, types, contracts, dependencies, house rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry src
	@$(BIN)/codespell src tests tools bench docs *.md
	@$(BIN)/python tools/house.py

BENCH_BACKTEST := .venv-bench-backtest
BENCH_LEARNING := .venv-bench-learning
# A folder or a page with torch's CPU wheels, where the registry has none: make bench TORCH_FIND_LINKS=…
TORCH_FIND_LINKS ?= $(PIP_FIND_LINKS)
bench: $(TEST_READY) $(BENCH_BACKTEST)/.ready  ## set up the peers, then measure speed and memory beside them
	@$(MAKE) --silent $(BENCH_LEARNING)/.ready || echo "Without torch: the row of Stable-Baselines3 says why"
	@$(BIN)/python -m bench $(ARGS)

$(BENCH_BACKTEST)/.ready: requirements/bench-backtest.lock $(VENV)/bin/uv
	@echo "Setting up: the peers of the backtest"
	@test -x $(@D)/bin/python || $(BIN)/uv venv --quiet --python $(PYTHON) $(@D)
	@$(BIN)/uv pip install --quiet --python $(@D) --require-hashes -r $<
	@touch $@

$(BENCH_LEARNING)/.ready: requirements/bench-learning.lock $(VENV)/bin/uv
	@echo "Setting up: the peer of training (torch is large)"
	@test -x $(@D)/bin/python || $(BIN)/uv venv --quiet --python $(PYTHON) $(@D)
	@$(BIN)/uv pip install --quiet --python $(@D) --require-hashes $(if $(TORCH_FIND_LINKS),--find-links "$(TORCH_FIND_LINKS)") -r $< 2> $(@D)/why.txt \
		|| { cat $(@D)/why.txt >&2; exit 1; }
	@touch $@

bench-lock: $(VENV)/bin/uv  ## renew the locks of the bench's peers (TORCH_FIND_LINKS as for bench)
	@$(LOCK) bench/peers/backtest.in -o requirements/bench-backtest.lock
	@$(filter-out --universal,$(LOCK)) --python-platform x86_64-manylinux_2_28 $(if $(TORCH_FIND_LINKS),--find-links "$(TORCH_FIND_LINKS)") bench/peers/learning.in -o requirements/bench-learning.lock

format: $(TEST_READY)  ## put the code in form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

setup: $(TEST_READY)  ## only the set-up

$(VENV)/bin/uv: requirements/uv.lock
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.lock
	@touch $@

$(RUN_READY): $(VENV)/bin/uv requirements/runtime.lock pyproject.toml
	@echo "Setting up: the libraries that run the system"
	@$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements/runtime.lock
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(TEST_READY): $(RUN_READY) requirements/dev.lock
	@echo "Setting up: the libraries that test it"
	@$(BIN)/uv pip install --quiet --compile-bytecode --require-hashes -r requirements/dev.lock
	@touch $@

LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --python-version 3.11 --universal
lock: $(VENV)/bin/uv  ## renew the locks from pyproject.toml
	@echo "uv==$(UV_VERSION)" | $(LOCK) - -o requirements/uv.lock
	@$(LOCK) pyproject.toml --group build -o requirements/runtime.lock
	@$(LOCK) pyproject.toml --group build --group dev -c requirements/runtime.lock -o requirements/dev.lock

clean:  ## forget the set-up and caches; data under .usdcop stay
	@rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis
