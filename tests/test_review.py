"""复核 and 封账: who may file, sign, return and seal what, on the server's door; drafts that are
overtaken, doubled, late or one's own; what the command line, the pages and every copy say."""

import dataclasses
import datetime as dt
import io
import json
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest

from access import audit, intents, sessions
from access.person import LOCAL, VISITOR, Person
from catalog import catalog
from ingest import drafts
from ingest.changes import on_record, progress_on_record, review_on_record, unfinished
from ingest.changes.migrate import migrate
from ingest.changes.progress import Progress
from ingest.changes.rebuild import rebuild
from ingest.pipeline import check_workbook
from tests.conftest import AUGUST, RAW, ask, edited, run
from tests.tables_on_page import tables
from tests.test_on_record import ADMIN, EDITOR, VIEWER, recorded
from tests.test_pages import show, texts
from warehouse.reader import Reader

REVIEWER = Person("sunqi", "孙七", "reviewer", "s")
OTHER = Person("zhouba", "周八", "reviewer", "s")
EVERYBODY = (VISITOR, VIEWER, EDITOR, REVIEWER, ADMIN)
WHY = "来源单位更正了累计数"
REVISED = {("month-revision", "", ""): WHY}
CELL = "平台推广应用!C4"


@pytest.fixture
def reviewed(monkeypatch):
    monkeypatch.setenv("KPI_REVIEW", "yes")


@pytest.fixture
def real(copied, kind, monkeypatch):
    path = copied("real", kind)
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    return path


def checked(data: bytes, path, name: str = "2022-08.xlsx"):
    return check_workbook(data, name, catalog(), path)


def file(path, data: bytes, person=EDITOR, answers=REVISED):
    return on_record.publish(person, path, checked(data, path), "", catalog(), answers)


def sign(path, number: int, person=REVIEWER, seen=None, unsealing: str = "", user: str = ""):
    seen = drafts.one(number).seen if seen is None else seen
    return review_on_record.sign(person, path, number, seen, user, catalog(), unsealing)


def loads(path) -> list[tuple]:
    return ask(path, "SELECT load_id, loaded_by, signed_by FROM load ORDER BY load_id")


def test_each_role_does_what_it_may(new_warehouse, august, reviewed):
    path = new_warehouse

    def upload(person):
        return file(path, august, person, {}).kind

    def back(person, number=1):
        return review_on_record.send_back(person, path, number, "累计数请再核对", "").kind

    assert [upload(p) for p in EVERYBODY] == ["refused", "refused", *["drafted"] * 3]
    assert [d.number for d in drafts.every()] == [1]  # the same file waits once
    assert not path.exists()
    assert [sign(path, 1, p).kind for p in EVERYBODY] == [*["refused"] * 3, "done", "gone"]
    assert loads(path) == [(1, "张三（zhangsan）", "孙七（sunqi）")]
    other = edited(august, {CELL: "17432.9"})
    assert file(path, other).number == 2
    colleague = Person("zhaoliu", "张三", "editor", "s")
    assert [back(p, 2) for p in (VISITOR, VIEWER, colleague)] == ["refused"] * 3
    assert [back(p, 2) for p in (REVIEWER, EDITOR, ADMIN)] == ["done", "gone", "gone"]
    assert file(path, other).number == 3
    assert [back(EDITOR, 3), sign(path, 3).kind] == ["done", "gone"]  # withdrawn
    assert len(loads(path)) == 1
    assert [line for line in recorded() if line[2] == "sunqi"] == [
        ("draft", "already draft 1", "sunqi"),
        ("sign", "load 1", "sunqi"),
        ("return", "draft 2", "sunqi"),
        ("sign", "not waiting", "sunqi"),
    ]


def test_nobody_signs_their_own(real, august, reviewed):
    file(real, edited(august, {CELL: "17432.9"}), REVIEWER)
    renamed = dataclasses.replace(REVIEWER, name="换了名字")
    assert [sign(real, 1, REVIEWER).kind, sign(real, 1, renamed).kind] == ["own", "own"]
    assert recorded()[-1] == ("sign", "own draft", "sunqi")
    assert sign(real, 1, OTHER).kind == "done"
    file(real, edited(august, {CELL: "17433.9"}), ADMIN)
    assert [sign(real, 2, ADMIN).kind, sign(real, 2, OTHER).kind] == ["own", "done"]


