"""工作要点台账: who reports, reviews and returns progress; the status that follows, and what is
late."""

import dataclasses
import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pytest

from access.person import Person
from catalog import catalog
from export.about_ledger import COLUMNS
from export.choice import LedgerChoice
from export.files import file_bytes
from ingest.changes import progress, progress_on_record
from ingest.changes.progress import Progress
from ingest.changes.rebuild import rebuild
from paper.month import report
from tests.addresses import ask as at
from tests.conftest import AUGUST, RAW, ask, run
from tests.tables_on_page import tables
from tests.test_addresses import KINDS, read
from tests.test_on_record import ADMIN, EDITOR, VIEWER, recorded
from tests.test_pages import show, texts
from warehouse import queries
from warehouse.reader import Reader

CLAUSE = "2022-02"
SAID = Progress(CLAUSE, dt.date(2022, 6, 30), "ongoing", "填表系统已在全省推广", "推广情况.docx")
VALUE = dataclasses.replace(SAID, target_code="2022-02-1", value=Decimal("62"))


@pytest.fixture
def warehouse(copied, monkeypatch):
    path = copied("real")
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    return path


def clause(asked, month: dt.date = AUGUST, code: str = CLAUSE) -> dict:
    """Of a warehouse, or of a reader that keeps it open."""
    reader = asked if isinstance(asked, Reader) else Reader(asked)
    rows = reader.ask("ledger", month=month).set_index("code")
    return rows.loc[code].to_dict()


def test_every_role_does_what_it_may(warehouse):
    def report(person):
        return progress_on_record.report(person, warehouse, SAID, "冒名", catalog()).kind

    def review(person, number=1):
        return progress_on_record.review(person, warehouse, number, "冒名", catalog()).kind

    def take_back(person, number=1):
        why = "数字与原件不符"
        return progress_on_record.take_back(person, warehouse, number, why, "冒名", catalog()).kind

    other = Person("zhaoliu", "赵六", "editor", "s")
    assert [report(VIEWER), report(EDITOR), report(ADMIN)] == ["refused", "done", "done"]
    assert [review(VIEWER), review(EDITOR), review(ADMIN, 2)] == ["refused", "refused", "own"]
    assert [review(ADMIN), review(ADMIN)] == ["done", "gone"]
    assert [take_back(VIEWER), take_back(other), take_back(EDITOR)] == [
        "refused",
        "refused",
        "done",
    ]
    assert [take_back(EDITOR, 2), take_back(ADMIN, 2), take_back(ADMIN, 2)] == [
        "refused",
        "done",
        "gone",
    ]
    assert [line[:2] for line in recorded()[-4:]] == [
        ("report", "report 4"),
        ("report", "refused"),
        ("report", "report 5"),
        ("report", "not in force"),
    ]
    assert ask(warehouse, "SELECT author FROM progress WHERE about IS NULL") == [
        ("张三（zhangsan）",),
        ("王五（wangwu）",),
    ]


def test_the_status_follows_from_the_newest_report(warehouse):
    def now(month=AUGUST):
        row = clause(warehouse, month)
        return row["status"], row["overdue"]

    assert now() == ("unreported", True)
    progress.report(warehouse, SAID, "甲", catalog())
    assert now() == ("on_track", False)
    assert now(dt.date(2023, 7, 1)) == ("behind", True)  # the year is over
    difficult = dataclasses.replace(SAID, as_of=dt.date(2022, 8, 15), state="difficult")
    progress.report(warehouse, difficult, "甲", catalog())
    assert now() == ("at_risk", False)
    done = dataclasses.replace(SAID, as_of=dt.date(2022, 8, 31), state="done")
    progress.report(warehouse, done, "甲", catalog())
    assert now() == ("met", False)
    assert now(dt.date(2023, 7, 1)) == ("met", False)
    progress.take_back(warehouse, 3, "还没有全部完成", "甲", catalog())
    assert now() == ("at_risk", False)


def test_measured_targets_go_before_reports_and_the_press_owes_none(real):
    reader = Reader(real)
    assert clause(reader, code="2022-p07")["status"] == "at_risk"
    assert clause(reader, code="2022-p07")["measured"]
    assert not clause(reader, code="2022-p01")["overdue"]
    assert clause(reader, code="2023-01")["status"] == "not_begun"


