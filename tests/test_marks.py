"""推算, r, ≥ and 模拟数据 go wherever a figure goes: every page, file and address is asked for the
marks of the figures that it shows."""

import io
import re

import duckdb
import openpyxl
import pandas as pd
import pytest

from catalog import catalog
from ingest.changes.publish import publish
from ingest.forms.exports import export_month
from ingest.pipeline import check_workbook
from tests.addresses import ask
from tests.conftest import AUGUST, RAW, edited
from tests.conftest import ask as sql
from tests.tables_on_page import hovers, tables
from tests.test_pages import figures, show
from tests.test_simulated_mark import KINDS, rows
from ui import export_page, on_screen, revised

WHY = "来源单位更正了这个数"
REVISED = {
    "平台推广应用!C4": "17,433.2",
    "平台推广应用!D4": "290.7",
    "平台推广应用!C41": "1490.76",
    "信息化项目!C3": "370",
    "信息化项目!C9": "1,794",
    "地市推广应用!F5": "206.98",
    "地市推广应用!D4": "4,221.6",
    "公开数据!E79": "2100余万",
}
FILES = {"2022-08.xlsx": REVISED.keys() - {"公开数据!E79"}, "public-figures.xlsx": ["公开数据!E79"]}
NAMED = re.compile(r"[^；、\s]+?｜[^！!]+![A-Z]+[0-9]+(?:[、−…][A-Z]+[0-9]+)*")
SAYS = {"derived": "推算", "revised": "r 原 ", "above": "≥|下限|至少|超", "below": "≤|上限|至多|近"}


@pytest.fixture(scope="module")
def marked(copied):
    """The real warehouse, its month and its public figures each revised once."""
    path = copied("real", "file")
    for name, cells in FILES.items():
        book = edited((RAW / name).read_bytes(), {cell: REVISED[cell] for cell in cells})
        checked = check_workbook(book, f"更正-{name}", catalog(), path)
        said = {(p.code, p.sheet, p.cell): WHY for p in checked.problems}
        publish(path, checked, "张三", catalog(), said)
    return path


@pytest.fixture(scope="module")
def places(marked) -> dict[str, str]:
    """Place of a figure that bears a mark → which."""
    figures = "SELECT source, coalesce(bound, origin) FROM figure"
    wanted = {p: m for p, m in sql(marked, figures) if m in SAYS}
    revised = sql(marked, "SELECT source FROM revision")
    assert len(revised) == len(REVISED)
    assert {"derived", "above", "below"} <= set(wanted.values())
    return wanted | {place: "revised" for (place,) in revised}


def cells(place: str) -> set[str]:
    """甲｜表!C4、C5 and 甲｜表!C4…C6 cell by cell; a difference, D4−E4, stays one."""
    before, said = place.rsplit("!", 1)
    named = set()
    for part in said.split("、"):
        first, _, last = part.partition("…")
        column = first.rstrip("0123456789")
        numbers = (first.removeprefix(column), (last or first).removeprefix(column))
        alone = not all(n.isdigit() for n in numbers)
        named |= (
            {part}
            if alone
            else {f"{column}{n}" for n in range(int(numbers[0]), int(numbers[1]) + 1)}
        )
    return {f"{before}!{cell}" for cell in named}


def silent(tables: list[pd.DataFrame], places: dict[str, str]) -> list[tuple]:
    """(mark, place, row) of every row that names a marked figure as its source and does not say
    so."""
    found = []
    for table in tables:
        named = [n for n in table.columns if str(n).endswith(("出处", "依据"))]
        for _, row in table.iterrows():
            text = " ".join(map(str, row))
            said = " ".join(str(row[n]) for n in named)
            for place in {c for p in NAMED.findall(said) for c in cells(p)} & places.keys():
                if not re.search(SAYS[places[place]], text):
                    found.append((places[place], place, text[:160]))
    return found


def named(tables: list[pd.DataFrame], places: dict[str, str]) -> set[str]:
    """The marks of the figures that these tables show."""
    texts = " ".join(str(v) for t in tables for v in t.to_numpy().ravel())
    return {places[c] for p in NAMED.findall(texts) for c in cells(p) if c in places}


SHOWN = {
    "overview": ({}, {"revised"}),
    "trends": ({"measure": "累计"}, {"revised", "derived", "above"}),
    "cities": ({}, {"revised"}),
    "city": ({}, {"revised"}),
    "areas": ({"area": "广州"}, {"revised"}),
    "balance": ({}, {"revised"}),
    "projects": ({}, {"revised"}),
    "quality": ({}, {"revised"}),
    "download": ({}, {"revised", "derived", "above"}),
}