def test_where_nobody_signed_in_the_typed_name_counts(real, august, reviewed):
    checks = checked(edited(august, {CELL: "17432.9"}), real)
    on_record.publish(LOCAL, real, checks, "张三", catalog(), REVISED)
    assert [sign(real, 1, LOCAL, user=name).kind for name in ("张三", "李四")] == ["own", "done"]
    assert loads(real)[-1][1:] == ("张三", "李四")


def test_a_role_lost_between_opening_and_clicking_signs_nothing(real, august, reviewed):
    file(real, edited(august, {CELL: "17432.9"}))
    lost = dataclasses.replace(REVIEWER, role="editor")
    assert sign(real, 1, lost).kind == "refused"
    assert drafts.one(1).waits
    assert len(loads(real)) == 3


def test_a_draft_overtaken_is_signed_only_after_a_new_look(real, august, reviewed):
    """Two drafts of one month: the second says what it would change after the first."""
    file(real, edited(august, {CELL: "17432.9"}))
    file(real, edited(august, {CELL: "17433.9"}))
    assert sign(real, 1).kind == "done"
    told = sign(real, 2)
    assert (told.kind, told.month, told.who) == ("overtaken", AUGUST, "张三（zhangsan）")
    now = review_on_record.check_again(real, drafts.one(2), catalog())
    [change] = now.difference.listed
    assert (change.then.token, change.now.token) == ("17432.9", "17433.9")
    seen = review_on_record.standing(real, now)
    assert sign(real, 2, seen=seen).kind == "done"
    assert [d.load for d in drafts.every()] == [5, 4]


def test_what_the_new_look_finds_unexplained_is_not_signed(new_warehouse, august, reviewed):
    """Filed while the month was new, it is a revision now, and nobody has said why."""
    path = new_warehouse
    file(path, august, answers={})
    file(path, edited(august, {CELL: "17432.9"}), answers={})
    assert sign(path, 1).kind == "done"
    now = review_on_record.check_again(path, drafts.one(2), catalog())
    assert sign(path, 2, seen=review_on_record.standing(path, now)).kind == "open"
    assert len(loads(path)) == 1


def test_public_figures_that_moved_are_said_too(real, reviewed):
    data = (RAW / "public-figures.xlsx").read_bytes()
    first, second = (edited(data, {"公开数据!K2": note}) for note in ("甲", "乙"))
    assert [file(real, d, answers={}).number for d in (first, second)] == [1, 2]
    assert sign(real, 1).kind == "done"
    told = sign(real, 2)
    assert (told.kind, told.month, told.who) == ("overtaken", None, "张三（zhangsan）")


@pytest.mark.both_kinds
def test_drafts_survive_a_restart_and_expire(kind, real, august, reviewed, monkeypatch, tmp_path):
    data = edited(august, {CELL: "17432.9"})
    file(real, data)
    if kind == "database":  # another replica, on a machine of its own
        monkeypatch.setenv("KPI_STATE", str(tmp_path / "another"))
    file(real, edited(august, {CELL: "17433.9"}))
    review_on_record.send_back(REVIEWER, real, 2, "累计数请再核对", "")
    assert [d.state for d in drafts.every()] == ["returned", "waiting"]
    assert drafts.workbook(drafts.one(1)) == data
    filed = dt.datetime.fromisoformat(drafts.one(1).prepared_at)
    monkeypatch.setattr(drafts, "utc_now", lambda: filed + dt.timedelta(days=14))
    assert sign(real, 1, seen=[]).kind == "overtaken"  # to the second, it still waits
    monkeypatch.setattr(drafts, "utc_now", lambda: filed + dt.timedelta(days=14, minutes=2))
    assert sign(real, 1).kind == "gone"
    assert [(d.state, drafts.workbook(d)) for d in drafts.every()] == [
        ("returned", None),
        ("expired", None),
    ]
    said = [json.loads(line) for line in audit.kept().lines()][-2:]
    assert [(line["action"], line["outcome"]) for line in said] == [
        ("expire", "draft 1"),
        ("sign", "not waiting"),
    ]