def test_a_report_is_owed_fifteen_days_after_its_quarter(copied):
    path = copied("simulated")
    reader = Reader(path)

    def overdue() -> list[int]:
        rows = [(m, clause(reader, dt.date(2023, m, 1), "2023-33")) for m in (3, 4, 6, 7, 9, 10)]
        return [month for month, row in rows if row["overdue"]]

    assert overdue() == [4, 6, 7, 9, 10]
    said = Progress("2023-33", dt.date(2023, 3, 31), "ongoing", "培训班第一期已经开班")
    progress.report(path, said, "甲", catalog())
    assert overdue() == [7, 9, 10]
    later = dataclasses.replace(said, as_of=dt.date(2023, 7, 20))
    progress.report(path, later, "甲", catalog())
    assert overdue() == [10]


def test_a_reported_value_gives_its_target_a_status(warehouse):
    def target(month=AUGUST):
        rows = Reader(warehouse).ask("targets", month=month).set_index("code")
        return rows.loc["2022-02-1", "status"]

    assert target() == "unquantified"
    low = dataclasses.replace(VALUE, value=Decimal("40"))
    progress.report(warehouse, low, "甲", catalog())
    assert [target(), target(dt.date(2023, 7, 1))] == ["on_track", "behind"]
    progress.report(warehouse, VALUE, "甲", catalog())
    assert target() == "met"


def test_a_reported_value_is_late_from_its_due_month_on(copied):
    """180 of the 200 that are due on the last day of December."""
    path = copied("simulated")
    said = Progress("2023-05", dt.date(2023, 10, 31), "ongoing", "平台正在建设", "", "2023-05-2")
    progress.report(path, dataclasses.replace(said, value=Decimal(180)), "甲", catalog())

    def status(month: int) -> str:
        rows = Reader(path).ask("targets", month=dt.date(2023, month, 1))
        return rows.set_index("code").loc["2023-05-2", "status"]

    assert [status(month) for month in (9, 11, 12)] == ["unquantified", "on_track", "behind"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"clause_code": "2022-99"},
        {"state": "finished"},
        {"words": "好"},
        {"as_of": dt.date(2021, 12, 31)},
        {"as_of": dt.date(2999, 1, 1)},
        {"target_code": "2022-02-1", "value": None},
        {"value": Decimal(1)},
        {"target_code": "2022-02-1", "value": Decimal("1.00001")},
        {"target_code": "2020-04-1", "value": Decimal(1)},
    ],
)
def test_what_contradicts_the_catalogue_is_not_written(warehouse, wrong):
    with pytest.raises(ValueError):
        progress.report(warehouse, dataclasses.replace(SAID, **wrong), "甲", catalog())
    assert ask(warehouse, "SELECT count(*) FROM progress") == [(0,)]


@pytest.mark.both_kinds
def test_a_rebuild_keeps_every_row(new_warehouse, monkeypatch):
    assert run(["load", str(RAW / "2022-08.xlsx")], new_warehouse, monkeypatch) == 0
    progress.report(new_warehouse, VALUE, "甲", catalog())
    progress.review(new_warehouse, 1, "乙", catalog())
    before = ask(new_warehouse, "FROM progress ORDER BY progress_id")
    rebuild(new_warehouse, catalog())
    assert ask(new_warehouse, "FROM progress ORDER BY progress_id") == before
    assert clause(new_warehouse)["reviewed_by"] == "乙"


def test_the_page_lists_clauses_departments_and_reports(warehouse, monkeypatch):
    progress.report(warehouse, VALUE, "甲", catalog())
    app = show("targets", monkeypatch, warehouse, month="2022-08", lead="深圳市政府")
    assert "共 **2** 条：未填报 2；缺报 **2** 条。" in texts(app)
    every = show("targets", monkeypatch, warehouse, month="2022-08")
    targets, ledger, departments, reports = tables(every)
    assert (
        targets.set_index("目标").loc["基层填表报数工作量压减", "填报"]
        == "62 %，2022-06-30（待复核）"
    )
    assert len(ledger) == 24
    late = (dt.date.today() - dt.date(2022, 7, 15)).days
    said = ledger.set_index("内容").loc["协同办公与填表减负", "填报"]
    assert said.startswith("2022-06-30 进行中（待复核，迟报 ")
    assert abs(int(said.split("迟报 ")[1].split(" ")[0]) - late) <= 1
    assert departments.set_index("牵头部门").loc[
        "省政务服务数据管理局", ["条目", "缺报"]
    ].tolist() == ["9", "8"]
    assert reports["复核人"].tolist() == ["待复核"]


@pytest.fixture(scope="module")
def reported(copied):
    """Not to be changed."""
    path = copied("real")
    progress.report(path, VALUE, "=甲", catalog())
    return path


