"""Loads over time: reasons, reverts, rebuilds, what was known when, and workbooks out of the
warehouse."""

import datetime as dt
import io
import json

import openpyxl
import pytest

from catalog import catalog
from ingest.changes.publish import MonthChanged, publish
from ingest.changes.rebuild import rebuild, refresh
from ingest.changes.revert import NotInForce, revert
from ingest.forms.exports import export_month, template
from ingest.pipeline import check_workbook
from ingest.workbook.sandbox import mark_workbook
from tests.conftest import AUGUST, RAW, ask, damaged, edited, run, state
from tests.shown import shown
from tests.test_operation import answers
from warehouse import publisher, structure
from warehouse.faults import Unavailable
from warehouse.reader import Reader

pytestmark = pytest.mark.both_kinds
USERS = "平台推广应用!C4"
REVISED = {("month-revision", "", ""): "来源单位更正了累计数"}


def load(
    path, data: bytes, name: str = "2022-08.xlsx", answers: dict | None = None, user: str = "张三"
):
    return publish(path, check_workbook(data, name, catalog(), path), user, catalog(), answers)


def users(path, as_of: int | None = None) -> float | None:
    table = Reader(path, as_of).ask(
        "figures",
        months=["2022-08"],
        platforms=[],
        indicators=["citizen_registered_users"],
        tables=[],
        members=[],
        regions=[],
        measures=[],
        origins=[],
        limit=99,
        offset=0,
    )
    rows = table[table["口径"] == "累计"]["数值"].tolist()
    return rows[0] if rows else None


def _write(path, catalog) -> None:
    with publisher.change(path, catalog) as con:
        con.execute("DELETE FROM reason")


def tokens(data: bytes) -> dict:
    checked = check_workbook(data, "x.xlsx", catalog())
    return {key: (o.token, o.value, o.bound, o.decimals) for key, o in checked.by_key.items()}


@pytest.fixture
def path(new_warehouse):
    return new_warehouse


def _revise(path) -> None:
    august = (RAW / "2022-08.xlsx").read_bytes()
    load(path, august)
    load(path, edited(august, {USERS: "17432.9"}), "修订.xlsx", REVISED)


@pytest.fixture
def revised(begun, kind):
    """The real month, revised once."""
    return begun(_revise, kind)


# reasons


def test_a_reason_is_kept_and_stands_beside_the_figure(path, august):
    data = edited(august, {"地市推广应用!C6": "12910"})
    key = ("city-out-of-line", "地市推广应用", "C6")
    with pytest.raises(ValueError, match="city-out-of-line"):
        load(path, data)
    load(path, data, answers={key: "珠海本月并入区级事项"})
    table = Reader(path).ask(
        "figures",
        months=["2022-08"],
        platforms=[],
        indicators=["city_citizen_services"],
        tables=[],
        members=["440400"],
        regions=[],
        measures=[],
        origins=[],
        limit=99,
        offset=0,
    )
    assert list(table["备注"]) == ["说明：珠海本月并入区级事项"]


def test_a_revision_counts_cells_of_every_kind(path, august):
    """A stock, two averages and another stock: the person is told four, before and after."""
    cells = {"C4": "17432.3", "C5": "30303.7", "C6": "13671.7", "C7": "2480"}
    revised = edited(august, {f"平台推广应用!{cell}": token for cell, token in cells.items()})
    load(path, august)
    checked = check_workbook(revised, "8.xlsx", catalog(), path)
    assert checked.difference.counts == {"改动": 4}
    number = publish(path, checked, "甲", catalog(), REVISED).load_id
    changes = Reader(path).ask("load_changes", load=number, earlier=1)
    assert list(changes["of_kind"]) == [4] * 4 and set(changes["kind"]) == {"改动"}
    first = Reader(path).ask("load_changes", load=1, earlier=-1)
    # 当月 alone: of a cell that the report never prints
    kinds = {"当月新增", "当月数", "当月比率", "当月变化", "当月"}
    assert set(first["measure_name"]) == {"累计", "", *kinds}


