"""A made-up figure says so on every way out of the server: rows, file names, headers, sheets,
forms, citations."""

import datetime as dt
import io
import json
import re
from urllib.parse import unquote

import duckdb
import openpyxl
import pandas as pd
import pytest

from api.routes import ADDRESSES, ROUTES
from catalog import catalog
from export.choice import Choice
from export.files import TYPES, file_bytes
from ingest.forms.exports import area_template, export_month, template
from tests.addresses import ask
from ui import export_page
from ui.on_screen import Screen
from ui.source.blocks import citation_line
from warehouse import queries

MADE_UP = "模拟数据"
JULY = dt.date(2024, 7, 1)
TABLES = ["figures", "city", "project", "platform"]
KINDS = ["csv", "json", "parquet", "xlsx"]


@pytest.fixture
def simulated(monkeypatch, simulated_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(simulated_warehouse))
    return simulated_warehouse


def rows(kind: str, body: bytes, header: int = 0) -> pd.DataFrame:
    file = io.BytesIO(body)
    if kind == "csv":
        return pd.read_csv(file, dtype=str)
    if kind == "json":
        return pd.DataFrame(json.load(file))
    if kind == "xlsx":
        return pd.read_excel(file, sheet_name="数据", dtype=str, header=header)
    return pd.read_parquet(file)


@pytest.mark.parametrize("layout", ["long", "wide"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", TABLES)
def test_every_address_says_it_in_rows_name_and_header(simulated, name, kind, layout):
    answer = ask(f"/data/{name}.{kind}", {"month": "2024-07", "layout": layout})
    assert answer.headers["data-nature"] == "simulated"
    assert MADE_UP in unquote(answer.headers["content-disposition"])
    said = rows(kind, answer.body, header=1 if layout == "wide" else 0)["性质"]
    assert len(said) and said.str.startswith(MADE_UP).all()
    if kind == "xlsx":
        about = openpyxl.load_workbook(io.BytesIO(answer.body))["说明"]
        assert any(MADE_UP in str(text) for _, text in about.values)


@pytest.mark.parametrize("kind", KINDS)
def test_the_ledger_says_it_too(simulated, kind):
    answer = ask(f"/data/ledger.{kind}", {"month": "2024-07"})
    assert MADE_UP in unquote(answer.headers["content-disposition"])
    assert set(rows(kind, answer.body)["性质"]) == {MADE_UP}


def test_no_other_address_is_left(simulated, tmp_path):
    """A new route must be walked here too."""
    assert [r.path for r in ROUTES] == [
        "/data/catalog.json",
        "/data/warehouse.duckdb",
        "/data/feed.atom",
        "/data/due.ics",
        "/data/report.{kind}",
        "/data/{name}.{kind}",
    ]
    assert set(TYPES) == {*KINDS, "duckdb"} and set(ADDRESSES) == {
        *TABLES,
        "public",
        "areas",
        "ledger",
    }
    told = ask("/data/catalog.json")
    assert (json.loads(told.body)["simulated"], told.headers["data-nature"]) == (True, "simulated")
    followed = (ask(f"/data/{name}").text.replace("\r\n ", "") for name in ("feed.atom", "due.ics"))
    assert all(MADE_UP in text for text in followed)
    copy = ask("/data/warehouse.duckdb")
    assert MADE_UP in unquote(copy.headers["content-disposition"])
    (tmp_path / "copy.duckdb").write_bytes(copy.body)
    with duckdb.connect(tmp_path / "copy.duckdb", read_only=True) as con:
        said = con.execute("SELECT DISTINCT origin_name FROM figure ORDER BY 1").fetchall()
    assert said == [(MADE_UP,), (f"{MADE_UP}（推算）",)]


def test_a_derived_figure_stays_a_derived_one(simulated):
    said = rows("csv", ask("/data/figures.csv", {"origin": "derived"}).body)
    assert set(said["性质"]) == {f"{MADE_UP}（推算）"}
    assert set(said["月份"]) == {"2022-12"}


def test_files_of_pages_and_forms_say_it(simulated):
    page = openpyxl.load_workbook(io.BytesIO(export_page.workbook("总览", Screen())))
    assert MADE_UP in dict(page["说明"].values)["性质"]
    for book in (
        export_month(simulated, JULY, catalog()),
        template(simulated, dt.date(2026, 1, 1), catalog()),
        area_template(simulated, dt.date(2026, 1, 1), catalog()),
    ):
        sheets = openpyxl.load_workbook(io.BytesIO(book), read_only=True)
        cover = [row[:2] for row in sheets["说明"].iter_rows(max_col=2, values_only=True)]
        assert ("数据性质", MADE_UP) in cover
        assert all(MADE_UP in str(s["A1"].value) for s in sheets.worksheets[1:])
    assert MADE_UP.encode() in file_bytes(Choice({"months": ["2024-07"]}), "csv")


def test_citations_and_workbooks_say_it(simulated):
    figure = queries.source.figure_at(JULY, "office_users", "440000", "monthly").iloc[0]
    line = citation_line(figure, "2026-11-28 10:00")
    assert line.startswith(f"【{MADE_UP}】粤政易 开通用户数（当月新增），2024-07，")
    assert re.search(rf"{MADE_UP}-2024-07\.xlsx", line)
    assert set(queries.common.loads()["file_name"].str.startswith(MADE_UP)) == {True}


def test_a_real_figure_does_not(monkeypatch, real_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    answer = ask("/data/figures.csv")
    assert answer.headers["data-nature"] == "real"
    assert MADE_UP not in unquote(answer.headers["content-disposition"])
    assert set(rows("csv", answer.body)["性质"]) == {"月报", "推算", "公开数据"}
