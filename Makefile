# Two commands do everything on a fresh machine with Python 3.11 or newer: `make demo` and `make test`.
# Options go through ARGS, for example: make demo ARGS="--once --json"

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
READY := $(VENV)/.ready
RUN := $(VENV)/bin/python -m

.PHONY: demo test check bench bench-scale picture screenshots dashboards format clean

demo: $(READY)
	@$(RUN) monitor demo $(ARGS)

test: $(READY)
	@$(RUN) pytest -n auto --dist loadgroup $(ARGS)

check: $(READY)
	@$(RUN) ruff check .
	@$(RUN) ruff format --check .
	@$(RUN) mypy
	@$(RUN) mypy -p grafana.source

bench: $(READY)
	@$(RUN) pytest -n0 -p no:randomly -s tests/bench --override-ini=testpaths= --override-ini=python_files='bench_*.py' $(ARGS)

# An hour at full size. Smaller by environment variables: BENCH_PORTALS=1000 make bench-scale; docs/scale.md tells them all.
bench-scale: $(READY)
	@$(RUN) pytest -n0 -p no:randomly -s tests/bench --override-ini=testpaths= --override-ini=python_files='scale_*.py' $(ARGS)

picture: $(READY)
	@$(RUN) monitor demo --once --json | $(RUN) monitor.reports.summary_svg > docs/summary.svg

screenshots: $(READY)
	@$(RUN) docs.screenshots.take $(ARGS)

dashboards: $(READY)
	@$(RUN) grafana.source

format: $(READY)
	@$(RUN) ruff check --fix .
	@$(RUN) ruff format .

clean:
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis

# Set-up speaks on stderr, so that `make demo ARGS="--once --json"` leaves nothing but the summary on stdout.
$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "emc-monitor needs Python 3.11 or newer (none found; name one: make PYTHON=/path/to/python3)" >&2; exit 1; }
	@echo "setting up $(VENV) with $(PYTHON) (once, about a minute)" >&2
	@$(PYTHON) -m venv $(VENV) >&2
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock >&2
	@$(VENV)/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . >&2
	@touch $@