def test_what_a_newer_release_keeps_of_a_draft_an_older_one_leaves(real, august, reviewed):
    """Replicas are restarted one after the other: for a while both are there."""
    file(real, edited(august, {CELL: "17432.9"}))
    written = json.loads(drafts.kept().facts()[0]) | {"urgent": True}
    drafts.kept().keep(1, json.dumps(written))
    assert drafts.one(1).waits
    assert review_on_record.send_back(REVIEWER, real, 1, "累计数请再核对", "").kind == "done"
    kept = json.loads(drafts.kept().facts()[0])
    assert (kept["urgent"], kept["state"], "more" in kept) == (True, "returned", False)


def test_two_who_sign_at_once_publish_once(real, august, reviewed):
    file(real, edited(august, {CELL: "17432.9"}))
    with ThreadPoolExecutor() as pool:
        kinds = pool.map(lambda person: sign(real, 1, person).kind, (REVIEWER, OTHER, ADMIN))
        assert sorted(kinds) == ["done", "gone", "gone"]
    assert len(loads(real)) == 4


def test_a_page_whose_draft_is_decided_meanwhile_says_so(real, august, reviewed, monkeypatch):
    file(real, edited(august, {CELL: "17432.9"}))
    drafts.forget_workbook(drafts.one(1))
    assert "刚刚由他人办理" in show("review", monkeypatch, real).error[0].value


def test_a_draft_loaded_another_way_waits_no_more(real, august, monkeypatch):
    data = edited(august, {CELL: "17432.9"})
    monkeypatch.setenv("KPI_REVIEW", "yes")
    file(real, data)
    monkeypatch.setenv("KPI_REVIEW", "")
    assert file(real, data).kind == "done"
    review_on_record.sweep(real)
    assert (drafts.one(1).state, drafts.one(1).load) == ("signed", 4)


def test_a_kill_while_a_draft_is_filed_leaves_a_line(real, august, reviewed):
    said = {"action": "draft", "target": "x", "warehouse": str(real)}
    who = {"account": "zhangsan", "name": "张三", "role": "editor"}
    by = "张三（zhangsan）"
    arrived = checked(edited(august, {CELL: "17432.9"}), real)
    for sha256 in (arrived.sha256, "other"):
        intents.begin(said | who | {"shows": ["draft", sha256, by]}).leave()
    with drafts.held():
        drafts.file(arrived, by, [], [])
    unfinished.complete(real)
    assert sorted(line[1] for line in recorded()[-2:]) == [
        "draft 1, recorded later",
        "interrupted, not done",
    ]


def test_taking_back_is_no_way_around_a_second_person(real, august, monkeypatch):
    data = edited(august, {CELL: "17432.9"})
    file(real, data)
    monkeypatch.setenv("KPI_REVIEW", "yes")

    def revert(person, load=4):
        return on_record.revert(person, real, load, WHY, "", catalog()).kind

    own = dataclasses.replace(EDITOR, role="reviewer")
    assert [revert(p) for p in (VIEWER, EDITOR, own, REVIEWER)] == [*["refused"] * 3, "done"]


def test_a_sealed_month_takes_an_admin_and_a_reason(real, august):
    def seal(person, closed=True, month=AUGUST, reason=WHY):
        return review_on_record.seal(person, real, month, closed, reason, "", catalog()).kind

    def load(person, unsealing="", data=edited(august, {CELL: "17432.9"})):
        check = checked(data, real)
        return on_record.publish(person, real, check, "", catalog(), REVISED, unsealing)

    def revert(person, number):
        return on_record.revert(person, real, number, WHY, "", catalog()).kind

    assert [seal(p) for p in EVERYBODY] == [*["refused"] * 3, "done", "gone"]
    assert seal(REVIEWER, month=dt.date(2021, 1, 1)) == "gone"  # nothing is published of it
    told = load(EDITOR, WHY)
    assert (told.kind, told.month, told.who) == ("sealed", AUGUST, "孙七（sunqi）")
    assert [load(REVIEWER, WHY).kind, load(ADMIN).kind, load(ADMIN, "改").kind] == ["sealed"] * 3
    assert len(loads(real)) == 3
    assert load(ADMIN, "省里来函更正").kind == "done"
    [(_, said)] = ask(real, "SELECT load_id, reason FROM reason WHERE code = 'sealed'")
    assert said == "省里来函更正"
    own = dataclasses.replace(ADMIN, role="editor")
    assert [revert(own, 4), revert(ADMIN, 4)] == ["sealed", "done"]
    note = (AUGUST, "citizen_registered_users", "八月起口径调整")
    assert on_record.write_note(ADMIN, real, *note, "", catalog()).kind == "done"
    assert [seal(p, False) for p in EVERYBODY] == [*["refused"] * 4, "done"]
    assert load(EDITOR, data=edited(august, {CELL: "17433.9"})).kind == "done"
    assert [line[:2] for line in recorded() if line[0] in ("seal", "unseal")][3:6] == [
        ("seal", "seal 1"),
        ("seal", "as it is"),
        ("seal", "as it is"),
    ]


