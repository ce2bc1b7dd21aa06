"""Notices reach a real mail server and a real web server: one per cause, none lost, none without
configuration."""

import datetime as dt
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import pytest

from access.person import Person
from catalog import catalog
from ingest import drafts
from ingest.changes import on_record, progress, review_on_record
from ingest.changes.progress import Progress
from ingest.pipeline import check_workbook
from notices import causes, deliver, ledger, rounds
from notices.__main__ import main
from notices.settings import SUBJECTS, SettingsError, parse
from tests.conftest import AUGUST, ROOT, edited
from tests.receivers import mail_server, web_server
from tests.tables_on_page import tables
from tests.test_pages import show
from warehouse import queries
from words.clock import utc_now

ADMIN = Person("wangwu", "王五", "admin", "s")
REVIEWER = Person("sunqi", "孙七", "reviewer", "s")
EDITOR = Person("zhangsan", "张三", "editor", "s")
TODAY = dt.date(2022, 9, 20)


@pytest.fixture
def mail():
    with mail_server() as made:
        yield made


@pytest.fixture
def web():
    with web_server() as made:
        yield made


@pytest.fixture
def tell(tmp_path, monkeypatch):
    """Writes the settings: tell({"名称": (address, outside, subjects)})."""

    def write(channels: dict) -> None:
        lines = ['link = "https://kpi.test/"']
        for name, (address, outside, subjects) in channels.items():
            lines += [
                "[[channel]]",
                f'name = "{name}"',
                f'address = "{address}"',
                f"outside = {str(outside).lower()}",
                f"subjects = {list(subjects)}",
            ]
        (tmp_path / "notices.toml").write_text("\n".join(lines), encoding="utf-8")
        monkeypatch.setenv("KPI_NOTICES", str(tmp_path / "notices.toml"))
        monkeypatch.setattr(rounds, "beijing_today", lambda: TODAY)

    return write


@pytest.fixture
def warehouse(new_warehouse, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(new_warehouse))
    return new_warehouse


@pytest.fixture
def loaded(copied, kind, monkeypatch):
    """A warehouse in which something can be taken back at once: nothing has to be checked."""
    path = copied("real", kind)
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    return path


def take_back(warehouse, load: int = 1) -> None:
    outcome = on_record.revert(ADMIN, warehouse, load, "误传：应为修订稿", "", catalog())
    assert outcome.kind == "done"


def publish(warehouse, workbook: bytes) -> None:
    checked = check_workbook(workbook, "2022-08.xlsx", catalog(), warehouse)
    answers = {(p.code, p.sheet, p.cell): "来源更正，已经核对" for p in checked.problems}
    assert on_record.publish(EDITOR, warehouse, checked, "", catalog(), answers).kind == "done"


def later(monkeypatch, minutes: int) -> None:
    now = utc_now() + dt.timedelta(minutes=minutes)
    monkeypatch.setattr(rounds, "utc_now", lambda: now)


def test_one_message_per_cause_by_mail_and_by_web(mail, web, tell, warehouse, august, monkeypatch):
    (box, mail_address), (hook, web_address) = mail, web
    chosen = ["published", "withdrawn"]
    tell({"李": (mail_address, False, chosen), "群": (web_address, True, ["published"])})
    assert main(["send"]) == 0  # from here on
    publish(warehouse, august)
    assert [main(["send"]) for _ in range(3)] == [0, 0, 0]
    [(to, subject, text)] = box.mails
    assert (to, subject) == ("li@x.test", "【粤数月报看板】2022-08 月报入库")
    assert "操作人 张三（zhangsan）。本次入库 269 个数值" in text
    assert "https://kpi.test/history?load=1" in text
    [said] = hook.taken
    assert said["message"] == (
        "2022-08 月报入库，操作人 张三（zhangsan）。\nhttps://kpi.test/history?load=1"
    )
    why = "误传：总数应为 17,432.2"
    on_record.revert(EDITOR, warehouse, 1, why, "", catalog())
    assert [main(["send"]) for _ in range(2)] == [0, 0]
    assert [m[1] for m in box.mails[1:]] == ["【粤数月报看板】2022-08 月报撤回，该月不再公布"]
    assert why in box.mails[1][2] and len(hook.taken) == 1