@pytest.mark.parametrize("ending", KINDS)
def test_files_and_addresses_hold_the_ledger(reported, ending, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(reported))
    answer = at(f"/data/ledger.{ending}", {"month": "2022-08", "plan": "2022 年"})
    assert "%E5%B7%A5%E4%BD%9C%E8%A6%81%E7%82%B9" in answer.headers["content-disposition"]
    rows = read(ending, answer.body).set_index("条目代码")
    assert len(rows) == 24 and set(rows["性质"]) == {"要点与填报"}
    author = "'=甲" if ending == "csv" else "=甲"
    said = [
        "状态",
        "状态依据",
        "缺报",
        "填报截至",
        "情况",
        "进展",
        "佐证",
        "填报人",
        "复核人",
        "要点文本",
    ]
    assert rows.loc[CLAUSE, said].tolist() == [
        *("在途", "填报", "", "2022-06-30", "进行中", "填表系统已在全省推广", "推广情况.docx"),
        *(author, "", "正式文本"),
    ]
    assert rows.loc["2022-p07", ["状态", "状态依据"]].tolist() == ["预警", "指标"]
    assert list(rows.reset_index().columns.sort_values()) == sorted(COLUMNS)
    made = file_bytes(LedgerChoice(AUGUST, (2022,)), ending)
    assert read(ending, made).set_index("条目代码").equals(rows)
    if ending == "xlsx":
        about = dict(openpyxl.load_workbook(io.BytesIO(made))["说明"].values)
        assert (about["数据月份"], about["计划年度"]) == ("2022-08", "2022")


def test_the_address_of_the_ledger_says_what_can_be_asked(real):
    def counted(**query) -> int:
        return len(read("json", at("/data/ledger.json", query).body))

    assert [counted(), counted(plan="2020,2023"), counted(lead="深圳市政府")] == [94, 70, 2]
    assert [counted(known="1"), counted(limit="3", offset="92")] == [94, 2]
    assert "没有「2021」" in at("/data/ledger.csv", {"plan": "2021"}).text
    assert "没有参数「city」" in at("/data/ledger.csv", {"city": "广州"}).text


def test_documents_take_the_ledger_along(warehouse):
    progress.report(warehouse, SAID, "甲", catalog())
    section = next(s for s in report(AUGUST).sections if s.heading == "工作要点台账")
    late, every = (part.blocks[0] for part in section.parts)
    assert section.blocks[0].startswith(
        "2022 年工作要点共 24 条：预警 1、口径待确认 1、在途 1、未填报 21；缺报 "
    )
    assert late.rows[0][:2] == ("省政务服务数据管理局", "9")
    rows = {row[1]: row for row in every.rows}
    assert rows["协同办公与填表减负"][4].startswith("2022-06-30 进行中（待复核，迟报 ")
    assert len(every.rows) == 24


def test_a_person_reports_on_the_page_and_another_reviews(warehouse, monkeypatch):
    app = show("targets", monkeypatch, warehouse, month="2022-08")
    app.selectbox(key="report_clause").set_value(CLAUSE).run()
    app.date_input(key="report_as_of").set_value(dt.date(2022, 6, 30))
    app.text_area(key="report_words").set_value("填表系统已在全省推广")
    app.text_input(key="report_author").set_value("甲")
    next(b for b in app.button if b.label == "提交填报").click().run()
    assert [s.value for s in app.success] == ["已填报，编号 1，待复核。"]
    app.text_input(key="review_author").set_value("甲")
    next(b for b in app.button if b.label == "复核通过").click().run()
    assert [e.value for e in app.error] == ["不能复核自己填报的，没有改动。"]
    app.text_input(key="review_author").set_value("乙")
    next(b for b in app.button if b.label == "复核通过").click().run()
    assert clause(warehouse)["reviewed_by"] == "乙"


def test_the_command_line_reports_and_reviews(warehouse, monkeypatch, capsys):
    monkeypatch.setenv("KPI_USER", "甲")
    said = ["--as-of", "2022-06-30", "--words", "填表系统已在全省推广"]
    assert run(["progress", "--clause", CLAUSE, *said], warehouse, monkeypatch) == 0
    assert run(["progress", "--review", "1"], warehouse, monkeypatch) == 1
    assert "不能复核自己填报的" in capsys.readouterr().out
    monkeypatch.setenv("KPI_USER", "乙")
    assert run(["progress", "--review", "1"], warehouse, monkeypatch) == 0
    assert queries.targets.progress_reports()["reviewed_by"].tolist() == ["乙"]
