"""A month's workbook on its way: what is accepted, what is refused, and what the person is told."""

import datetime as dt
import json
from decimal import Decimal

import pytest

from catalog import catalog
from ingest.cover import Cover
from ingest.forms.report import write_report
from ingest.pipeline import check_workbook
from tests.conftest import AUGUST, RAW, ask, edited, found, run, state, without_sheet
from warehouse.reader import Reader
from words.clock import beijing_today

PLATFORM, PROJECT, CITY = "平台推广应用", "信息化项目", "地市推广应用"


def values(workbook: bytes) -> dict[tuple, Decimal | None]:
    checked = check_workbook(workbook, "测试.xlsx", catalog())
    return {(o.indicator_code, o.member_code, o.measure): o.value for o in checked.observations}


# the real months


def test_the_real_month_is_accepted_with_every_cell(august):
    checked = check_workbook(august, "2022-08.xlsx", catalog())
    assert (checked.month, checked.blocked, checked.tables) == (
        AUGUST,
        False,
        {"platform": 40, "project": 7, "city": 21, "text": 34},
    )
    assert len(checked.observations) == 40 * 2 + 7 * 3 + 21 * 8
    assert (checked.cover.issue_no, checked.cover.issued_on) == (
        "2022年第8期",
        dt.date(2022, 9, 13),
    )


def test_its_real_discrepancies_are_remarks(august):
    assert found(august, ("提示",)) == [
        (f"{PLATFORM}!C6", "cross-check"),
        (f"{PLATFORM}!D38", "cross-check"),
        (f"{PLATFORM}!D39", "cross-check"),
    ]


def test_its_repeated_units_are_listed_and_not_scaled_twice(august):
    tidied = [place for place, code in found(august, ("规范",)) if code == "unit-redundant"]
    assert tidied == [
        f"{CITY}!E10",
        f"{PLATFORM}!C10",
        f"{PLATFORM}!D10",
        f"{PLATFORM}!C11",
        f"{PLATFORM}!D11",
    ]
    read = values(august)
    assert read["citizen_queries", "440000", "cumulative"] == Decimal("215.0")
    assert read["city_citizen_app_installs", "441600", "cumulative"] == Decimal("5.0")


def test_blank_and_zero_stay_apart(august):
    read = values(august)
    assert read["citizen_daily_page_views", "440000", "monthly"] is None
    assert read["business_certificates", "440000", "monthly"] == 0


def test_a_blank_cell_has_no_number_to_reckon_with(august):
    read = check_workbook(august, "x", catalog()).by_key
    blank = read["citizen_daily_page_views", "440000", "monthly"]
    for ask_for in (lambda: blank.number, lambda: blank.half_unit):
        with pytest.raises(ValueError, match=f"{blank.source_cell} is blank"):
            ask_for()
    zero = read["business_certificates", "440000", "monthly"]
    assert (zero.number, zero.half_unit) == (0, Decimal("0.5"))


def test_tokens_are_kept_as_printed(august):
    tokens = {
        (o.indicator_code, o.member_code): o.token
        for o in check_workbook(august, "x", catalog()).observations
        if o.measure == "cumulative"
    }
    assert tokens["citizen_queries", "440000"] == "215.0亿"
    assert tokens["project_amount", "preparation"] == "161,572.03"


def test_a_partial_month_is_legal_and_says_what_is_missing():
    checked = check_workbook((RAW / "2023-07.xlsx").read_bytes(), "2023-07.xlsx", catalog())
    assert (checked.blocked, checked.tables) == (False, {"platform": 10})
    assert [p.code for p in checked.problems] == ["table-absent"] * 2 + ["indicator-absent"] * 5 + [
        "precision-changed"
    ] * 3
    assert "粤智助缺 9 项指标" in checked.problems[6].message


def test_the_public_figures_are_complete_and_bounded():
    checked = check_workbook(
        (RAW / "public-figures.xlsx").read_bytes(), "public-figures.xlsx", catalog()
    )
    assert (checked.blocked, checked.tables, checked.problems) == (False, {"public": 80}, [])
    bounds = [o.bound for o in checked.observations]
    assert (bounds.count("above"), bounds.count("below")) == (11, 1)
    assert len(checked.citations) == 80
    assert all(c.url.startswith("http") and c.grade in "AB" for c in checked.citations)


