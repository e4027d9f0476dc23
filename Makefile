# Every verb sets itself up first: a bare machine needs only Python 3.11 or later, make and git.
# What is set up is remembered by empty files in .stamps/, so that it happens once.

VENV   := .venv
PY     := $(VENV)/bin/python
SYSTEM := $(shell for name in python3.11 python3 python; do \
              if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$name; break; fi; \
            done)
# The answers may not depend on the language or the time zone of the machine.
export TZ := UTC
export LC_ALL := C
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Tests of the documentation tool and of Spark must not read a user's own packages.
export PYTHONNOUSERSITE := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report test serve demo check reference docs wheel bench lock clean \
        test-spark test-crash test-lives test-wheel test-journeys test-postgres test-realdata

help: ## this list
	@echo "make <verb>:"; sed -nE 's/^([a-z-]+):[^#]*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

report: .stamps/runtime ## build and recalculate the two example reports, into build/
	@$(PY) -m tools.report_examples

serve: .stamps/runtime .stamps/style ## the site on this machine, with invented records and sign-ins for every role
	@mkdir -p build && COMMONWEAL_HOME=build/site COMMONWEAL_DEMO=yes sh tools/serve_demo.sh $(PY)

demo: .stamps/runtime ## from a headline down to one line, and how a changed digit is caught
	@$(PY) -m tools.demo

test: .stamps/dev ## all tests that need no more than Python
	$(PY) -m pytest

check: .stamps/dev ## style, types, the one-way flow, generated pages, documentation, editions; changes nothing
	@$(PY) -m tools.check

test-spark: .stamps/spark ## the valuation on Spark; needs Java 17
	$(VENV)-spark/bin/python -m pytest -m spark

test-crash: .stamps/dev ## kill a run, and the site while it writes on both databases, at 200 points each: whole or not at all
	$(PY) -m pytest -m crash

# All of them took 24 minutes of one processor; the automatic checks live LIVES=300 of them.
LIVES ?= 10000
test-lives: .stamps/dev ## ten thousand claims on the site live by chance: no illegal state, and what is locked stays
	COMMONWEAL_LIVES=$(LIVES) $(PY) -m pytest tests/web/test_claim_life.py

test-wheel: .stamps/dev .stamps/style ## build the wheel and do the main job with it in an empty environment
	$(PY) -m pytest -m wheel

test-journeys: .stamps/journeys ## the report in a browser: axe, keyboard, narrow, print; fetches Chromium
	$(PY) -m pytest -m journeys

test-postgres: .stamps/dev ## the site on a real PostgreSQL server, started and stopped here, and killed while it writes
	$(PY) -m tools.with_postgres $(PY) -m pytest tests/web tests/crash/test_site.py

test-realdata: .stamps/dev ## open data nobody here wrote, where it lies beside the checkout
	$(PY) -m pytest tests/realdata

bench: .stamps/bench .stamps/runtime ## 1, 10 and 100 million lines on several engines, and reports; takes a while
	PYTHONPATH=src $(VENV)-bench/bin/python -m bench.bench
	PYTHONPATH=src:. $(PY) -m bench.freezing
	PYTHONPATH=src $(VENV)-bench/bin/python -m bench.payments
	PYTHONPATH=src $(VENV)-bench/bin/python -m bench.spending
	PYTHONPATH=src:. $(PY) -m bench.report --large
	PYTHONPATH=src:. $(VENV)-bench/bin/python -m bench.returns
	PYTHONPATH=src:. $(PY) -m bench.notices
	PYTHONPATH=src:. $(PY) -m bench.site

reference: .stamps/dev ## write the generated pages of docs/reference again
	$(PY) -m tools.make_reference

docs: .stamps/dev ## build the documentation into build/site
	$(PY) -m mkdocs build --strict --quiet --site-dir build/site
	@echo "Open build/site/index.html"

wheel: .stamps/dev .stamps/style ## build the wheel into dist/
	@rm -rf build/lib build/bdist.*
	$(PY) -m pip wheel -qq --no-deps --no-build-isolation --wheel-dir dist .
	@ls dist/*.whl

lock: ## choose new versions of everything; needs uv
	for name in requirements requirements-dev requirements-bench requirements-spark requirements-journeys requirements-node; do \
	  uv pip compile --quiet --universal --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	    --custom-compile-command "make lock" --python-version 3.11 $$name.in -o $$name.txt || exit 1; \
	done

clean: ## take away everything that these verbs made
	rm -rf build dist .stamps $(VENV) $(VENV)-spark $(VENV)-bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf src/commonweal.egg-info
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

# --- set-up ---------------------------------------------------------------------------------------------------------

LOCKED := -m pip install -qq --require-hashes --no-build-isolation

.stamps/venv:
	@test -n "$(SYSTEM)" || { echo "Python 3.11 or later is needed, and none was found as python3.11, python3 or python."; exit 1; }
	@mkdir -p .stamps
	@echo "Setting up $(VENV) (once) ..."
	@test -x $(PY) || $(SYSTEM) -m venv $(VENV) || \
	  { echo "$(SYSTEM) cannot make an environment; on Debian and Ubuntu install the package python3-venv."; exit 1; }
	@touch $@

.stamps/runtime: requirements.txt pyproject.toml | .stamps/venv
	@$(PY) $(LOCKED) -r requirements.txt
	@$(PY) -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

.stamps/dev: requirements-dev.txt .stamps/runtime
	@$(PY) $(LOCKED) -r requirements-dev.txt
	@touch $@

# The site's style is built from npm's packages; on a machine without npm, with a Node that comes as a Python package.
.stamps/style: package.json package-lock.json requirements-node.txt tools/build_style.py $(wildcard src/commonweal/web/styles/*) .stamps/runtime
	@command -v npm >/dev/null || $(PY) $(LOCKED) -r requirements-node.txt
	@$(PY) -m tools.build_style
	@touch $@

# Spark and the other engines have environments of their own, so that the product is tested without them.
# Spark comes as source: setuptools, which builds it, is in the first of the two sets.
.stamps/java: | .stamps/venv
	@command -v java >/dev/null || { echo "Spark needs Java 17, and there is no 'java' on this machine."; exit 1; }
	@touch $@

.stamps/spark: requirements-dev.txt requirements-spark.txt .stamps/java
	@test -x $(VENV)-spark/bin/python || $(SYSTEM) -m venv $(VENV)-spark
	@$(VENV)-spark/bin/python $(LOCKED) -r requirements-dev.txt
	@$(VENV)-spark/bin/python $(LOCKED) -r requirements-spark.txt
	@touch $@

# What works the browser is one more tool of the tests, and stands with the others.
.stamps/journeys: requirements-journeys.txt .stamps/dev .stamps/style
	@sh tools/get_browser.sh
	@$(PY) $(LOCKED) -r requirements-journeys.txt
	@touch $@

.stamps/bench: requirements-bench.txt requirements-spark.txt .stamps/java
	@test -x $(VENV)-bench/bin/python || $(SYSTEM) -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python $(LOCKED) -r requirements-bench.txt
	@$(VENV)-bench/bin/python $(LOCKED) -r requirements-spark.txt
	@touch $@
