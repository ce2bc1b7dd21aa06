"""A month against the month before: what is suspicious, and that the ordinary is not."""

import datetime as dt

import pytest

from catalog import catalog
from demo.simulate import simulate
from ingest.changes.publish import Published, publish
from ingest.cover import Cover
from ingest.forms.report import write_report
from ingest.pipeline import check_workbook
from ingest.reasons import explain
from tests.conftest import edited
from warehouse.publisher import read

PLATFORM, PROJECT, CITY = "平台推广应用", "信息化项目", "地市推广应用"
MONTHS = simulate(catalog())
BEFORE, NOW, AFTER = list(MONTHS)[4:7]


def workbook(month: dt.date, tokens: dict | None = None) -> bytes:
    return write_report(Cover(month, simulated=True), tokens or MONTHS[month], catalog())


@pytest.fixture(scope="module")
def warehouse(place):
    """The month before, published."""
    path = place()
    publish(
        path,
        check_workbook(workbook(BEFORE), "before.xlsx", catalog(), path, simulated=True),
        "test",
        catalog(),
    )
    return path


def said(path, data: bytes) -> list[tuple[str, str]]:
    """[(sheet!cell, code), …] of everything but what was tidied."""
    problems = check_workbook(data, "月报.xlsx", catalog(), path, simulated=True).problems
    return [
        (f"{p.sheet}!{p.cell}" if p.cell else p.sheet, p.code)
        for p in problems
        if p.severity != "规范"
    ]


def test_an_ordinary_month_says_nothing(warehouse):
    assert said(warehouse, workbook(NOW)) == []


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        (
            {f"{PLATFORM}!C4": "17000.0"},
            [(f"{PLATFORM}!C4", "cities-exceed-province")],
        ),  # 累计 fell
        (
            {f"{PLATFORM}!D4": "700.1"},
            [(f"{PLATFORM}!D4", "growth-mismatch")],
        ),  # 当月 is the odd one
        ({f"{PLATFORM}!C4": "183645.1"}, [(f"{PLATFORM}!C4", "unit-slip")]),
        ({f"{PLATFORM}!C5": "9.5"}, [(f"{PLATFORM}!C5", "unit-slip")]),
        ({f"{PLATFORM}!C5": "2000.0"}, [(f"{PLATFORM}!C5", "jump")]),
        ({f"{PLATFORM}!C5": None}, [(f"{PLATFORM}!C5", "value-missing")]),
        ({f"{PLATFORM}!D5": "12.0"}, [(f"{PLATFORM}!D5", "value-unexpected")]),
        ({f"{PLATFORM}!D29": "70.00%"}, [(f"{PLATFORM}!D29", "jump")]),
        ({f"{PLATFORM}!D29": "0.9512"}, [(f"{PLATFORM}!D29", "percent-ambiguous")]),
        ({f"{CITY}!D24": "100.0"}, [(f"{CITY}!D24", "cumulative-decreased")]),
        ({f"{CITY}!C10": "2900"}, [(f"{CITY}!C10", "jump")]),
        ({f"{CITY}!{c}24": None for c in "CDEFGHIJ"}, [(f"{CITY}!C24", "city-not-reported")]),
        ({f"{PROJECT}!E5": "100,000.00"}, [(f"{PROJECT}!E5", "total-mismatch")]),
        ({f"{PROJECT}!C5": "1"}, [(f"{PROJECT}!C5", "total-mismatch")]),
    ],
)
def test_one_cause_is_one_problem_at_its_cell(warehouse, changes, problems):
    assert said(warehouse, edited(workbook(NOW), changes)) == problems


def test_two_cities_that_changed_places_are_both_named(warehouse):
    now = MONTHS[NOW]
    guangzhou, shenzhen = (
        now["city_business_active_users", code, "monthly"] for code in ("440100", "441600")
    )
    swapped = edited(workbook(NOW), {f"{CITY}!H4": shenzhen, f"{CITY}!H10": guangzhou})
    assert said(warehouse, swapped) == [
        (f"{CITY}!H4", "rows-swapped"),
        (f"{CITY}!H10", "rows-swapped"),
    ]


def column(code: str, measure: str) -> list[str]:
    return [MONTHS[NOW][code, city.code, measure] for city in catalog().cities]


def put(columns: dict[str, list[str]]) -> dict[str, str]:
    """Changes that write city columns from row 4 down: {"H": [...]}."""
    return {
        f"{CITY}!{letter}{4 + n}": text
        for letter, texts in columns.items()
        for n, text in enumerate(texts)
    }


def test_a_column_moved_down_by_a_row_is_one_problem(warehouse):
    users = column("city_business_active_users", "monthly")
    moved = users[-1:] + users[:-1]
    assert said(warehouse, edited(workbook(NOW), put({"H": moved}))) == [
        (f"{CITY}!H5", "rows-shifted")
    ]


