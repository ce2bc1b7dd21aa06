"""Workbooks of counties and towns as offices fill them in: each changes one thing of a small month;
what is said of it beyond 规范. Where nothing is said, every row is read as in the plain month."""

import io

import openpyxl
import pytest

from ingest.pipeline import check_workbook
from tests.area_workbooks import COUNTY, TOWN, small_catalog, workbook


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    return small_catalog(tmp_path_factory.mktemp("catalog") / "small")


def edited(change, title=TOWN):
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    change(book[title])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def put(**values):
    return lambda s: [s.__setitem__(address, value) for address, value in values.items()]


def beside(header, value):
    return lambda s: [s.cell(r, 7, header if r == 3 else value) for r in range(3, 9)]


def inserted(row, *values):
    return lambda s: (s.insert_rows(row), [s.cell(row, c, v) for c, v in enumerate(values, 1)])


def hide(what):
    def change(sheet):
        if what == "sheet":
            sheet.sheet_state = "hidden"
        else:
            sheet.column_dimensions[what].hidden = True

    return change


PLAIN = {
    "an office for its town": put(C4="沙面街道办事处", C5="岭南街", C6="洪桥街道办"),
    "the names above before its own": put(C4="广州市荔湾区沙面街道", C8="东莞市石碣镇"),
    "a government for its town": put(C8="石碣镇人民政府"),
    "the province before a city": put(A4="广东省广州市"),
    "the city where there is no county": put(B7="东莞", B8="东莞市"),
    "a stroke where there is no county": put(B7="—", B8="/"),
    "市直 where there is no county": put(B7="市直属", B8="市直管镇"),
    "names of columns with 所属": put(A3="所属地市", B3="所在县区", C3="镇街名"),
    "a county's sum": inserted(6, "广州", "荔湾区小计", None, "92.1"),
    "who filled it in, and a telephone": inserted(10, "填表人", "张三", "电话", "02012345678"),
    "a column of codes": beside("行政区划代码", "440103001"),
    "a figure of a Chinese keyboard": put(D4="40。1"),
}
SAID = {
    "a hidden sheet": (hide("sheet"), [("", "hidden-content")]),
    "a hidden column": (hide("D"), [("D3", "hidden-content")]),
    "a note of another month": (put(A10="注：数据截至7月31日"), [("A10", "month-as-of")]),
    "a unit that no column has": (inserted(2, *[None] * 3, "单位：万元"), [("D2", "unit-noted")]),
    "a title of another month": (put(A1="镇街7月推广应用情况表"), [("A1", "month-mixed")]),
    "a county's name where there is one": (put(B4="广州"), [("B4", "area-unknown")]),
    "市直 where there are counties": (put(B4="市直"), [("B4", "area-unknown")]),
    "another city's town": (put(C4="东莞市石碣镇"), [("C4", "area-unknown")]),
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_table_as_offices_fill_it_in_is_read(name, small):
    checked = check_workbook(edited(PLAIN[name]), "x.xlsx", small)
    assert [p.message for p in checked.problems if p.severity != "规范"] == []
    assert (checked.count, checked.tables) == (21, {"county": 2, "town": 5})


@pytest.mark.parametrize("name", SAID)
def test_what_a_person_would_doubt_is_said(name, small):
    change, expected = SAID[name]
    problems = check_workbook(edited(change), "x.xlsx", small).problems
    assert [(p.cell, p.code) for p in problems if p.severity != "规范"] == expected


def test_a_hidden_sheet_of_counties_is_named_too(small):
    problems = check_workbook(edited(hide("sheet"), COUNTY), "x.xlsx", small).problems
    assert [p.place for p in problems if p.code == "hidden-content"] == [(COUNTY, "")]