def test_nothing_leaves_without_settings_and_nothing_of_what_was_before(
    web, tell, warehouse, august, capsys, monkeypatch
):
    hook, address = web
    publish(warehouse, august)
    monkeypatch.delenv("KPI_NOTICES", raising=False)
    assert main(["send"]) == 0 and "没有设置 KPI_NOTICES" in capsys.readouterr().out
    tell({"群": (address, True, ["published"])})
    assert [main(["send"]), main(["send"])] == [0, 0]
    assert hook.taken == []
    tell({"群": (address, True, ["published", "late"])})
    monkeypatch.setattr(rounds, "beijing_today", lambda: dt.date(2022, 11, 18))
    assert [main(["send"]), main(["send"])] == [0, 0]
    [said] = hook.taken  # what still is late is told, the newest month only
    assert said["title"].endswith("2022-10 月报逾期未到")
    assert "上一期由 张三（zhangsan） 入库" in said["message"] and "假定" in said["message"]


def test_a_receiver_that_fails_twice_gets_it_with_growing_waits(
    web, mail, tell, loaded, monkeypatch, capsys
):
    hook, address = web
    tell({"群": (address, True, ["withdrawn"]), "李": (mail[1], False, ["withdrawn"])})
    main(["send"])
    take_back(loaded)
    hook.answers = [503, 500]
    assert main(["send"]) == 1
    assert len(mail[0].mails) == 1  # one that fails holds up nobody else
    assert main(["send"]) == 0 and hook.answers == [500]  # not before its time
    later(monkeypatch, 6)
    assert main(["send"]) == 1 and hook.answers == []
    later(monkeypatch, 11)
    assert main(["send"]) == 0 and hook.taken == []  # the second wait is longer
    capsys.readouterr()
    main(["status"])
    assert "第 2 次失败" in capsys.readouterr().out
    later(monkeypatch, 22)
    assert main(["send"]) == 0
    assert len(hook.taken) == 1 and len(mail[0].mails) == 1


def test_one_that_never_takes_it_is_given_up_and_shown_until_somebody_asks_again(
    web, tell, loaded, monkeypatch, capsys
):
    hook, address = web
    tell({"群": (address, True, ["withdrawn"])})
    main(["send"])
    take_back(loaded)
    hook.answers = [500] * ledger.MOST_TRIES
    for n in range(ledger.MOST_TRIES):
        later(monkeypatch, 300 * (n + 1))
        assert main(["send"]) == 1
    assert hook.answers == []
    later(monkeypatch, 10**6)
    assert main(["send"]) == 0 and hook.taken == []
    assert main(["status"]) == 1 and "已放弃 1" in capsys.readouterr().out
    [shown] = [t for t in tables(show("history", monkeypatch, loaded)) if "渠道" in t]
    assert shown[["渠道", "状态", "次数"]].values.tolist() == [["群", "已放弃", "20"]]
    monkeypatch.setenv("KPI_OPEN_READONLY", "yes")
    assert not [t for t in tables(show("history", monkeypatch, loaded)) if "渠道" in t]
    monkeypatch.delenv("KPI_OPEN_READONLY")
    assert main(["send", "--now"]) == 0 and len(hook.taken) == 1


def test_a_receiver_that_hangs_ends_after_a_time_and_holds_up_nobody(
    web, mail, tell, loaded, monkeypatch
):
    hook, address = web
    tell({"群": (f"{address}?rto=600", True, ["withdrawn"]), "李": (mail[1], True, ["withdrawn"])})
    main(["send"])
    take_back(loaded)
    hook.answers = [None]
    monkeypatch.setattr(deliver, "LONGEST", 1)
    assert main(["send"]) == 1
    assert len(mail[0].mails) == 1 and hook.taken == []
    with ledger.opened() as book:
        assert {n.channel: (n.state, bool(n.said)) for n in book.newest(9)} == {
            "群": ("waiting", True),
            "李": ("sent", False),
        }
    assert main(["send", "--now"]) == 0 and len(hook.taken) == 1