def test_a_few_rows_moved_up_are_one_problem(warehouse):
    """珠海 is left out, the five below it move up and the last of them stands twice."""
    users = column("city_citizen_users", "cumulative")
    assert said(
        warehouse, edited(workbook(NOW), put({"D": users[:2] + users[3:8] + users[7:]}))
    ) == [(f"{CITY}!D6", "rows-shifted")]


def test_names_that_slipped_against_all_figures_are_one_problem(warehouse):
    names = [c.name for c in catalog().cities]
    assert said(warehouse, edited(workbook(NOW), put({"B": names[1:] + names[:1]}))) == [
        (f"{CITY}!F5", "rows-shifted")
    ]


@pytest.mark.parametrize(
    ("left", "right", "cell", "harder"),
    [
        (
            ("D", "city_citizen_users", "cumulative"),
            ("E", "city_citizen_app_installs", "cumulative"),
            "D4",
            [(f"{CITY}!E4", "cities-exceed-province")],  # a rule that blocks is always said
        ),
        (
            ("G", "city_business_coverage", "monthly"),
            ("J", "city_office_active_rate", "monthly"),
            "G4",
            [],
        ),
    ],
)
def test_two_columns_that_changed_places_are_one_problem(warehouse, left, right, cell, harder):
    swapped = put({left[0]: column(*right[1:]), right[0]: column(*left[1:])})
    assert said(warehouse, edited(workbook(NOW), swapped)) == [
        (f"{CITY}!{cell}", "columns-swapped"),
        *harder,
    ]


def test_last_months_file_under_a_new_title_is_refused(warehouse):
    assert said(warehouse, workbook(NOW, MONTHS[BEFORE])) == [
        (f"{PROJECT}!C3", "copy-of-previous"),
        (f"{CITY}!C4", "copy-of-previous"),
        (f"{PLATFORM}!C4", "copy-of-previous"),
    ]


def test_the_remainder_hardly_moves(warehouse):
    lower = {
        k: f"{float(v) * 0.93:.2f}" if k[0] == "city_business_entities" else v
        for k, v in MONTHS[NOW].items()
    }
    codes = [code for _, code in said(warehouse, workbook(NOW, lower))]
    assert set(codes) <= {"province-gap-changed", "cumulative-decreased"}


def test_a_gap_and_a_back_fill_are_remarked(warehouse):
    assert said(warehouse, workbook(AFTER))[0] == ("", "month-gap")
    assert said(warehouse, workbook(list(MONTHS)[3]))[0] == ("", "month-backfill")


def test_an_unchanged_month_needs_nothing_and_changes_nothing(warehouse):
    again = check_workbook(workbook(BEFORE), "again.xlsx", catalog(), warehouse, simulated=True)
    assert [p.code for p in again.problems] == ["upload-identical"]
    assert publish(warehouse, again, "test", catalog()).new is False


def test_a_month_that_is_whole_now_is_published_again_with_the_same_figures(new_warehouse):
    """Published as 部分, then sent complete, with its number: the month would have stayed 部分."""
    path = new_warehouse
    of_part = write_report(Cover(BEFORE, simulated=True, partial=True), MONTHS[BEFORE], catalog())
    whole = write_report(Cover(BEFORE, "第9期", simulated=True), MONTHS[BEFORE], catalog())
    publish(path, check_workbook(of_part, "部分.xlsx", catalog(), path, True), "甲", catalog())
    checked = check_workbook(whole, "完整.xlsx", catalog(), path, True)
    assert [p.code for p in checked.problems] == ["cover-revision"]
    assert "说明页的期号、数据范围不同" in checked.problems[0].message
    assert checked.difference.counts == {"说明页": 2}
    assert [(c.label, c.then, c.now) for c in checked.difference.cover] == [
        ("期号", "", "第9期"),
        ("数据范围", "部分", "完整"),
    ]
    with pytest.raises(ValueError, match="cover-revision"):
        publish(path, checked, "甲", catalog())
    reasons = {("cover-revision", "", ""): "全部数据已经报齐"}
    assert publish(path, checked, "甲", catalog(), reasons) == Published(2, new=True)
    assert read(path, "SELECT partial, issue_no FROM live_load") == [(False, "第9期")]
    # a field left empty says nothing
    again = check_workbook(of_part, "部分.xlsx", catalog(), path, True)
    assert [c.label for c in again.difference.cover] == ["数据范围"]


def test_a_revision_says_what_it_changes_and_needs_a_reason(warehouse):
    data = edited(workbook(BEFORE), {f"{CITY}!C4": "1199", f"{CITY}!C5": None})
    checked = check_workbook(data, "修订.xlsx", catalog(), warehouse, simulated=True)
    (revision,) = checked.problems
    assert (revision.code, revision.severity) == ("month-revision", "需说明")
    assert "由 test 于" in revision.message
    assert "改动 2 个数值、新增 0 个、删除 0 个" in revision.message
    assert explain(checked.problems, {}).open == [revision]
    assert explain(checked.problems, {("month-revision", "", ""): "改正"}).open == [
        revision
    ]  # too short to explain anything
    assert explain(checked.problems, {("month-revision", "", ""): "地市补报后更正"}).open == []
