"""文字数字: the numbers of the report's sentences, from their sheet to the page, and what happens
to a wrong one."""

import csv
import datetime as dt
import io

import openpyxl
import pytest

from catalog import catalog
from ingest.changes.publish import publish
from ingest.changes.rebuild import rebuild
from ingest.changes.revert import revert
from ingest.forms.exports import export_month, template
from ingest.pipeline import check_workbook
from ingest.tables.numeral import parse_bounded
from tests.conftest import AUGUST, ROOT, edited, found, run, without_sheet
from tests.tables_on_page import tables
from tests.test_pages import show, texts
from warehouse import queries
from warehouse.canonical import write_canonical
from warehouse.reader import Reader

SHEET = "文字数字"
NO_ROW = ("日期", "年份", "名称")


def read(workbook: bytes):
    return check_workbook(workbook, "2022-08.xlsx", catalog())


def test_every_numeral_of_the_reports_text_is_a_row_or_says_why_not(august):
    """tests/report_numerals.csv lists the numerals of sections 一 to 三 in their order, with two
    characters before and after."""
    rows = {t.name: t for t in read(august).texts}
    with open(ROOT / "tests" / "report_numerals.csv", encoding="utf-8", newline="") as f:
        numerals = list(csv.DictReader(f))
    assert len(numerals) == 68
    held = [n for n in numerals if n["held_by"] not in NO_ROW]
    for n in held:
        row = rows[n["held_by"]]
        said = parse_bounded(n["numeral"], row.unit)
        scale = 10_000 if n["after"] == "万多" else 1  # 1万多 个 is counted in 个
        assert (row.section, row.value) == (n["section"], said and said.value * scale), n
    assert len(held) == len({n["held_by"] for n in held}) == 29
    in_characters = {name for name, row in rows.items() if "原文用汉字" in row.note}
    assert rows.keys() - {n["held_by"] for n in held} == in_characters
    assert len(in_characters) == 5


def test_bound_unit_system_and_cell_are_kept(august):
    rows = {t.name: t for t in read(august).texts}
    said = [
        (t.system_code, t.section, str(t.value), t.bound, t.unit, t.token, t.source_cell)
        for name in ("演练覆盖的政务信息系统", "视频办上线服务", "注册访问的党政机关用户")
        if (t := rows[name])
    ]
    assert said == [
        ("attack_exercise", "一（四）", "10000", "above", "个", "1万多", "D4"),
        ("video_service", "二（五）", "760", "above", "项", "超760", "D18"),
        ("innovation_service", "二（七）", "1.47", None, "万人", "1.47", "D26"),
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(august))[SHEET]
    assert all(sheet[t.source_cell].value == t.token for t in rows.values())


def test_a_workbook_without_the_sheet_is_accepted(august):
    checked = read(without_sheet(august, SHEET))
    assert (checked.blocked, checked.texts) == (False, [])
    assert checked.tables == {"platform": 40, "project": 7, "city": 21}


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"A3": "粤盾牌"}, [("A3", "public-field")]),
        ({"B4": "第一部分"}, [("B4", "public-field")]),
        ({"C5": None}, [("C5", "public-field")]),
        ({"D6": "若干"}, [("D6", "public-field")]),
        ({"D7": None}, [("D7", "public-field")]),
        ({"D9": "71.1%", "E9": "个"}, [("D9", "public-field")]),
        ({"C10": "隐患比 2020 年减少"}, [("C10", "indicator-duplicated")]),
        ({"A1": "月报正文中的数字（2022年7月）"}, [("A1", "month-mixed")]),
        ({"D2": "数"}, [("A1", "text-header")]),
        ({"A20": None}, []),
    ],
)
def test_a_wrong_row_is_named(august, changes, problems):
    workbook = edited(august, {f"{SHEET}!{cell}": text for cell, text in changes.items()})
    assert found(workbook) == [(f"{SHEET}!{cell}", code) for cell, code in problems]


def test_a_merged_row_is_refused(august):
    book = openpyxl.load_workbook(io.BytesIO(august))
    book[SHEET].merge_cells("D8:D9")
    buffer = io.BytesIO()
    book.save(buffer)
    assert found(buffer.getvalue()) == [(f"{SHEET}!D8", "data-merged")]