def test_reasons_come_from_a_file(tmp_path, path, august, monkeypatch, capsys):
    bad = tmp_path / "8月.xlsx"
    bad.write_bytes(edited(august, {"地市推广应用!C6": "12910"}))
    assert run(["load", str(bad)], path, monkeypatch) == 1
    assert "city-out-of-line" in capsys.readouterr().out
    reasons = tmp_path / "reasons.json"
    reasons.write_text(
        json.dumps(
            [
                {
                    "code": "city-out-of-line",
                    "sheet": "地市推广应用",
                    "cell": "C6",
                    "reason": "珠海本月并入区级事项",
                }
            ]
        )
    )
    assert run(["check", str(bad), "--reasons", str(reasons)], path, monkeypatch) == 0
    assert run(["load", str(bad), "--reasons", str(reasons)], path, monkeypatch) == 0


@pytest.mark.parametrize(
    "text",
    [
        "not json",
        "{}",
        '[{"code": "jump"}]',
        '[{"code": "jump", "sheet": "a", "cell": "B2", "reason": "无误"}]',
    ],
)
def test_a_file_of_reasons_that_explains_nothing_is_wrong_usage(
    tmp_path, path, monkeypatch, text, capsys
):
    reasons = tmp_path / "reasons.json"
    reasons.write_text(text)
    assert (
        run(["load", str(RAW / "2022-08.xlsx"), "--reasons", str(reasons)], path, monkeypatch) == 2
    )


# two people, two tabs


def test_the_second_of_two_people_is_told_who_was_first(path, august):
    load(path, august)
    mine = check_workbook(edited(august, {USERS: "17432.5"}), "甲.xlsx", catalog(), path)
    yours = check_workbook(edited(august, {USERS: "17432.6"}), "乙.xlsx", catalog(), path)
    assert publish(path, mine, "甲", catalog(), REVISED).load_id == 2
    with pytest.raises(MonthChanged) as told:
        publish(path, yours, "乙", catalog(), REVISED)
    assert (told.value.who, told.value.month) == ("甲", AUGUST)
    assert users(path) == 17432.5


def test_a_double_click_is_one_load(path, august):
    checked = check_workbook(august, "2022-08.xlsx", catalog(), path)
    first, second = (publish(path, checked, "甲", catalog()) for _ in range(2))
    assert (first.load_id, first.new, second.load_id, second.new) == (1, True, 1, False)


# taking back


def test_a_revert_is_a_new_load_with_what_was_before(revised):
    assert users(revised) == 17432.9
    assert revert(revised, 2, "修订文件有误，退回原数", "李四", catalog()) == 3
    assert (users(revised), users(revised, as_of=2), users(revised, as_of=1)) == (
        17432.2,
        17432.9,
        17432.2,
    )
    assert ask(revised, "SELECT reverts, loaded_by, withdrawn FROM load WHERE load_id = 3") == [
        (2, "李四", False)
    ]
    assert ask(revised, "SELECT message, reason FROM reason WHERE load_id = 3") == [
        ("撤回第 2 次入库", "修订文件有误，退回原数")
    ]


def test_taking_back_the_only_load_leaves_no_month(path, august):
    load(path, august)
    revert(path, 1, "月份填错，整月撤回", "李四", catalog())
    assert users(path) is None
    assert Reader(path).ask("months").empty
    assert users(path, as_of=1) == 17432.2


def test_a_revert_can_be_reverted(revised):
    revert(revised, 2, "修订文件有误，退回原数", "李四", catalog())
    revert(revised, 3, "核实后修订无误，恢复", "李四", catalog())
    assert users(revised) == 17432.9


def test_only_the_load_in_force_can_be_taken_back(revised):
    before = state(revised)
    for number in (1, 99):
        with pytest.raises(NotInForce):
            revert(revised, number, "不应当成功的撤回", "李四", catalog())
    with pytest.raises(ValueError, match="reason"):
        revert(revised, 2, "错了", "李四", catalog())
    assert state(revised) == before


def test_the_command_line_takes_back_too(revised, monkeypatch, capsys):
    assert run(["revert", "2", "--reason", "错"], revised, monkeypatch) == 2
    assert run(["revert", "1", "--reason", "这不是现行版本"], revised, monkeypatch) == 1
    assert run(["revert", "2", "--reason", "修订文件有误，退回"], revised, monkeypatch) == 0
    assert run(["history"], revised, monkeypatch) == 0
    assert "撤回第 2 次入库　现行" in capsys.readouterr().out