# wrong input: each names its cell and loads nothing


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({f"{CITY}!B5": "深训"}, [(f"{CITY}!B5", "city-unknown")]),
        ({f"{CITY}!B24": "香港"}, [(f"{CITY}!B24", "city-unknown")]),
        ({f"{CITY}!B4": "广洲"}, [(f"{CITY}!B4", "city-unknown")]),
        (
            {f"{CITY}!B6": "广州"},
            [(f"{CITY}!B2", "city-missing"), (f"{CITY}!B6", "city-duplicated")],
        ),
        ({f"{CITY}!E3": "安装数(万)"}, [(f"{CITY}!E3", "column-unknown")]),
        ({f"{CITY}!E3": None}, [(f"{CITY}!E3", "column-unknown")]),
        ({f"{CITY}!D3": "注册用户数(亿)"}, [(f"{CITY}!D3", "unit-changed")]),
        ({f"{CITY}!D3": "注册用户数"}, [(f"{CITY}!D3", "unit-missing")]),
        ({f"{CITY}!F2": "粤商道"}, [(f"{CITY}!F2", "platform-unknown")]),
        ({f"{CITY}!D4": "四千"}, [(f"{CITY}!D4", "type-error")]),
        ({f"{CITY}!D4": "4,22.15"}, [(f"{CITY}!D4", "type-error")]),
        ({f"{CITY}!G4": "157.78%"}, [(f"{CITY}!G4", "rate-out-of-range")]),
        ({f"{CITY}!D4": "5000"}, [(f"{CITY}!D4", "cities-exceed-province")]),
        ({f"{CITY}!E10": "5.0亿"}, [(f"{CITY}!E10", "unit-conflict")]),
        ({f"{PLATFORM}!B4": "实名用户注册量(万)"}, [(f"{PLATFORM}!B4", "indicator-unknown")]),
        ({f"{PLATFORM}!A15": "粤商桶"}, [(f"{PLATFORM}!A15", "platform-unknown")]),
        ({f"{PLATFORM}!C3": "累汁"}, [(f"{PLATFORM}!C3", "column-unknown")]),
        ({f"{PLATFORM}!D3": None}, [(f"{PLATFORM}!D3", "column-unknown")]),
        ({f"{PLATFORM}!D3": "7月新增"}, [(f"{PLATFORM}!D3", "month-mixed")]),
        ({f"{PLATFORM}!C4": "#REF!"}, [(f"{PLATFORM}!C4", "cell-error")]),
        ({f"{PLATFORM}!C4": "=C5+1"}, [(f"{PLATFORM}!C4", "formula-not-calculated")]),
        ({f"{PLATFORM}!C4": dt.datetime(2022, 8, 1)}, [(f"{PLATFORM}!C4", "number-as-date")]),
        ({f"{PLATFORM}!C7": "-2479"}, [(f"{PLATFORM}!C7", "negative")]),
        ({f"{PLATFORM}!C7": "2479.5"}, [(f"{PLATFORM}!C7", "not-integer")]),
        ({f"{PLATFORM}!C22": "250.00"}, [(f"{PLATFORM}!C22", "subset-exceeds")]),
        ({f"{PROJECT}!D5": "999"}, [(f"{PROJECT}!D5", "total-mismatch")]),  # more than C5
        (
            {f"{PROJECT}!C5": "9"},  # less than D5
            [(f"{PROJECT}!C5", "total-mismatch"), (f"{PROJECT}!D5", "new-exceeds-cumulative")],
        ),
        ({f"{PROJECT}!C3": "370"}, [(f"{PROJECT}!C9", "total-mismatch")]),
        ({f"{PROJECT}!E9": "1,594,761.73"}, [(f"{PROJECT}!E9", "total-mismatch")]),
        ({f"{PROJECT}!B4": "釆购阶段"}, [(f"{PROJECT}!B4", "stage-unknown")]),
        ({f"{PROJECT}!D2": "7月数量变化(个)"}, [(f"{PROJECT}!D2", "month-mixed")]),
        ({"说明!B2": "2022年1-8月"}, [("说明!B2", "month-unreadable")]),
        (
            {"说明!B2": None, f"{CITY}!A1": None, f"{PROJECT}!A1": None, f"{PLATFORM}!A1": None},
            [("", "month-not-found")],
        ),
        (
            {"说明!B2": None, f"{CITY}!A1": None, f"{PROJECT}!A1": None, f"{PLATFORM}!A1": None}
            | {f"{PLATFORM}!C3": "2022年13月累计"},  # no month; it was a fault of ours
            [("", "month-not-found"), (f"{PLATFORM}!C3", "column-unknown")],
        ),
    ],
)
def test_one_mistake_is_one_problem_with_its_cell(august, changes, problems):
    assert found(edited(august, changes)) == problems


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("9", "相差 579，差额最可能出在此格。请核对。"),
        ("99", "相差 489，仅凭本表看不出错在合计还是哪一阶段。请核对。"),
    ],
)
def test_a_sum_names_a_likely_cell_only_where_something_else_tells(august, figure, said):
    checked = check_workbook(edited(august, {f"{PROJECT}!C5": figure}), "x.xlsx", catalog())
    assert next(p.message for p in checked.problems if p.code == "total-mismatch").endswith(said)


