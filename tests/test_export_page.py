"""导出本页: the workbook holds what the page shows, table by table and cell by cell."""

import io
import re

import openpyxl
import pytest

from export.xlsx_charts import Chart
from tests.shown import shown
from tests.tables_on_page import tables
from tests.test_pages import PAGES, show
from ui import export_page, on_screen

NO_NUMBER = {"—", "", "不适用"}  # what stands in a column of numbers where there is none
CARDS = {"有对应指标的目标", "信息化项目各阶段数量"}  # on screen they are cards or bars


@pytest.fixture
def screens(monkeypatch):
    """What each script run has put on screen."""
    seen = []

    begin = on_screen.begin

    def kept(title: str) -> None:
        begin(title)
        seen.append(on_screen.screen())

    monkeypatch.setattr(on_screen, "begin", kept)
    return seen


def texts(sheet) -> list[list[str]]:
    """The sheet's cells as a spreadsheet shows them."""
    return [[_text(cell) for cell in row] for row in sheet.iter_rows(min_row=2)]


def _text(cell) -> str:
    return (
        shown(cell.value, cell.number_format)
        if isinstance(cell.value, int | float)
        else cell.value or ""
    )


LINK = re.compile(r"\[([^]]*)\]\(/[^)]*\)")


@pytest.mark.parametrize("page", [p for p in PAGES if p not in ("download", "areas")])
def test_the_workbook_equals_the_screen(page, monkeypatch, real_warehouse, screens):
    app = show(page, monkeypatch, real_warehouse)
    book = openpyxl.load_workbook(io.BytesIO(export_page.workbook(PAGES[page], screens[-1])))
    on_page = [
        (list(frame), [[LINK.sub(r"\1", c) for c in row] for row in frame.astype(str).values])
        for frame in [*tables(app), *(t.value for t in app.table)]
    ]
    written = [
        ([c.value for c in book[name][1]], texts(book[name]))
        for name in book.sheetnames[1:]
        if name not in CARDS and not name.startswith("图 ")
    ]
    assert written
    assert sorted(written) == sorted(on_page)
    assert [b.label for b in app.get("download_button")][-1] == "导出本页"


def test_numbers_are_numbers_and_the_choices_are_on_the_first_sheet(
    monkeypatch, real_warehouse, screens
):
    show("cities", monkeypatch, real_warehouse, order="官方顺序")
    book = openpyxl.load_workbook(io.BytesIO(export_page.workbook("地市排名", screens[-1])))
    said = dict(book["说明"].values)
    assert (said["页面"], said["筛选：数据月份"], said["筛选：顺序"], said["筛选：区域"]) == (
        "地市排名",
        "2022-08",
        "官方顺序",
        "全部",
    )
    cell = book["位次表"]["C2"]
    assert (book["位次表"]["B2"].value, cell.value, cell.number_format) == (
        "广州",
        4221.5,
        "#,##0.0",
    )


@pytest.mark.parametrize("page", [p for p in PAGES if p != "download"])
def test_numbers_add_up_and_charts_are_native(page, monkeypatch, simulated_warehouse, screens):
    """Every column of numbers is one, marks and all; a chart is drawn from the cells beside it."""
    app = show(page, monkeypatch, simulated_warehouse)
    shown = screens[-1]
    file = export_page.workbook(PAGES[page], shown)
    book = openpyxl.load_workbook(io.BytesIO(file))
    assert len(file) < 60_000
    for sheet in book.worksheets[1:]:
        (natures,) = [c for c in sheet.iter_cols(values_only=True) if c[0] == "性质"]
        assert page == "dictionary" or {str(n)[:4] for n in natures[1:]} == {"模拟数据"}
    for table, sheet in zip(shown.tables, book.worksheets[1:], strict=False):
        at = [n for n, name in enumerate(table.columns) if name in table.numbers]
        cells = [row[n].value for row in sheet.iter_rows(min_row=2) for n in at]
        assert {c for c in cells if isinstance(c, str)} <= NO_NUMBER
    drawn = [s for s in book if s.title.startswith("图 ")]
    assert len(drawn) == len(shown.charts) >= len(app.get("plotly_chart"))
    for (_, figure), sheet in zip(shown.charts, drawn, strict=True):
        assert (sheet.page_setup.paperSize, sheet.print_title_rows) == (9, "$1:$1")
        html = isinstance(figure, Chart)
        if figure.kind == "table" if html else figure.data[0].type == "heatmap":
            assert not sheet._charts
            continue
        (chart,) = sheet._charts
        columns = list(sheet.iter_cols(min_col=2, max_col=sheet.max_column - 1, values_only=True))
        assert all(isinstance(v, int | float | None) for c in columns for v in c[1:])
        assert 1 <= len(chart.series) <= len(columns)
        written = sorted(v for c in columns for v in c[1:] if v is not None)
        drawn_points = (
            _bars(app, figure.title)
            if html
            else [v for trace in figure.data for v in _points(trace)]
        )
        assert written == pytest.approx(sorted(drawn_points), abs=0.06)


def test_a_point_of_a_chart_keeps_its_marks_and_its_month(monkeypatch, real_warehouse, screens):
    """≥ 1,300 stood as 1,300 in the chart's cells, and months apart stood side by side."""
    show("trends", monkeypatch, real_warehouse, indicators="citizen_registered_users")
    book = openpyxl.load_workbook(io.BytesIO(export_page.workbook("趋势", screens[-1])))
    written = dict(texts(next(s for s in book if s.title.startswith("图 "))))
    assert len(written) == 53  # every month from the first to the last
    assert {m: t for m, t in written.items() if t} == {
        "2019-07": "≥ 1,300",
        "2022-07": "17,142.5（推算）",
        "2022-08": "17,432.2",
        "2023-06": "18,262.0（推算）",
        "2023-07": "18,301.3",
        "2023-11": "18,400",
    }


def _bars(app, title: str) -> list[float]:
    """The numbers that the bars of this title print on the page, or its marks tell."""
    page = "".join(h.proto.body for h in app.get("html"))
    if title.endswith("各项指标的位置"):
        return [float(n) for n in re.findall("得分 ([0-9.]+)", page)]
    bars = re.search(f'(?s)<ol class="bars" aria-label="{re.escape(title)}"[^>]*>(.*?)</ol>', page)[
        1
    ]
    texts = re.findall("<(?:b|i [^>]*)>([^<]+)</", bars)
    texts = [t.partition("（")[0] for t in texts]  # its share stands behind it
    numbers = [float(re.sub("[^0-9.−]", "", t).replace("−", "-")) for t in texts]
    return [n / 100 if "%" in t else n for n, t in zip(numbers, texts, strict=True)]


def _points(trace) -> list[float]:
    """The values that a trace shows; shares are % in a spreadsheet."""
    if trace.hoverinfo == "skip" or trace.yaxis == "y2":
        return []
    lying = trace.type == "scatter" and isinstance(trace.y[0], str)
    values = trace.x if lying or getattr(trace, "orientation", "") == "h" else trace.y
    known = [v for v in values if v is not None and v == v]
    share = re.search(r"'[0-9.]+%'", str([trace.text, trace.customdata])) and max(known) <= 200
    return [v / 100 for v in known] if share else known


def test_a_page_without_a_table_offers_no_workbook(monkeypatch, empty_warehouse):
    app = show("cities", monkeypatch, empty_warehouse)
    assert not app.get("download_button")
