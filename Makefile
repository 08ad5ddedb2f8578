# Two commands do everything, set-up included: `make run` and `make test`.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.NOTPARALLEL:

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
# Everything is set up in $(VENV) and dashboard/node_modules, whatever else is active or configured here.
unexport VIRTUAL_ENV CONDA_PREFIX CONDA_DEFAULT_ENV PYTHONHOME PYTHONPATH NODE_ENV
unexport UV_SYSTEM_PYTHON UV_PROJECT_ENVIRONMENT UV_TARGET UV_PREFIX UV_PYTHON
unexport PIP_TARGET PIP_PREFIX PIP_ROOT PIP_REQUIRE_VIRTUALENV
export PIP_USER := 0
UV_INSTALL = $(BIN)/uv pip install --quiet --python $(VENV)
UV_VERSION := $(shell sed -n 's/^uv==\([0-9.]*\).*/\1/p' requirements/uv.lock)
RUN_READY := $(VENV)/.ready-run
TEST_READY := $(VENV)/.ready-test
DATA ?=
CLOCK ?=
RESET ?=
SPEED ?= 30

DASHBOARD := dashboard
DASHBOARD_MODULES := $(DASHBOARD)/node_modules/.ready
DASHBOARD_BUILD := $(DASHBOARD)/.next/.ready
NPM := NEXT_TELEMETRY_DISABLED=1 npm --prefix $(DASHBOARD) --loglevel=error
# What Next.js asks for; `usdcop up` looks for the same.
HAS_NODE := command -v npm > /dev/null && node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 9) ? 0 : 1)' 2> /dev/null
NO_NODE := install Node.js 20.9 or newer with npm (https://nodejs.org), then run this again.

.PHONY: help run test soak check bench bench-lock court court-whole clock-rates lock setup format clean
.PHONY: dashboard dashboard-test dashboard-check chromium journeys bench-dashboard soak-dashboard screenshots

help:  ## what there is to type
	@sed -n 's/^\([a-z-]*\):.*##\s*/\1\t/p' $(MAKEFILE_LIST) | expand -t 12

run: $(RUN_READY) dashboard  ## set up, then bring all up and keep it up: make run [DATA=bars.csv.gz [CLOCK=auto]] [SPEED=30] [RESET=1]
	@exec $(BIN)/usdcop up --speed "$(SPEED)" $(if $(DATA),--data "$(DATA)") $(if $(CLOCK),--clock "$(CLOCK)") $(if $(RESET),--reset)

# With ARGS, only what they ask for: make test ARGS="tests/core -q"
WHOLE := $(if $(ARGS),$(findstring dashboard,$(ARGS)),yes)
# A process for each of up to four cores; what must be alone comes first, in one of them (tests/support/side_by_side.py).
SIDE_BY_SIDE := -n logical --maxprocesses 4 --dist worksteal
test: MUST_BUILD := yes  # a dashboard that cannot be built fails, rather than skips, what looks at it
test: $(TEST_READY) $(if $(WHOLE),dashboard chromium) $(if $(ARGS),,dashboard-test)  ## set up, then every test, those in a browser too
	@$(BIN)/python -m pytest $(or $(ARGS),$(SIDE_BY_SIDE))

ROUNDS ?= 300
soak: $(TEST_READY)  ## set up, then the faults for long: every kill test with many rounds: make soak [ROUNDS=300]
	@FAULT_ROUNDS=$(ROUNDS) $(BIN)/python -m pytest tests/faults tests/e2e -m "" --timeout 14400 $(ARGS)

check: $(TEST_READY) dashboard-check  ## set up, then format, lint, types, contracts, dependencies, house rules
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/deptry src
	@$(BIN)/codespell src tests tools bench docs *.md
	@$(BIN)/python tools/house.py

dashboard:  ## build the dashboard, where Node.js is there and anything has changed
	@if ! { $(HAS_NODE); }; then echo "Without the dashboard: $(NO_NODE)"; \
	elif ! $(MAKE) --silent $(DASHBOARD_BUILD); then echo "Without the dashboard: it could not be built, see above."; exit $(if $(MUST_BUILD),1,0); fi

$(DASHBOARD_MODULES): $(DASHBOARD)/package-lock.json $(DASHBOARD)/package.json
	@echo "Setting up: the libraries of the dashboard"
	@$(NPM) ci --include=dev --ignore-scripts --no-audit --no-fund > /dev/null
	@touch $@

DASHBOARD_SOURCES := src messages public tools next.config.ts postcss.config.mjs tsconfig.json ../docs/COURT.md
# Folders count too: a file that was removed makes its folder newer. Tests do not: they are not built.
CHANGED = $(shell cd $(DASHBOARD) && { test -e .next/.ready || echo new; find $(DASHBOARD_SOURCES) -newer .next/.ready ! -name '*.test.ts*' -print -quit 2> /dev/null; })
$(DASHBOARD_BUILD): $(DASHBOARD_MODULES) $(if $(CHANGED),build-anew)
	@echo "Setting up: the dashboard (a minute or two)"
	@$(NPM) run build > $(DASHBOARD)/build.log 2>&1 || { cat $(DASHBOARD)/build.log >&2; exit 1; }
	@touch $@

.PHONY: build-anew
build-anew: ;

dashboard-test:
	@if $(HAS_NODE); then $(MAKE) --silent $(DASHBOARD_MODULES) && $(NPM) test; else echo "Without the dashboard's tests: $(NO_NODE)"; fi

dashboard-check:
	@if $(HAS_NODE); then $(MAKE) --silent $(DASHBOARD_MODULES) && $(NPM) run check; else echo "Without the dashboard's check: $(NO_NODE)"; fi

CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
export CHROMIUM
chromium:  # the browser of the journeys: as root it is installed, elsewhere they are skipped with the reason
	@if [ -n "$(CHROMIUM)" ]; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null; then \
		echo "Setting up: Chromium, for the journeys"; \
		told=$$({ apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends chromium; } 2>&1) \
			|| { tail -n 5 <<< "$$told"; echo "Without the journeys: apt-get could not install chromium, see above; or set CHROMIUM to a browser's path."; }; \
	else echo "Without the journeys: install Chromium (Debian: sudo apt-get install chromium), or set CHROMIUM to its path."; fi

JOURNEYS := $(BIN)/python -m pytest tests/e2e/test_dashboard.py -m ""
journeys: $(TEST_READY) dashboard chromium  ## set up, then the dashboard in a browser against a real back end: make journeys [ARGS="-k trading"]
	@$(JOURNEYS) $(or $(ARGS),-k "not soak and not budgets")

bench-dashboard: $(TEST_READY) dashboard chromium  ## set up, then the dashboard's budgets of time and memory: a quiet machine
	@$(JOURNEYS) -k "budgets or first-load" -s

MINUTES ?= 60
soak-dashboard: $(TEST_READY) dashboard chromium  ## set up, then the dashboard's memory over a long replay: make soak-dashboard [MINUTES=60]
	@JOURNEY_MINUTES=$(MINUTES) $(JOURNEYS) -k soak -s --timeout 14400

PICTURES := trading-dark.png pipeline-light.png ml-analytics-dark.png trading-dark-phone.png
# Of a system that runs already, such as a replay of real bars: JOURNEY_PASSWORD=… make screenshots URL=http://127.0.0.1:5000
RUNNING = JOURNEY_URL=$(URL) JOURNEY_HOME=$(URL) JOURNEY_USER=$${JOURNEY_USER:-admin} CHROMIUM=$${CHROMIUM:-$$(command -v chromium)}
screenshots: $(TEST_READY) dashboard chromium  ## set up, then take the pictures of the README anew [URL=of a running dashboard]
	@$(if $(URL),cd $(DASHBOARD) && $(RUNNING) node_modules/.bin/vitest run --config vitest.journeys.config.ts pages,$(JOURNEYS) -k pages)
	@mkdir -p docs/pictures && cp $(addprefix $(DASHBOARD)/output/,$(PICTURES)) docs/pictures/

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

court: $(TEST_READY)  ## set up, then measure the court's error rates with drawn returns, and write docs/COURT.md (half an hour)
	@$(BIN)/python -m bench.court drawn

court-whole: $(TEST_READY)  ## set up, then measure them with whole markets, trainings and verdicts; goes on where it was stopped
	@$(BIN)/python -m bench.court whole

clock-rates: $(TEST_READY)  ## set up, then measure how often the import is wrong about a file's clock, and write docs/CLOCKS.md
	@PYTHONPATH=tests $(BIN)/python -m bench.clock_rates

bench-lock: $(VENV)/bin/uv  ## renew the locks of the bench's peers (TORCH_FIND_LINKS as for bench)
	@$(LOCK) bench/peers/backtest.in -o requirements/bench-backtest.lock
	@$(filter-out --universal,$(LOCK)) --python-platform x86_64-manylinux_2_28 $(if $(TORCH_FIND_LINKS),--find-links "$(TORCH_FIND_LINKS)") bench/peers/learning.in -o requirements/bench-learning.lock

format: $(TEST_READY)  ## put the code in form
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

setup: $(TEST_READY)  ## only the set-up

# Made from scratch, so that one that was interrupted half-way is no hindrance.
$(VENV)/bin/uv: requirements/uv.lock
	@command -v "$(PYTHON)" > /dev/null || { echo "Python 3.11 is needed, and there is no $(PYTHON): install it (https://www.python.org/downloads), or name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "Python 3.11 is needed, and $(PYTHON) is $$("$(PYTHON)" --version): name another, as in make PYTHON=/path/to/python3.11"; exit 1; }
	@"$(PYTHON)" -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.lock
	@touch $@

$(RUN_READY): $(VENV)/bin/uv requirements/runtime.lock pyproject.toml
	@echo "Setting up: the libraries that run the system"
	@$(UV_INSTALL) --compile-bytecode --require-hashes -r requirements/runtime.lock
	@$(UV_INSTALL) --no-deps --no-build-isolation --editable .
	@test -x $(BIN)/usdcop
	@touch $@

$(TEST_READY): $(RUN_READY) requirements/dev.lock
	@echo "Setting up: the libraries that test it"
	@$(UV_INSTALL) --compile-bytecode --require-hashes -r requirements/dev.lock
	@touch $@

LOCK := $(BIN)/uv pip compile --quiet --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links --python-version 3.11 --universal
lock: $(VENV)/bin/uv  ## renew the locks from pyproject.toml
	@echo "uv==$(UV_VERSION)" | $(LOCK) - -o requirements/uv.lock
	@$(LOCK) pyproject.toml --group build -o requirements/runtime.lock
	@$(LOCK) pyproject.toml --group build --group dev -c requirements/runtime.lock -o requirements/dev.lock

clean:  ## forget the set-up and caches; data under .usdcop stay
	@rm -rf $(VENV) .mypy_cache .ruff_cache .hypothesis $(DASHBOARD)/.next $(DASHBOARD)/node_modules