LONG = "长" * 3_500_000


def test_a_sentence_of_ten_megabytes_is_kept_nowhere(copied, august, monkeypatch):
    path, revised = copied("real"), edited(august, {CELL: "17432.9"})
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    new = checked(revised, path, "八" * 5_000_000 + "\u202e\n.xlsx")
    assert new.file_name == f"…{'八' * 144}.xlsx"
    as_of, evidence = AUGUST, "佐证" * 1001
    said = Progress("2022-02", as_of, "ongoing", "已经压减七成", evidence)
    for change in (
        lambda: on_record.publish(
            EDITOR, path, new, "", catalog(), {("month-revision", "", ""): LONG}
        ),
        lambda: on_record.revert(ADMIN, path, 1, LONG, "", catalog()),
        lambda: on_record.write_note(
            ADMIN, path, AUGUST, "citizen_registered_users", LONG, "", catalog()
        ),
        lambda: review_on_record.seal(REVIEWER, path, AUGUST, True, LONG, "", catalog()),
        lambda: progress_on_record.report(EDITOR, path, said, "", catalog()),
    ):
        with pytest.raises(ValueError, match=r"characters|accepted"):
            change()
    assert review_on_record.seal(REVIEWER, path, AUGUST, True, "", "", catalog()).kind == "done"
    answers = new, "", catalog(), REVISED, LONG
    assert on_record.publish(ADMIN, path, *answers).kind == "sealed"
    monkeypatch.setenv("KPI_REVIEW", "yes")
    assert on_record.publish(EDITOR, path, *answers).kind == "drafted"
    with pytest.raises(ValueError, match="characters"):
        review_on_record.send_back(REVIEWER, path, 1, LONG, "")
    kept = [f for f in sessions.state_folder().rglob("*") if f.is_file()]
    assert sum(f.stat().st_size for f in kept) < 100_000


def test_a_draft_of_a_sealed_month_is_signed_by_an_admin_with_a_reason(real, august, reviewed):
    file(real, edited(august, {CELL: "17432.9"}))
    review_on_record.seal(REVIEWER, real, AUGUST, True, "", "", catalog())
    assert [sign(real, 1, OTHER, unsealing=WHY).kind, sign(real, 1, ADMIN).kind] == ["sealed"] * 2
    assert drafts.one(1).waits
    assert sign(real, 1, ADMIN, unsealing=WHY).kind == "done"


def test_public_figures_of_a_sealed_month_do_not_move_others_do(real):
    data = (RAW / "public-figures.xlsx").read_bytes()
    query = (
        "SELECT o.month, any_value(source_cell) FROM observation o JOIN live_load l USING (load_id)"
        " WHERE dataset = 'public' GROUP BY 1 "
        "ORDER BY o.month IN (SELECT month FROM live_load WHERE month IS NOT NULL)"
    )
    (_, free), *_, (closed, cell) = ask(real, query)
    review_on_record.seal(REVIEWER, real, closed, True, "", "", catalog())

    def load(changed: bytes) -> str:
        check = checked(changed, real, "public-figures.xlsx")
        return on_record.publish(EDITOR, real, check, "", catalog(), {}).kind

    book = openpyxl.load_workbook(io.BytesIO(data))
    book["公开数据"].delete_rows(int(cell[1:]))
    book.save(removed := io.BytesIO())
    assert load(removed.getvalue()) == "sealed"
    assert [load(edited(data, {f"公开数据!{at}": "9"})) for at in (cell, free)] == [
        "sealed",
        "done",
    ]