@pytest.mark.parametrize("page", SHOWN)
def test_every_table_of_a_page_says_the_marks_of_its_figures(page, marked, places, monkeypatch):
    query, marks = SHOWN[page]
    app = show(page, monkeypatch, marked, **query)
    shown = [*tables(app), *(t.value for t in app.table)]
    assert silent(shown, places) == []
    assert marks <= named(shown, places)


@pytest.mark.parametrize("page", SHOWN)
def test_every_chart_says_r_where_a_cell_was_revised(page, marked, places, monkeypatch):
    app = show(page, monkeypatch, marked, **SHOWN[page][0])
    said = hovers(app)
    said += [
        " ".join(map(str, texts if isinstance(texts, list) else [texts]))
        for figure in figures(app)
        for trace in figure["data"]
        for texts in trace.get("customdata", [])
    ]
    naming = [h for h in said if {p for p, m in places.items() if m == "revised" and p in h}]
    assert all("r 原 " in hover for hover in naming)
    assert naming or page not in ("trends", "cities", "city", "projects")


def test_a_chart_in_a_workbook_says_r(marked, monkeypatch):
    shown = on_screen.Screen()
    monkeypatch.setattr(on_screen, "begin", lambda *_: on_screen._screen.set(shown))
    show("trends", monkeypatch, marked, indicators="citizen_registered_users")
    book = openpyxl.load_workbook(io.BytesIO(export_page.workbook("趋势", shown, revised.marker())))
    rows = next(s for s in book if s.title.startswith("图 ")).iter_rows(min_row=2)
    (at_august,) = [row[1] for row in rows if row[0].value == "2022-08"]
    assert (at_august.value, at_august.number_format.split(";")[0]) == (17433.2, '#,##0.0" r"')


def test_a_target_says_r_beside_its_reading(marked, monkeypatch):
    app = show("targets", monkeypatch, marked, month="2022-08")
    (card,) = [m for m in app.markdown if "1,490.76 万" in m.value and "目标" in m.value]
    assert "**1,490.76 万 r**" in card.value
    assert "修订：r 原 1490.66" in re.sub("&#([0-9]+);", lambda m: chr(int(m[1])), card.help)


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_of_a_file_says_the_marks_of_its_figure(kind, marked, places, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(marked))
    long = rows(kind, ask("/data/figures.csv".replace("csv", kind)).body)
    assert {p for p in long["出处"] if p in places} == places.keys()
    assert silent([long], places) == []
    wide = rows(kind, ask(f"/data/figures.{kind}", {"layout": "wide"}).body, header=1)
    said = dict(zip(zip(wide["月份"], wide["地区或阶段"], strict=True), wide["标记"], strict=True))
    natures = dict(zip(said, wide["性质"], strict=True))
    for _, row in long[long["出处"].isin(places)].iterrows():
        at, mark = (row["月份"], row["地区或阶段"]), places[row["出处"]]
        figure = f"{row['平台']} {row['指标']} {row['口径']}："
        told = str(said[at]).partition(figure)[2].partition("；")[0]
        assert re.search(SAYS[mark], told) or natures[at] == "推算" == row["性质"], (
            figure,
            said[at],
        )


def test_the_copy_of_the_warehouse_has_the_marks(marked, places, monkeypatch, tmp_path):
    monkeypatch.setenv("KPI_WAREHOUSE", str(marked))
    (tmp_path / "copy.duckdb").write_bytes(ask("/data/warehouse.duckdb").body)
    with duckdb.connect(tmp_path / "copy.duckdb", read_only=True) as con:
        told = con.execute(
            "SELECT source, coalesce(bound, origin) FROM figure UNION ALL "
            "SELECT source, 'revised' FROM revision WHERE mark LIKE 'r 原 %'"
        ).fetchall()
    assert set(places.items()) <= set(told)


def test_official_tables_say_what_was_revised_and_load_again(marked):
    data = export_month(marked, AUGUST, catalog())
    book = openpyxl.load_workbook(io.BytesIO(data))
    said = [text for label, text, *_ in book["说明"].values if label == "修订"]
    revised = FILES["2022-08.xlsx"]
    assert {text.split("　")[0] for text in said} == revised
    for place in revised:
        sheet, cell = place.split("!")
        assert book[sheet][cell].comment.text.startswith("r 原 ")
    checked = check_workbook(data, "导出.xlsx", catalog(), marked)
    assert not checked.blocked and not checked.difference.counts