@pytest.mark.both_kinds
def test_a_kill_loses_none_and_repeats_only_the_one_under_way(web, tell, loaded, monkeypatch):
    hook, address = web
    tell({"群": (f"{address}?rto=600", True, ["withdrawn"])})
    main(["send"])
    take_back(loaded)
    take_back(loaded, 2)
    hook.answers = [None]
    process = subprocess.Popen([sys.executable, "-m", "notices", "send"], cwd=ROOT)
    try:
        assert hook.asked.wait(60)
        assert main(["send"]) == 0 and hook.taken == []  # while another sends, nobody else does
    finally:
        process.kill()
        process.wait()
    assert [main(["send"]), main(["send"])] == [0, 0]
    first, second = (said["message"] for said in hook.taken)
    assert "2022-08" in first and "不知是否已经送达" in first
    assert "2023-07" in second and "不知是否已经送达" not in second


def test_all_machines_of_a_shared_warehouse_have_one_ledger(
    web, tell, copied, postgres, monkeypatch, tmp_path
):
    """What one has told no other tells again; a sender whose lock is gone sends no more."""
    shared = copied("real", "database")
    monkeypatch.setenv("KPI_WAREHOUSE", str(shared))
    hook, address = web
    tell({"群": (address, True, ["withdrawn"])})
    assert not ledger.exists()
    main(["send"])
    for load in (1, 2):
        take_back(shared, load)
    told = rounds.deliver

    def lost_afterwards(*said: str) -> str:
        fault = told(*said)
        postgres.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE usename = 'kpi' AND state = 'idle in transaction'"
        )
        return fault

    monkeypatch.setattr(rounds, "deliver", lost_afterwards)
    assert main(["send"]) == 1 and len(hook.taken) == 1
    monkeypatch.setattr(rounds, "deliver", told)
    monkeypatch.setenv("KPI_STATE", str(tmp_path / "another machine"))
    assert main(["send"]) == 0 and len(hook.taken) == 2
    assert main(["send"]) == 0 and len(hook.taken) == 2
    assert main(["status"]) == 0


def test_drafts_returns_signatures_and_seals_are_told(web, tell, warehouse, august, monkeypatch):
    monkeypatch.setenv("KPI_REVIEW", "yes")
    hook, address = web
    tell({"群": (address, True, ["draft", "returned", "published", "sealed"])})
    main(["send"])
    for number in (1, 2):
        for _ in range(2):  # the same file waits once
            checked = check_workbook(august, "2022-08.xlsx", catalog(), warehouse)
            on_record.publish(EDITOR, warehouse, checked, "", catalog(), {})
        if number == 1:  # the second is signed before anybody was told of it
            main(["send"])
            review_on_record.send_back(REVIEWER, warehouse, 1, "注册用户 17,432.2 请核对", "")
    seen = drafts.one(2).seen
    assert review_on_record.sign(EDITOR, warehouse, 2, seen, "", catalog()).kind == "refused"
    assert review_on_record.sign(REVIEWER, warehouse, 2, seen, "", catalog()).kind == "done"
    review_on_record.seal(REVIEWER, warehouse, AUGUST, True, "领导已经核定", "", catalog())
    assert [main(["send"]), main(["send"])] == [0, 0]
    told = [said["message"].split("\n") for said in hook.taken]
    assert sorted(told) == sorted(
        [
            [
                "张三（zhangsan） 提交了草稿 2022-08.xlsx，等待复核。",
                "https://kpi.test/review?draft=1",
            ],
            ["第 1 份草稿由 孙七（sunqi） 退回。", "https://kpi.test/review?draft=1"],
            [
                "2022-08 月报入库，操作人 张三（zhangsan），签发 孙七（sunqi）。",
                "https://kpi.test/history?load=1",
            ],
            ["2022-08 月报由 孙七（sunqi） 封账。", "https://kpi.test/history"],
        ]
    )