def test_starting_again_does_not_bring_a_reverted_file_back(revised, monkeypatch, tmp_path):
    """`make run` loads data/raw each time; a file that was published and taken back stays taken
    back."""
    revert(revised, 2, "修订文件有误，退回原数", "李四", catalog())
    assert run(["load", str(RAW / "2022-08.xlsx")], revised, monkeypatch) == 0
    assert users(revised) == 17432.2
    assert ask(revised, "SELECT count(*) FROM load") == [(3,)]


# rebuilding


def contents(path) -> list:
    tables = ("load", "observation", "citation", "reason", "indicator")
    return [sorted(ask(path, f"SELECT * FROM {t}"), key=repr) for t in tables]


def test_a_rebuild_gives_the_same_warehouse(revised, monkeypatch):
    load(revised, (RAW / "2023-07.xlsx").read_bytes(), "2023-07.xlsx")
    load(revised, (RAW / "public-figures.xlsx").read_bytes(), "public-figures.xlsx")
    revert(revised, 2, "修订文件有误，退回原数", "李四", catalog())
    revert(revised, 3, "部分月撤回，另行上传", "李四", catalog())
    before, exported = contents(revised), export_month(revised, AUGUST, catalog())
    assert rebuild(revised, catalog()) == 6
    assert contents(revised) == before
    assert tokens(export_month(revised, AUGUST, catalog())) == tokens(exported)


def test_a_warehouse_of_an_older_schema_is_rebuilt_when_it_is_next_used(revised):
    before = contents(revised)
    with damaged(revised) as con:
        con.execute("DROP VIEW figure")
        con.execute("ALTER TABLE load DROP COLUMN withdrawn")
        con.execute("DROP TABLE reason")
        con.execute("UPDATE meta SET value = 'older' WHERE key = 'schema'")
    assert refresh(revised, catalog()) == "rebuilt"
    after = contents(revised)
    assert after[:3] == before[:3]


def test_an_older_structure_is_not_shown_and_readyz_says_what_to_do(revised, monkeypatch):
    with damaged(revised) as con:
        con.execute("UPDATE meta SET value = 'older' WHERE key = 'schema'")
    monkeypatch.setenv("KPI_WAREHOUSE", str(revised))
    said = answers().get("/readyz")
    assert said.status_code == 503
    assert "python -m ingest rebuild" in said.json()["what_to_do"]
    assert rebuild(revised, catalog())
    assert answers().get("/readyz").status_code == 200


@pytest.mark.parametrize("act", [refresh, rebuild, _write])
def test_a_newer_warehouse_is_neither_shown_nor_changed(revised, act):
    """Old code on what new code has written: once a changed comment made it rebuild everything to
    its own structure."""
    with damaged(revised) as con:
        con.execute("UPDATE meta SET value = '2000' WHERE key = 'structure'")
    before = state(revised)
    with pytest.raises(Unavailable, match="newer") as told:
        act(revised, catalog())
    assert "请先升级程序" in told.value.sentence
    with pytest.raises(Unavailable, match="newer"):
        Reader(revised).ask("months")
    assert state(revised) == before


def test_a_comment_in_the_schema_is_no_other_structure(monkeypatch):
    """What schema.sql makes has a number: change it, and count the number up."""
    assert (structure.STRUCTURE, structure.schema_version()[:12]) == (3, "3cd87ad523e4")
    monkeypatch.setattr(structure, "SCHEMA", structure.SCHEMA + "\n-- another comment\n")
    assert structure.schema_version()[:12] == "3cd87ad523e4"


def test_a_kept_workbook_that_does_not_read_stops_the_rebuild(revised):
    with damaged(revised) as con:
        con.execute("UPDATE load SET workbook = 'damaged'::BLOB WHERE load_id = 2")
    before = state(revised)
    with pytest.raises(Exception, match="load 2"):
        rebuild(revised, catalog())
    assert state(revised) == before


# workbooks out


@pytest.mark.parametrize("name", ["2022-08", "2023-07"])
def test_parse_store_export_parse_is_the_identity(path, name):
    data = (RAW / f"{name}.xlsx").read_bytes()
    load(path, data, f"{name}.xlsx")
    exported = export_month(path, dt.date.fromisoformat(f"{name}-01"), catalog())
    assert tokens(exported) == tokens(data)
    book = openpyxl.load_workbook(io.BytesIO(exported))
    original = openpyxl.load_workbook(io.BytesIO(data))
    assert _seen(book) == _seen(original)
    assert isinstance(book["平台推广应用"]["C4"].value, float | int)


