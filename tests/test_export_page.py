"""导出本页: the workbook holds what the page shows, table by table and cell by cell."""

import io

import openpyxl
import pytest

from tests.shown import shown
from tests.test_pages import PAGES, show
from ui import export_page, on_screen

CARDS = {"有对应指标的目标"}  # on screen they are cards


@pytest.fixture
def screens(monkeypatch):
    """What each script run has put on screen."""
    seen = []

    def begin() -> None:
        seen.append(on_screen.Screen())
        on_screen._screen.set(seen[-1])

    monkeypatch.setattr(on_screen, "begin", begin)
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


@pytest.mark.parametrize("page", [p for p in PAGES if p != "download"])
def test_the_workbook_equals_the_screen(page, monkeypatch, real_warehouse, screens):
    app = show(page, monkeypatch, real_warehouse)
    book = openpyxl.load_workbook(io.BytesIO(export_page.workbook(PAGES[page], screens[-1])))
    on_page = [
        (list(t.value), t.value.astype(str).to_numpy().tolist())
        for t in [*app.dataframe, *app.table]
    ]
    written = [
        ([c.value for c in book[name][1]], texts(book[name]))
        for name in book.sheetnames[1:]
        if name not in CARDS
    ]
    on_page = [
        (names[1:], [row[1:] for row in rows]) if names[0] == "溯源" else (names, rows)
        for names, rows in on_page
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
    cell = book["位次表"]["E2"]
    assert (book["位次表"]["C2"].value, cell.value, cell.number_format) == (
        "广州",
        4221.5,
        "#,##0.0",
    )


def test_a_page_without_a_table_offers_no_workbook(monkeypatch, new_warehouse):
    app = show("cities", monkeypatch, new_warehouse)
    assert not app.get("download_button")