@pytest.mark.both_kinds
def test_every_copy_of_the_data_knows_what_is_sealed_and_signed(
    kind, copied, place, august, reviewed, monkeypatch
):
    path = copied("real", kind)
    file(path, edited(august, {CELL: "17432.9"}))
    assert sign(path, 1).kind == "done"
    review_on_record.seal(REVIEWER, path, AUGUST, True, "已核定八月月报", "", catalog())
    rebuild(path, catalog())
    target = place()
    migrate(path, target, catalog())
    for copy in (path, target):
        assert loads(copy)[-1] == (4, "张三（zhangsan）", "孙七（sunqi）")
        assert ask(copy, "SELECT month, author, reason FROM sealed_month") == [
            (AUGUST, "孙七（sunqi）", "已核定八月月报")
        ]
        assert Reader(copy, 3).ask("seals").empty
    review_on_record.seal(ADMIN, path, AUGUST, False, WHY, "", catalog())
    assert Reader(path).ask("seals")["act"].tolist() == ["解封", "封账"]
    assert ask(path, "FROM sealed_month") == []


def test_the_whole_way_at_the_terminal(tmp_path, real, august, reviewed, monkeypatch, capsys):
    def ingest(code: int, *command: str, user: str = "张三") -> str:
        monkeypatch.setenv("KPI_USER", user)
        assert run(list(command), real, monkeypatch) == code, capsys.readouterr().out
        return capsys.readouterr().out

    for name, value in (("a", "17432.9"), ("b", "17433.9")):
        (tmp_path / f"{name}.xlsx").write_bytes(edited(august, {CELL: value}))
    why = tmp_path / "why.json"
    why.write_text(json.dumps([{"code": "month-revision", "sheet": "", "cell": "", "reason": WHY}]))
    a, b, reasons = str(tmp_path / "a.xlsx"), str(tmp_path / "b.xlsx"), ("--reasons", str(why))
    assert "没有草稿" in ingest(0, "drafts")
    assert "退回" in ingest(1, "draft", a)
    assert "草稿 1" in ingest(0, "draft", a, *reasons)
    assert "待复核　b.xlsx" in ingest(0, "load", b, *reasons)
    assert "不能复核本人" in ingest(1, "sign", "1")
    assert "已退回" in ingest(0, "return", "1", "--words", "累计数请再核对", user="李四")
    assert "已签发、退回或过期" in ingest(1, "return", "1", "--words", WHY, user="李四")
    assert "草稿 3" in ingest(0, "draft", a, *reasons)
    assert "第 4 次入库" in ingest(0, "sign", "3", user="李四")
    told = ingest(1, "sign", "2", user="李四")
    assert "张三 于" in told
    assert "17432.9 → 17433.9" in told
    assert "第 5 次入库" in ingest(0, "sign", "2", "--anew", user="李四")
    assert "已封账" in ingest(0, "seal", "2022-08")
    assert [line.split("　")[2] for line in ingest(0, "drafts").splitlines()] == [
        "已签发",
        "已签发",
        "已退回",
    ]
    ingest(2, "unseal", "2022-08", "--reason", "短")
    assert "已解封" in ingest(0, "unseal", "2022-08", "--reason", "省里来函更正")
    assert "没有入库的月报" in ingest(1, "unseal", "2022-08", "--reason", "省里来函更正")


def test_without_the_setting_nothing_new_is_seen(real, monkeypatch):
    app = show("history", monkeypatch, real)
    assert not {"封账", "草稿"} & {h.value for h in app.header}
    assert "复核" not in texts(app)
    assert not {"复核", "封账"} & {c for t in tables(app) for c in t}
    app = show("upload", monkeypatch, real)
    with pytest.raises(ValueError, match="review"):
        app.switch_page("pages/review.py").run()
    assert not (sessions.state_folder() / "drafts").exists()


def test_with_it_the_record_shows_drafts_signatures_and_seals(real, august, reviewed, monkeypatch):
    assert "没有草稿" in texts(show("review", monkeypatch, real))
    file(real, edited(august, {CELL: "17432.9"}))
    app = show("review", monkeypatch, real)
    assert tables(app)[0]["状态"].tolist() == ["待复核"]
    assert f"原因：**{WHY}**" in texts(app)
    assert app.selectbox(key="draft").options == ["草稿 1　2022-08"]
    sign(real, 1)
    review_on_record.seal(REVIEWER, real, AUGUST, True, "", "", catalog())
    app = show("history", monkeypatch, real)
    first = tables(app)[0]
    assert (first["复核"].iloc[0], first["状态"].iloc[0]) == ("孙七（sunqi）", "现行，已封账")
    assert [t["处理"].iloc[0].split("　")[-1] for t in tables(app) if "处理" in t] == [
        "第 4 次入库"
    ]
