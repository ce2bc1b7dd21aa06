# make run | make check | make test | make prove | make demo | make bench | make cluster-bench. Everything else these need, they get themselves.
PORT ?= 8501
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run demo pictures check test test-database lint unit browser prove bench cluster cluster-bench clean
.DEFAULT_GOAL := run

run: .venv/ready
	-$(BIN)/python -m ingest load data/raw/*.xlsx
	@echo "http://localhost:$(PORT)"
	$(BIN)/python -m streamlit run app.py --server.port $(PORT)

# LEVEL=town make demo: ten years of 122 counties and 1,610 towns, made up and loaded in some twenty minutes; MONTHS=12 takes the newest twelve.
LEVEL ?= city
MONTHS ?= 120
DEMO := data/demo$(if $(filter town,$(LEVEL)),/town)
demo: .venv/ready
	$(BIN)/python -m demo --level $(LEVEL) --months $(MONTHS)
	@echo "模拟数据 http://localhost:$(PORT)"
	KPI_WAREHOUSE=$(DEMO)/warehouse.duckdb $(if $(filter town,$(LEVEL)),KPI_CATALOG=$(DEMO)/catalog) $(BIN)/python -m streamlit run app.py --server.port $(PORT)

# Pictures of the guides and the README, of the simulated months, after pages have changed.
pictures: .venv/ready-dev
	sh tests/get_packages.sh chromium fonts-noto-cjk
	$(BIN)/python -m bench.pictures

# Under a minute: what needs no server and no browser. ARGS="-k numeral" chooses, here and in `make test`.
FAST := access audit boundaries catalog charts continuity docs guard city_charts limits numeral scratch
# worksteal: a worker that has nothing left takes half of what the other still has before it. 5: ARGS chose nothing here.
PYTEST = $(BIN)/python -m pytest -n 2 --dist worksteal $(1) $(ARGS) || [ $$? -eq 5 ]
check: lint
	$(call PYTEST,$(FAST:%=tests/test_%.py))

test: lint unit browser

lint: .venv/ready-dev
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m mypy

unit: .venv/ready-dev
	sh tests/get_packages.sh postgresql-15 pgbouncer haproxy libreoffice-calc-nogui libreoffice-writer-nogui libreoffice-impress-nogui fonts-noto-cjk
	$(call PYTEST,--ignore tests/browser)

# `make test` runs what the two kinds of warehouse promise on both, and the rest on a file; this runs every test in PostgreSQL.
test-database:
	KPI_TEST_KIND=database $(MAKE) unit browser

browser: .venv/ready-dev
	sh tests/get_packages.sh chromium-headless-shell fonts-noto-cjk nginx openssl haproxy postgresql-15
	$(call PYTEST,tests/browser -rs)

# What is promised, tried (prove/): crash points, kills, wrong workbooks, layouts, readers beside writers, many people. Writes docs/reliability.md.
# SIZE=pr takes ten minutes of two cores that do nothing else, SIZE=night hours. ONLY=crashes does one part, beside the tree.
SIZE ?= pr
OUT ?= $(if $(ONLY),.cache,docs)/reliability.md
prove: .venv/ready-dev
	sh tests/get_packages.sh strace postgresql-15 haproxy libreoffice-calc-nogui chromium-headless-shell fonts-noto-cjk
	$(BIN)/python -m prove --size $(SIZE) --out $(OUT) $(ONLY)

# PostgreSQL, two replicas and HAProxy on this machine, for a try: docs/cluster.md says what real machines need. REPLICAS=4 make cluster
cluster: .venv/ready-dev
	sh tests/get_packages.sh haproxy postgresql-15
	$(BIN)/python -m deploy.cluster --replicas $(or $(REPLICAS),2) --port $(PORT)

bench: .venv/ready-dev
	$(BIN)/python -m bench

# How many sessions 1, 2 and 4 replicas serve here before the slowest tenth waits over a second: seven minutes of a machine that does nothing else.
cluster-bench: .venv/ready-dev
	sh tests/get_packages.sh haproxy postgresql-15
	$(BIN)/python -m bench.cluster

clean:
	rm -rf .venv data/warehouse.duckdb* data/demo

.venv/ready: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt requirements-database.txt requirements-lake.txt requirements-notices.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt -r requirements-database.txt -r requirements-lake.txt -r requirements-notices.txt
	touch $@
