"""Workbooks that people meet: the official month with one quirk, and what comes of it.

Each row: name, how the official workbook is changed, what is said beyond the month's own remarks
([(cell, code), …], 规范 left out). Where nothing of it blocks, every figure is stored as in the
official layout.
"""

from decimal import Decimal

import pytest

from catalog import catalog
from ingest.pipeline import check_workbook
from tests import workbook_edits as edit
from tests.case_goes_on import NOT_AS_THE_FIRST
from tests.case_layouts import HEADERS, LAYOUTS, NAMES, OTHER_NAMES
from tests.case_notes import NOTES
from tests.case_words import WORDS
from tests.cases import COVER, NUMBERS, SEEN, SHARED, P
from tests.conftest import AUGUST
from tests.workbook_edits import after, on, put, under_merge

CASES = SHARED | HEADERS | LAYOUTS | SEEN | NUMBERS | NOTES | WORDS
CASES |= {name: (change, []) for name, change in NAMES.items()}
# what is shown is taken, not what is stored
SHOWN = {
    "a format that hides decimals": {
        ("city_business_entities", "440100", "cumulative"): Decimal(178)
    }
}
OWN = ("cross-check",)  # the real month's discrepancies


def figures(checked, what="value"):
    return {key: getattr(o, what) for key, o in checked.by_key.items()}


@pytest.fixture(scope="module")
def official(august):
    return check_workbook(august, "2022-08.xlsx", catalog())


@pytest.mark.parametrize("name", NOT_AS_THE_FIRST)
def test_a_block_that_is_not_as_the_first_is_not_taken(name, august):
    assert check_workbook(NOT_AS_THE_FIRST[name](august), "2022-08.xlsx", catalog()).blocked


@pytest.mark.parametrize(("said", "code"), OTHER_NAMES.items())
def test_a_name_that_may_mean_another_is_not_taken(said, code, august):
    place, text = said.split(" ", 1)
    checked = check_workbook(put(place, text)(august), "2022-08.xlsx", catalog())
    assert (place, code) in [(f"{p.sheet}!{p.cell}", p.code) for p in checked.problems]


@pytest.mark.parametrize("name", CASES)
def test_a_workbook_that_people_meet(name, august, official):
    change, expected = CASES[name]
    checked = check_workbook(change(august), "2022-08.xlsx", catalog())
    said = [
        (f"{p.sheet}!{p.cell}", p.code)
        for p in checked.problems
        if p.severity != "规范" and p.code not in OWN
    ]
    assert said == expected
    if not checked.blocked:
        assert checked.month == AUGUST
        assert figures(checked) == figures(official) | SHOWN.get(name, {})
        if name in LAYOUTS:
            assert figures(checked, "token") == figures(official, "token")


@pytest.mark.parametrize(
    ("name", "part"),
    {
        "a helper column that is hidden": "“地市推广应用”K 列被隐藏",
        "a hidden second column": "“地市推广应用”K 列被隐藏",
        "a hidden second row": "“地市推广应用”第 4 行被隐藏",
        "a year's sum": "可用的列名（累计、8月新增、2022年8月新增、截至8月底累计）",
        "a column of fractions": "如为 57.78%，选中这些格，把格式改为“百分比”、2 位小数即可",
        "a column of fractions that are text": "看不出是 57.78% 还是 0.5778%。请写明百分号。",
        "a table that stands twice with another figure": "两处不全相同（这里的 D4 与那里不同）",
        "its own 亿 under 万": "按“万”应写作 17432.2",
    }.items(),
)
def test_the_sentence_says_what_to_do(name, part, august):
    change, _ = CASES[name]
    problems = check_workbook(change(august), "2022-08.xlsx", catalog()).problems
    assert part in next(p.message for p in problems if p.severity == "阻断")


def test_a_name_left_under_a_merge_of_a_partial_month_is_not_read(august):
    """Today's 粤省事 must not become 粤商通's row, which a partial month does not miss."""
    change = after(
        put(f"{COVER}!B7", "部分"),
        on(P, lambda s: (edit.unmerged(s), s.delete_rows(17), s.merge_cells("A4:A14"))),
        under_merge(f"{P}!A8", "粤商通"),
    )
    checked = check_workbook(change(august), "2022-08.xlsx", catalog())
    assert not checked.blocked
    key = next(k for k, o in checked.by_key.items() if (o.source_sheet, o.source_cell) == (P, "C8"))
    assert key[0] == "citizen_certificates"


@pytest.mark.parametrize("said", ["(2)", "（2）", "▲2", "△ 2", "负2", "减少2", "- 2"])
def test_what_may_be_negative_is_said_with_how_to_write_it(said, august):
    checked = check_workbook(put("信息化项目!D4", said)(august), "2022-08.xlsx", catalog())
    [told] = [p for p in checked.problems if p.severity == "阻断"]
    assert told.cell == "D4" and told.message.endswith("如为负数，请写作 -2。")