def test_the_form_asks_for_them_beside_last_months(real_warehouse):
    form = template(real_warehouse, dt.date(2022, 9, 1), catalog())
    sheet = openpyxl.load_workbook(io.BytesIO(form))[SHEET]
    assert [c.value for c in sheet[2]][:6] == ["系统", "章节", "内容", "数值", "单位", "备注"]
    assert [c.value for c in sheet[3]][:6] == [None] * 6
    assert [c.value for c in sheet[3]][7:11] == ["粤盾", "一（四）", "参演的攻击队伍", "50"]
    assert check_workbook(form, "2022-09.xlsx", catalog()).texts == []


@pytest.mark.both_kinds
def test_export_rebuild_and_revert_keep_them(august, new_warehouse, tmp_path, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(new_warehouse))
    publish(new_warehouse, read(august), "甲", catalog())
    exported = export_month(new_warehouse, AUGUST, catalog())
    assert [t.token for t in read(exported).texts] == [t.token for t in read(august).texts]
    cells = openpyxl.load_workbook(io.BytesIO(exported))[SHEET]["D"]
    assert [c.value for c in cells[2:10]] == [50, "1万多", 120, 5, 24, 284, 0.711, 0.283]
    canonical = [tmp_path / name for name in ("before.csv", "after.csv", "reverted.csv")]
    write_canonical(new_warehouse, canonical[0])
    assert "284.0000,,284," in canonical[0].read_text(encoding="utf-8")
    rebuild(new_warehouse, catalog())
    write_canonical(new_warehouse, canonical[1])
    assert canonical[0].read_bytes() == canonical[1].read_bytes()
    changed = check_workbook(
        edited(august, {f"{SHEET}!D8": "285"}), "改.xlsx", catalog(), new_warehouse
    )
    assert [(c.kind, c.name, c.then.token, c.now.token) for c in changed.difference.texts] == [
        ("改动", "发现并通报的安全隐患", "284", "285")
    ]
    noted = edited(august, {f"{SHEET}!F8": "另有口径"})
    [other] = check_workbook(noted, "注.xlsx", catalog(), new_warehouse).difference.texts
    assert (other.kind, other.now.note) == ("改动", "另有口径")  # a note alone is a change too
    [revision] = [p for p in changed.problems if p.code == "month-revision"]
    answers = {(revision.code, revision.sheet, revision.cell): "核对原文后更正"}
    load = publish(new_warehouse, changed, "甲", catalog(), answers).load_id
    changes = Reader(new_warehouse).ask("load_changes", load=load, earlier=load - 1)
    assert changes[["platform_name", "indicator_name", "member_name"]].to_numpy().tolist() == [
        ["文字数字", "发现并通报的安全隐患", "一（四）"]
    ]
    assert changes[["old_token", "new_token"]].to_numpy().tolist() == [["284 个", "285 个"]]
    revert(new_warehouse, load, "改错了，退回", "甲", catalog())
    write_canonical(new_warehouse, canonical[2])
    assert canonical[0].read_bytes() == canonical[2].read_bytes()


def test_the_page_shows_them_with_system_month_and_section(monkeypatch, real_warehouse):
    app = show("systems", monkeypatch, real_warehouse, month="2022-08")
    rows = tables(app)[1]
    assert len(rows) == 34
    assert rows.iloc[1][["所属系统", "数值", "原文", "月份", "章节"]].tolist() == [
        "粤盾",
        "≥ 10,000 个",
        "1万多",
        "2022-08",
        "一（四）",
    ]
    own = show("systems", monkeypatch, real_warehouse, month="2022-08", system="粤视办")
    assert tables(own)[0]["数值"].tolist() == ["7 个", "≥ 760 项"]
    assert "2 个正文数字" in texts(own)
    later = queries.systems.text_figures(dt.date(2023, 7, 1))
    assert later.empty


def test_the_command_line_counts_them(monkeypatch, new_warehouse, capsys):
    assert (
        run(["load", str(ROOT / "data" / "raw" / "2022-08.xlsx")], new_warehouse, monkeypatch) == 0
    )
    assert "文字数字 34 行" in capsys.readouterr().out