def _seen(book) -> dict[tuple[str, str], str | None]:
    """What a spreadsheet shows in every cell: figures are numbers that look as printed."""
    return {
        (ws.title, c.coordinate): shown(c.value, c.number_format)
        if isinstance(c.value, int | float)
        else c.value
        for ws in book
        for row in ws.iter_rows()
        for c in row
    }


def test_the_export_prints_what_was_printed(path, august, tmp_path, monkeypatch):
    load(path, august)
    out = tmp_path / "out.xlsx"
    assert run(["export", "2022-08", str(out)], path, monkeypatch) == 0
    sheet = openpyxl.load_workbook(out)["平台推广应用"]
    assert (sheet["C10"].value, sheet["D5"].value, sheet["D16"].value) == (215, None, 0)
    assert '0.0"亿"' in sheet["C10"].number_format  # a number that Excel sums, shown as printed
    assert '0.0"万"' in openpyxl.load_workbook(out)["地市推广应用"]["E10"].number_format
    assert run(["export", "2021-01", str(out)], path, monkeypatch) == 1
    assert run(["export", "八月", str(out)], path, monkeypatch) == 2


def test_the_template_has_every_label_and_last_month_in_grey(path, august, tmp_path, monkeypatch):
    load(path, august)
    out = tmp_path / "2022-09.xlsx"
    assert run(["template", "--month", "2022-09", str(out)], path, monkeypatch) == 0
    sheet = openpyxl.load_workbook(out)["平台推广应用"]
    assert (sheet["B4"].value, sheet["C4"].value, sheet["D3"].value) == (
        "实名注册用户数(单位:万)",
        None,
        "9月新增",
    )
    assert (sheet["F3"].value, sheet["F4"].value, sheet["F4"].font.color.rgb) == (
        "上月（2022-08）累计",
        "17432.2",
        "009AA5B4",
    )


def test_a_filled_template_is_a_month(path, august):
    """The grey figures beside the table are neither read nor in the way."""
    load(path, august)
    book = openpyxl.load_workbook(io.BytesIO(template(path, dt.date(2022, 9, 1), catalog())))
    assert check_workbook(_saved(book), "空.xlsx", catalog()).tables == {
        "platform": 40,
        "project": 7,
        "city": 21,
    }
    original = openpyxl.load_workbook(io.BytesIO(august))
    for title in ("平台推广应用", "信息化项目", "地市推广应用"):
        for row in original[title].iter_rows():
            for cell in row:
                if (
                    cell.row >= 3
                    and cell.column >= 3
                    and cell.value
                    and not isinstance(book[title][cell.coordinate], openpyxl.cell.cell.MergedCell)
                ):
                    book[title][cell.coordinate] = book[title][cell.coordinate].value or cell.value
    filled = check_workbook(_saved(book), "九月.xlsx", catalog())
    assert [p.code for p in filled.problems if p.severity == "阻断"] == []
    assert {k: o.token for k, o in filled.by_key.items()} == {
        k: t[0] for k, t in tokens(august).items()
    }


def test_a_template_without_a_month_before_has_no_hints(path):
    sheet = openpyxl.load_workbook(io.BytesIO(template(path, dt.date(2022, 9, 1), catalog())))[
        "平台推广应用"
    ]
    assert sheet["F3"].value is None


def _saved(book) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


# the marked copy


def test_a_marked_copy_shows_each_problem_at_its_cell(august):
    data = edited(
        august, {"地市推广应用!B5": "深训", "平台推广应用!C4": "一亿", "信息化项目!E9": "1"}
    )
    checked = check_workbook(data, "x.xlsx", catalog())
    book = openpyxl.load_workbook(io.BytesIO(mark_workbook(data, checked.problems)))
    assert "深训" in book["地市推广应用"]["B5"].comment.text
    assert book["地市推广应用"]["B5"].fill.fgColor.rgb == "00F8C9C4"
    assert book["平台推广应用"]["C4"].value == "一亿"
    listed = [row[:2] for row in book["校验结果"].iter_rows(min_row=2, max_row=4, values_only=True)]
    assert listed == [
        ("阻断", "信息化项目!E9"),
        ("阻断", "地市推广应用!B5"),
        ("阻断", "平台推广应用!C4"),
    ]
    assert book.sheetnames == [
        "校验结果",
        "说明",
        "平台推广应用",
        "信息化项目",
        "地市推广应用",
        "文字数字",
    ]
