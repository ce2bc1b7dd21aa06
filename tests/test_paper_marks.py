"""The marks of figures, and every figure, read back from the month's documents: what was revised,
derived, only a bound or made up says so in Word, on slides and in the PDF. The official tables hold
printed figures alone: of the marks only 模拟数据 and r can be true of them."""

import datetime as dt
import io
import re

import openpyxl
import pytest
from docx import Document
from pptx import Presentation
from pypdf import PdfReader

from catalog import catalog
from ingest.changes.publish import publish
from ingest.changes.revert import revert
from ingest.pipeline import check_workbook
from paper import make, pdf
from paper.content import Chart, Table
from paper.month import report
from tests.conftest import AUGUST, absent, ask, edited
from tests.shown import shown
from tests.tables_on_page import tables
from tests.test_pages import show
from warehouse import queries
from words.names import SIMULATED

MONTH = dt.date(2023, 8, 1)
REVISED = {
    "平台推广应用!C4": "18558.9",
    "平台推广应用!D4": "77.6",
    "地市推广应用!D4": "2391.4",
    "信息化项目!C3": "285",
    "信息化项目!C9": "2,060",
}
MARKED = {  # what each document must say, with the figure that it is said of
    "docx": ["18,558.9 r", "77.6 r", "2,391.4 r", "（推算）", "≥ "],
    "pdf": ["18,558.9 r", "77.6 r", "2,391.4 r", "（推算）", "≥ "],
    "pptx": ["18,558.9 万 r", "（推算）", "≥ "],
}


@pytest.fixture(scope="module")
def marked(copied):
    """Simulated months of which 2023-07 is taken back and 2023-08 revised: its changes are derived,
    what is new in the year is a lower bound."""
    path = copied("simulated", "file")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KPI_WAREHOUSE", str(path))
        loads = queries.common.loads().set_index("month_text")["load_id"]
    revert(path, int(loads["2023-07"]), "这个月先撤回，看缺一个月的样子", "张三", catalog())
    [(book,)] = ask(path, "SELECT workbook FROM load WHERE month = '2023-08-01'")
    file = edited(bytes(book), REVISED)
    checked = check_workbook(file, "更正-2023-08.xlsx", catalog(), path, simulated=True)
    said = {(p.code, p.sheet, p.cell): "来源单位更正了这个数" for p in checked.problems}
    publish(path, checked, "张三", catalog(), said)
    return path


@pytest.fixture
def at_marked(marked, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(marked))


def sheets(kind: str, file: bytes) -> list[str]:
    """The texts of each sheet or slide of a document; of Word, which has none, the whole."""
    if kind == "pdf":
        return [page.extract_text() for page in PdfReader(io.BytesIO(file)).pages]
    if kind == "pptx":
        return [
            "\n".join(texts_on(slide.shapes)) for slide in Presentation(io.BytesIO(file)).slides
        ]
    document = Document(io.BytesIO(file))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    head = document.sections[0].header.paragraphs[0].text
    return ["\n".join([head, *(p.text for p in document.paragraphs), *cells])]


def texts_on(shapes) -> list[str]:
    said = [s.text_frame.text for s in shapes if s.has_text_frame]
    framed = [s.table for s in shapes if s.has_table]
    return said + [c.text for table in framed for row in table.rows for c in row.cells]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("kind", MARKED)
def test_a_document_says_every_mark(kind, at_marked):
    if kind == "pdf" and pdf.cannot():
        absent("no Chinese font")
    said = sheets(kind, make.make(MONTH, kind))
    whole = squeezed("".join(said))
    assert [mark for mark in MARKED[kind] if squeezed(mark) not in whole] == []
    assert all(SIMULATED in squeezed(sheet) for sheet in said)
    assert make.name(MONTH, kind).startswith(SIMULATED)


def test_the_official_tables_say_what_is_made_up_and_what_was_revised(at_marked):
    book = openpyxl.load_workbook(io.BytesIO(make.make(MONTH, "xlsx")))
    assert all(SIMULATED in str(sheet["A1"].value) for sheet in book.worksheets[1:])
    assert ("数据性质", SIMULATED) in [row[:2] for row in book["说明"].values]
    for place in REVISED:
        sheet, cell = place.split("!")
        assert book[sheet][cell].comment.text.startswith("r 原 "), place