def test_three_mistakes_are_all_reported_at_once(august):
    changes = {f"{CITY}!B5": "深训", f"{PLATFORM}!C4": "一亿", f"{PROJECT}!E9": "1"}
    assert found(edited(august, changes)) == [
        (f"{PROJECT}!E9", "total-mismatch"),
        (f"{CITY}!B5", "city-unknown"),
        (f"{PLATFORM}!C4", "type-error"),
    ]


def test_the_sentence_says_what_was_found_and_how_to_mend_it(august):
    problem = check_workbook(edited(august, {f"{CITY}!B5": "深训"}), "x.xlsx", catalog()).problems[
        0
    ]
    assert problem.message == (
        "地区「深训」不是 21 个地级以上市之一（是否为“深圳”？）。请改成地级市名称"
        "（“广州”或“广州市”均可）；小计、省直等不入库的行请删除。"
    )


@pytest.mark.parametrize(
    ("name", "figure", "said"),
    [
        ({f"{CITY}!G3": "其他"}, {f"{CITY}!G6": None}, "或删除该列；G6 空着或不是数，请一并核对。"),
        ({f"{CITY}!B6": "珠诲"}, {f"{CITY}!E6": "三百"}, "请删除；E6 空着或不是数，请一并核对。"),
        ({f"{PLATFORM}!B4": "其他"}, {f"{PLATFORM}!D4": "28O"}, "请删除；D4 空着或不是数，"),
        ({f"{PLATFORM}!B5": "其他"}, {f"{PLATFORM}!C5": None}, "请删除；C5 空着或不是数，"),
        ({f"{PROJECT}!B4": "其他"}, {f"{PROJECT}!C4": "9五"}, "请删除；C4 空着或不是数，"),
        ({f"{PLATFORM}!B5": "其他"}, {}, "不需要的行请删除。"),
    ],
)
def test_a_fault_under_an_unknown_name_is_told_beside_it(august, name, figure, said):
    """It was found only once the name was mended."""
    checked = check_workbook(edited(august, name | figure), "x.xlsx", catalog())
    [told] = [p for p in checked.problems if p.severity == "阻断"]
    assert f"{told.sheet}!{told.cell}" in name and said in told.message
    assert {"!".join(p) for p in told.others} == set(figure)


def test_a_missing_table_is_refused_unless_the_month_says_it_is_partial(august):
    workbook = without_sheet(august, PROJECT)
    assert found(workbook) == [("", "table-missing")]
    assert found(edited(workbook, {"说明!B7": "部分"})) == []


def test_a_month_that_has_not_ended_is_refused(august):
    month = beijing_today().replace(day=1)
    tokens = {
        (o.indicator_code, o.member_code, o.measure): o.token
        for o in check_workbook(august, "x", catalog()).observations
    }
    assert found(write_report(Cover(month), tokens, catalog())) == [("", "month-future")]


def test_a_column_under_a_blank_header_is_never_dropped(august):
    """The best known dashboard does that, and would lose 8月新增."""
    assert found(edited(august, {f"{PLATFORM}!D3": None}))[0] == (
        f"{PLATFORM}!D3",
        "column-unknown",
    )


@pytest.mark.parametrize(
    ("row", "cell", "code"),
    [
        ({"A2": "2018年"}, "A2", "public-field"),
        ({"B2": "粤省亊"}, "B2", "public-field"),
        ({"C2": "服务人次"}, "C2", "public-field"),
        ({"D2": "当月底"}, "D2", "public-field"),
        ({"E2": "约142"}, "E2", "public-field"),
        ({"G2": "javascript:alert(1)"}, "G2", "public-field"),
    ],
)
def test_a_public_figure_with_a_fault_names_its_cell(row, cell, code):
    workbook = (RAW / "public-figures.xlsx").read_bytes()
    assert found(edited(workbook, {f"公开数据!{k}": v for k, v in row.items()})) == [
        (f"公开数据!{cell}", code)
    ]