def test_a_month_with_a_broken_check_is_told_with_its_rule(warehouse, august):
    publish(warehouse, edited(august, {f"地市推广应用!{c}5": None for c in "CDEFGHIJ"}))
    [told] = [c for c in causes.causes(TODAY, 3) if c.subject == "check"]
    assert told.words == "2022-08 月报（张三（zhangsan） 入库）不符合：每个市都有数。"
    assert (told.inside, told.page) == ("共 1 处。", "/quality?month=2022-08")


def test_a_target_that_turned_is_told_once_however_often_it_is_looked_at(
    copied, web, tell, monkeypatch
):
    warehouse, (hook, address) = copied("real"), web
    monkeypatch.setenv("KPI_WAREHOUSE", str(warehouse))
    newest = queries.targets.target_months()["month"].iloc[0]
    day = dt.date(2022, 8, 1)
    first = Progress("2022-02", day, "ongoing", "已经压减七成", "", "2022-02-1", Decimal(70))
    progress.report(warehouse, first, "甲", catalog())
    tell({"群": (address, False, ["behind"])})
    main(["send"])
    fallen = replace(first, as_of=newest.date(), value=Decimal(50), words="复核后只有五成")
    for _ in range(2):
        progress.report(warehouse, fallen, "甲", catalog())
        assert main(["send"]) == 0
    [said] = hook.taken
    assert said["title"].endswith("2022 年目标“基层填表报数工作量压减”转为滞后")
    assert f"到 {newest:%Y-%m}，" in said["message"]


@pytest.mark.parametrize(
    ("today", "told"),
    [
        (dt.date(2023, 9, 11), []),  # 2022-09 to 2023-06 are gaps, not late
        (dt.date(2023, 9, 12), [("due", "2023-08 月报将到期")]),
        (dt.date(2023, 9, 15), [("due", "2023-08 月报将到期")]),
        (dt.date(2023, 9, 16), [("late", "2023-08 月报逾期未到")]),
    ],
)
def test_a_month_is_due_some_days_before_and_late_the_day_after(real, today, told):
    found = [c for c in causes.causes(today, 3) if c.subject in causes.ONGOING]
    assert [(c.subject, c.title) for c in found] == told


GOOD = {"name": "群", "address": "json://h/x", "outside": True, "subjects": ["late"]}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"link": "kpi.test"}, "link must be"),
        ({"due_days": 40}, "due_days must be 0 to 15"),
        ({"people": {}}, "unknown entries"),
        ({"channel": []}, "at least one"),
        ({"channel": [GOOD, GOOD]}, "a name of its own"),
        ({"channel": [GOOD | {"subjects": ["all"]}]}, "群: subjects are some of"),
        ({"channel": [GOOD | {"outside": "no"}]}, "群: outside must be true or false"),
        ({"channel": [{k: v for k, v in GOOD.items() if k != "outside"}]}, "群: exactly"),
        ({"channel": [GOOD | {"address": "json://${KPI_NO_SUCH}/x"}]}, "KPI_NO_SUCH"),
    ],
)
def test_wrong_settings_are_refused_with_what_is_expected(change, said):
    with pytest.raises(SettingsError, match=said):
        parse({"link": "https://kpi.test", "channel": [GOOD]} | change)


def test_an_address_gets_its_secrets_from_the_environment_and_is_never_printed(
    tell, web, capsys, monkeypatch
):
    monkeypatch.setenv("KPI_HOOK", "geheim")
    tell({"群": ("nonsense://${KPI_HOOK}/", True, SUBJECTS)})
    assert main(["send"]) == 2
    said = capsys.readouterr().out
    assert "群" in said and "geheim" not in said
    monkeypatch.setenv("KPI_HOOK", web[1].partition("://")[2])
    tell({"群": ("json://${KPI_HOOK}", True, SUBJECTS)})
    assert main(["test"]) == 0 and "测试" in web[0].taken[0]["title"]
    assert main(["test", "没有的"]) == 2
