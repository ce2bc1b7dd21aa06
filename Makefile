# make run | make test | make demo | make bench. Everything else these need, they get themselves.
PORT ?= 8501
PYTHON ?= python3
BIN := .venv/bin
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: run demo test lint unit browser proof bench clean
.DEFAULT_GOAL := run

run: .venv/ready
	-$(BIN)/python -m ingest load data/raw/*.xlsx
	@echo "http://localhost:$(PORT)"
	$(BIN)/python -m streamlit run app.py --server.port $(PORT)

demo: .venv/ready
	$(BIN)/python -m demo
	@echo "模拟数据 http://localhost:$(PORT)"
	KPI_WAREHOUSE=data/demo/warehouse.duckdb $(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: lint unit browser

lint: .venv/ready-dev
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .

unit: .venv/ready-dev
	$(BIN)/python -m pytest --ignore tests/browser

browser: .venv/ready-dev
	sh tests/get_tools.sh
	$(BIN)/python -m pytest tests/browser -rs

# Hours of small doubts in minutes: every single mistake at every cell, and 6000 random layouts.
proof: .venv/ready-dev
	MUTATIONS=100000 $(BIN)/python -m pytest tests/test_mutations.py -s
	LAYOUTS=6000 $(BIN)/python -m pytest tests/test_layouts.py

bench: .venv/ready-dev
	$(BIN)/python -m bench

clean:
	rm -rf .venv data/warehouse.duckdb* data/demo

.venv/ready: requirements.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/ready-dev: .venv/ready requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@