def test_the_pdf_prints_every_row_of_every_table_and_chart_and_no_other_number(at_marked):
    """Row by row, not only number by number: nothing stands in another row or column."""
    if pdf.cannot():
        absent("no Chinese font")
    said = report(MONTH)
    pages = sheets("pdf", make.make(MONTH, "pdf"))
    text = squeezed("".join(pages))
    blocks = [b for top in said.sections for _, part in top.walk() for b in part.blocks]
    for block in blocks:
        rows = block.rows if isinstance(block, Table) else []
        rows = list(zip(block.names, block.texts)) if isinstance(block, Chart) else rows
        assert [r for r in rows if squeezed("".join(r)) not in text] == [], block
    known = squeezed(repr(said)) + "".join(str(n) for n in range(len(pages) + 1))
    known += "".join(squeezed("".join(r)) for b in blocks if isinstance(b, Table) for r in b.rows)
    assert [n for n in set(re.findall(r"[0-9][0-9,.]*[0-9]", text)) if n not in known] == []


@pytest.mark.parametrize("month", [MONTH, AUGUST])
def test_no_sheet_ends_with_a_heading_and_no_table_of_cities_is_cut(
    month, marked, real_warehouse, monkeypatch
):
    if pdf.cannot():
        absent("no Chinese font")
    path = marked if month == MONTH else real_warehouse
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    said = report(month)
    pages = [squeezed(text) for text in sheets("pdf", make.make(month, "pdf"))]
    parts = [part for top in said.sections for _, part in top.walk()]
    blocks = [b for part in parts for b in part.blocks if not isinstance(b, str)]
    heads = {squeezed(part.heading) for part in parts} | {squeezed(b.title) for b in blocks}
    ends = [re.sub(r"—?[0-9]+—?$", "", page) for page in pages]
    assert [(h, e[-30:]) for e in ends for h in heads if e.endswith(h)] == []
    cities = [b for b in blocks if isinstance(b, Table) and "地市" in b.columns]
    assert len(cities) == 3
    for table in cities:
        rows = [squeezed("".join(row)) for row in table.rows]
        assert any(all(row in page for row in rows) for page in pages), table.title


@pytest.mark.parametrize("month", [MONTH, AUGUST])
def test_the_official_tables_hold_every_printed_figure(month, marked, real_warehouse, monkeypatch):
    """Read once more they change nothing of what is published, and Excel shows what pages show."""
    path = marked if month == MONTH else real_warehouse
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    annex = make.make(month, "xlsx")
    made_up = month == MONTH
    checked = check_workbook(annex, "附表.xlsx", catalog(), path, simulated=made_up)
    assert not checked.blocked and not checked.difference.counts
    cells = openpyxl.load_workbook(io.BytesIO(annex))["平台推广应用"]
    printed = queries.overview.platform_table(month)
    on_sheet = [
        shown(c.value, c.number_format) if isinstance(c.value, int | float) else ""
        for c in cells["C"][3 : 3 + len(printed)]
    ]
    on_page = tables(show("overview", monkeypatch, path, month=f"{month:%Y-%m}"))[-1]["累计"]
    page = [re.sub(r"[ r%亿,]", "", str(v)).replace("—", "") for v in on_page]
    assert [re.sub(r"[%亿,]", "", s) for s in on_sheet] == page


def test_word_and_pages_print_the_same_rows(marked, monkeypatch):
    document = Document(io.BytesIO(_at(marked, monkeypatch, "docx")))
    printed = [[[c.text for c in row.cells] for row in t.rows] for t in document.tables]

    def of(*names: str) -> list[list[str]]:
        """These columns of every table of the document that has them, in order."""
        having = [t for t in printed if set(names) <= set(t[0])]
        return [[row[t[0].index(n)] for n in names] for t in having for row in t[1:]]

    for page, names in {
        "overview": ("累计", "当月", "单位", "环比", "同比"),
        "projects": (
            "阶段",
            "数量（个）",
            "占比",
            "本月变化",
            "批复金额（万元）",
            "平均金额（万元）",
        ),
        "quality": ("指标", "全省", "各市之和", "省直/未分配", "占全省"),
    }.items():
        app = show(page, monkeypatch, marked, month=f"{MONTH:%Y-%m}")
        rows = next(t for t in tables(app) if set(names[:3]) <= set(t.columns))
        kept = [n for n in names if n in rows.columns]  # a page leaves an empty column out
        assert of(*kept) == rows[kept].to_numpy().tolist(), page


def _at(path, monkeypatch, kind: str) -> bytes:
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    return make.make(MONTH, kind)