# the command line


@pytest.mark.both_kinds
def test_load_then_load_again_changes_nothing(new_warehouse, monkeypatch, capsys):
    warehouse = new_warehouse
    files = [str(RAW / "2022-08.xlsx"), str(RAW / "2023-07.xlsx"), str(RAW / "public-figures.xlsx")]
    assert run(["load", *files], warehouse, monkeypatch) == 0
    before = Reader(warehouse).version()
    capsys.readouterr()
    assert run(["load", *files], warehouse, monkeypatch) == 0
    assert Reader(warehouse).version() == before
    assert capsys.readouterr().out.count("未作改动") == 3
    assert run(["history"], warehouse, monkeypatch) == 0
    assert [line.split()[1] for line in capsys.readouterr().out.splitlines()] == [
        "2022-08",
        "2023-07部分",
        "公开数据",
    ]


@pytest.mark.both_kinds
def test_a_refused_file_leaves_the_warehouse_as_it_was(
    new_warehouse, tmp_path, monkeypatch, august, capsys
):
    warehouse, bad = new_warehouse, tmp_path / "bad.xlsx"
    bad.write_bytes(edited(august, {f"{CITY}!B5": "深训"}))
    assert run(["load", str(RAW / "2022-08.xlsx")], warehouse, monkeypatch) == 0
    before = state(warehouse)
    assert run(["load", str(bad)], warehouse, monkeypatch) == 1
    assert state(warehouse) == before
    assert f"{CITY}!B5" in capsys.readouterr().out


def test_check_prints_one_json_object(tmp_path, monkeypatch, capsys, august):
    good, bad, none = tmp_path / "good.xlsx", tmp_path / "bad.xlsx", tmp_path / "none.xlsx"
    good.write_bytes(august)
    bad.write_bytes(edited(august, {f"{PLATFORM}!C4": "abc"}))
    none.write_bytes(b"no workbook")
    assert run(["check", str(good), "--json"], tmp_path / "w", monkeypatch) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["month"], said["accepted"], said["tables"]) == (
        "2022-08",
        True,
        {"platform": 40, "project": 7, "city": 21, "text": 34},
    )
    assert run(["check", str(bad), "--json"], tmp_path / "w", monkeypatch) == 1
    first = next(
        p for p in json.loads(capsys.readouterr().out)["problems"] if p["severity"] == "阻断"
    )
    assert {k: first[k] for k in ("code", "sheet", "cell")} == {
        "code": "type-error",
        "sheet": PLATFORM,
        "cell": "C4",
    }
    assert run(["check", str(none), "--json"], tmp_path / "w", monkeypatch) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["month"], said["tables"], [p["code"] for p in said["problems"]]) == (
        None,
        {},
        ["file-not-xlsx"],
    )
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize(
    "arguments", [[], ["load"], ["check", "不存在.xlsx"], ["lod", "x"], ["check", "a", "b"]]
)
def test_wrong_usage_is_exit_code_two(tmp_path, monkeypatch, arguments, capsys):
    assert run(arguments, tmp_path / "w", monkeypatch) == 2


@pytest.mark.both_kinds
def test_simulated_and_real_months_never_meet(new_warehouse, tmp_path, monkeypatch, august, capsys):
    tokens = {
        (o.indicator_code, o.member_code, o.measure): o.token
        for o in check_workbook(august, "x", catalog()).observations
    }
    simulated = tmp_path / "s.xlsx"
    simulated.write_bytes(write_report(Cover(AUGUST, simulated=True), tokens, catalog()))
    assert run(["load", str(simulated)], new_warehouse, monkeypatch) == 1
    assert run(["load", "--simulated", str(RAW / "2022-08.xlsx")], new_warehouse, monkeypatch) == 1
    assert run(["load", "--simulated", str(simulated)], new_warehouse, monkeypatch) == 0
    assert run(["load", str(RAW / "2022-08.xlsx")], new_warehouse, monkeypatch) == 1
    assert ask(new_warehouse, "SELECT simulated FROM load") == [(True,)]
