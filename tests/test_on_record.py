"""Every change goes through one door and leaves one line of who did it, whatever happens on the
way."""

import contextlib
import datetime as dt
import json
import os
import re
import resource
import signal
import stat
import subprocess
import sys

import pytest
from streamlit.testing.v1 import AppTest

from access import intents, sessions, trail
from access.person import LOCAL, VISITOR, Person
from catalog import catalog
from ingest.changes import on_record, unfinished
from ingest.pipeline import check_workbook
from tests.conftest import AUGUST, RAW, ROOT, ask, run
from warehouse.faults import Unavailable
from warehouse.file import FileWarehouse

VIEWER = Person("lisi", "李四", "viewer", "s")
EDITOR = Person("zhangsan", "张三", "editor", "s")
ADMIN = Person("wangwu", "王五", "admin", "s")
WHY = "文件取错了月份"


def recorded() -> list[tuple[str, str, str]]:
    """(action, outcome, account or name) of every line."""
    path = sessions.state_folder() / "audit.jsonl"
    lines = map(json.loads, path.read_text(encoding="utf-8").splitlines() if path.exists() else [])
    return [(d["action"], d["outcome"], d["account"] or d["name"]) for d in lines]


def begun() -> list[str]:
    return [p.name for p in (sessions.state_folder() / "begun").glob("*")]


def test_the_door_lets_each_role_do_what_it_may(place, august):
    warehouse = place()
    checked = check_workbook(august, "2022-08.xlsx", catalog(), warehouse)

    def publish(person):
        return on_record.publish(person, warehouse, checked, "冒名", catalog(), {}).kind

    def revert(person, user=""):
        return on_record.revert(person, warehouse, 1, WHY, user, catalog()).kind

    assert [publish(VIEWER), publish(VISITOR)] == ["refused", "refused"]
    assert not warehouse.exists()
    assert [publish(EDITOR), publish(EDITOR)] == ["done", "already"]
    other = Person("zhaoliu", "张三", "editor", "s")
    part = Person("san", "张三", "editor", "s")
    assert [revert(VIEWER), revert(other, "张三（zhangsan）"), revert(part)] == ["refused"] * 3
    assert [revert(EDITOR), revert(ADMIN)] == ["done", "gone"]
    assert ask(warehouse, "SELECT loaded_by FROM load") == [("张三（zhangsan）",)] * 2
    note = (AUGUST, "citizen_registered_users", "八月起口径调整")
    assert [
        on_record.write_note(person, warehouse, *note, "", catalog()).kind
        for person in (EDITOR, ADMIN)
    ] == ["refused", "done"]
    assert [
        on_record.take_note_back(person, warehouse, 1, WHY, "", catalog()).kind
        for person in (EDITOR, ADMIN, ADMIN)
    ] == ["refused", "done", "gone"]
    assert recorded() == [
        ("upload", "refused", "lisi"),
        ("upload", "refused", ""),
        ("upload", "load 1", "zhangsan"),
        ("upload", "already load 1", "zhangsan"),
        ("revert", "refused", "lisi"),
        ("revert", "refused", "zhaoliu"),
        ("revert", "refused", "san"),
        ("revert", "load 2", "zhangsan"),
        ("revert", "not in force", "wangwu"),
        ("annotate", "refused", "zhangsan"),
        ("annotate", "note 1", "wangwu"),
        ("annotate", "refused", "zhangsan"),
        ("annotate", "note 2", "wangwu"),
        ("annotate", "not in force", "wangwu"),
    ]
    assert begun() == []


def test_every_command_that_changes_something_leaves_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("KPI_USER", "周七")
    file = FileWarehouse(tmp_path / "warehouse.duckdb")
    month = ["--month", "2022-08", "--indicator", "citizen_registered_users"]
    for code, command in (
        (0, ["load", str(RAW / "2022-08.xlsx")]),
        (0, ["load", str(RAW / "2022-08.xlsx")]),
        (0, ["check", str(RAW / "2022-08.xlsx")]),
        (0, ["annotate", *month, "--text", "八月起口径调整"]),
        (0, ["annotate", "--remove", "1", "--text", "写错了月份，应为七月"]),
        (1, ["annotate", "--remove", "1", "--text", "写错了月份，应为七月"]),
        (0, ["rebuild"]),
        (0, ["backup", str(tmp_path / "copies")]),
        (0, ["migrate", str(file), str(tmp_path / "other.duckdb")]),
        (1, ["migrate", str(file), str(tmp_path / "other.duckdb")]),
        (0, ["revert", "1", "--reason", WHY]),
        (1, ["revert", "1", "--reason", WHY]),
        (0, ["restore", str(tmp_path / "other.duckdb")]),
        (1, ["restore", str(RAW / "2022-08.xlsx")]),
        (0, ["history"]),
        (0, ["audit"]),
    ):
        assert run(command, file, monkeypatch) == code, command
    (copy,) = (tmp_path / "copies").iterdir()
    me = "周七（命令行）"
    assert recorded() == [
        ("refresh", "created", me),
        ("upload", "load 1", me),
        ("annotate", "note 1", me),
        ("annotate", "note 2", me),
        ("annotate", "not in force", me),
        ("rebuild", "1 loads", me),
        ("backup", copy.name, me),
        ("migrate", "1 loads", me),
        ("migrate", "failed: NotMovable", me),
        ("revert", "load 2", me),
        ("revert", "not in force", me),
        ("restore", "1 loads", me),
        ("restore", "failed: NotAWarehouse", me),
    ]
    assert begun() == []


def test_nothing_is_changed_where_nothing_can_be_recorded(tmp_path, monkeypatch, capsys):
    (tmp_path / "state").write_text("a file where the folder should be")
    monkeypatch.setenv("KPI_STATE", str(tmp_path / "state"))
    file = FileWarehouse(tmp_path / "warehouse.duckdb")
    assert run(["load", str(RAW / "2022-08.xlsx")], file, monkeypatch) == 1
    assert capsys.readouterr().out.startswith("审计记录写不进去")
    assert not file.exists()


def test_what_is_published_is_said_to_be_and_its_line_follows(tmp_path, monkeypatch, capsys):
    line = sessions.state_folder() / "audit.jsonl"
    file = FileWarehouse(tmp_path / "warehouse.duckdb")
    monkeypatch.setenv("KPI_USER", "周七")
    assert run(["load", str(RAW / "public-figures.xlsx")], file, monkeypatch) == 0
    before = line.read_bytes()
    line.unlink()
    line.mkdir()  # nothing can be written there
    capsys.readouterr()
    assert run(["load", str(RAW / "2022-08.xlsx")], file, monkeypatch) == 0
    said = capsys.readouterr().out
    assert "第 2 次入库" in said
    assert "审计记录暂时没有写完，恢复后自动补记" in said
    assert run(["revert", "2", "--reason", WHY], file, monkeypatch) == 0
    month = ["--month", "2022-08", "--indicator", "citizen_registered_users"]
    assert run(["annotate", *month, "--text", "八月起口径调整"], file, monkeypatch) == 0
    assert (
        run(["annotate", "--remove", "1", "--text", "写错了月份，应为七月"], file, monkeypatch) == 0
    )
    assert len(begun()) == 4
    line.rmdir()
    line.write_bytes(before)
    assert run(["audit"], file, monkeypatch) == 0
    assert sorted(recorded()[2:]) == [
        ("annotate", "note 1, recorded later", "周七（命令行）"),
        ("annotate", "note 2, recorded later", "周七（命令行）"),
        ("revert", "load 3, recorded later", "周七（命令行）"),
        ("upload", "load 2, recorded later", "周七（命令行）"),
    ]
    assert begun() == []
    assert trail.verify().fault == ""


KILLED = """
import os, signal, sys
from access import audit, intents
from ingest.__main__ import main
from ingest.changes import publish
def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)
class Killed(intents.Begun):
    finish = die
intents.Begun, where = (Killed if sys.argv[1] == "finish" else intents.Begun), sys.argv[1]
if where == "publish": publish.publish = die
if where == "record": audit.record = die
main(["load", sys.argv[2]])
"""


@pytest.mark.parametrize(
    ("where", "lines"),
    [
        ("publish", ["interrupted, not done", "load 1"]),
        ("record", ["load 1, recorded later"]),
        ("finish", ["load 1"]),
    ],
)
def test_a_kill_leaves_no_load_without_a_line(tmp_path, monkeypatch, where, lines):
    file = FileWarehouse(tmp_path / "warehouse.duckdb")
    around = os.environ | {"KPI_WAREHOUSE": str(file), "PYTHONPATH": str(ROOT)}
    on_record.refresh(LOCAL, file, catalog())
    command = [sys.executable, "-c", KILLED, where, str(RAW / "2022-08.xlsx")]
    killed = subprocess.run(command, env=around, cwd=ROOT, capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert len(begun()) == 1
    assert run(["load", str(RAW / "2022-08.xlsx")], file, monkeypatch) == 0
    assert run(["audit"], file, monkeypatch) == 0
    uploads = [outcome for action, outcome, _ in recorded() if action == "upload"]
    assert uploads == lines
    assert begun() == []


def test_what_cannot_be_printed_is_done_all_the_same(tmp_path, monkeypatch):
    """A log on a full disk; the second time the file is known. No stdout at all."""
    around = os.environ | {"KPI_WAREHOUSE": str(tmp_path / "warehouse.duckdb")}
    command = [sys.executable, "-m", "ingest", "load", str(RAW / "2022-08.xlsx")]
    for _ in range(2):
        with open("/dev/full", "w") as full:
            ended = subprocess.run(
                command, cwd=ROOT, env=around, stdout=full, stderr=subprocess.PIPE, check=False
            )
        assert (ended.returncode, b"No space left" in ended.stderr) == (0, True)
    file = FileWarehouse(tmp_path / "warehouse.duckdb")
    with contextlib.redirect_stdout(None):
        assert run(["load", str(RAW / "2022-08.xlsx")], file, monkeypatch) == 0
    assert ask(file, "SELECT count(*) FROM load") == [(1,)]


def test_a_page_says_done_and_that_the_line_follows():
    def page():
        from access.outcome import Outcome
        from ui.history.blocks import say_reverted

        say_reverted(Outcome("done", "load 3", 3, "abcd1234", recorded=False), 2)

    shown = AppTest.from_function(page).run()
    assert shown.success[0].value == "已撤回第 2 次入库，记为第 3 次入库。"
    assert shown.warning[0].value == "审计记录暂时没有写完，恢复后自动补记。编号 abcd1234"


def test_an_intent_at_work_is_left_alone(tmp_path):
    file = FileWarehouse(tmp_path / "warehouse.duckdb")
    said = {"action": "backup", "target": "x", "warehouse": str(file), "shows": []}
    working = intents.begin(said | {"account": "a", "name": "a", "role": "admin"})
    unfinished.complete(file)
    assert recorded() == []
    working.leave()
    unfinished.complete(FileWarehouse(tmp_path / "another.duckdb"))
    assert recorded() == []
    unfinished.complete(file)
    assert recorded() == [("backup", "interrupted, its end is not known", "a")]


def test_what_is_no_intent_stands_in_nobodys_way(tmp_path):
    file = FileWarehouse(tmp_path / "warehouse.duckdb")
    said = {"action": "backup", "target": "x", "warehouse": str(file), "shows": []}
    intents.begin(said | {"account": "a", "name": "a", "role": "admin"}).leave()
    (sessions.state_folder() / "begun" / "0.json").write_bytes(b"")  # a disk lost its bytes
    unfinished.complete(file)
    assert recorded() == [("backup", "interrupted, its end is not known", "a")]
    assert begun() == ["0.json"]


def test_a_warehouse_that_cannot_be_asked_stands_in_nobodys_way(copied, tmp_path, monkeypatch):
    """An upload was killed, then the file was damaged: a restore comes first, the line after it."""
    file, copy = copied("real", "file"), copied("real", "file")
    place, before = file.path, len(recorded())
    said = {"action": "upload", "target": "x", "warehouse": str(place), "shows": ["load", "x", "a"]}
    intents.begin(said | {"account": "a", "name": "a", "role": "editor"}).leave()
    place.write_bytes(b"damaged")
    assert run(["audit"], place, monkeypatch) == 0
    assert len(recorded()) == before
    assert run(["restore", str(copy)], place, monkeypatch) == 0
    assert run(["audit"], place, monkeypatch) == 0
    assert [(action, outcome) for action, outcome, _ in recorded()[before:]] == [
        ("restore", "3 loads"),
        ("upload", "interrupted, not done"),
    ]


def test_a_change_that_failed_after_it_was_made_is_done(tmp_path, monkeypatch, august):
    """The folder's fsync fails once the new file stands in its place."""
    file = FileWarehouse(tmp_path / "warehouse.duckdb")
    checked = check_workbook(august, "2022-08.xlsx", catalog(), file)
    real = os.fsync

    def failing(number: int) -> None:
        if stat.S_ISDIR(os.fstat(number).st_mode):
            raise OSError(5, "Input/output error")
        real(number)

    monkeypatch.setattr(os, "fsync", failing)
    outcome = on_record.publish(EDITOR, file, checked, "", catalog(), {})
    assert (outcome.kind, outcome.number) == ("done", 1)
    assert recorded() == [("upload", "load 1", "zhangsan")]


def test_a_change_that_finds_no_room_is_recorded_as_failed(tmp_path, august):
    checked = check_workbook(august, "2022-08.xlsx", catalog())
    file, limits = (
        FileWarehouse(tmp_path / "warehouse.duckdb"),
        resource.getrlimit(resource.RLIMIT_FSIZE),
    )
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, limits[1]))
    try:
        with pytest.raises(Unavailable, match="disk"):
            on_record.publish(EDITOR, file, checked, "", catalog(), {})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    ((action, outcome, account),) = recorded()
    assert (action, outcome.split(":")[0], account) == ("upload", "failed", "zhangsan")
    assert begun() == []
    assert sorted(p.name for p in tmp_path.glob("warehouse*")) == ["warehouse.duckdb.lock"]


def test_only_the_changes_reach_the_publisher_and_only_the_door_the_changes():
    for path in ROOT.glob("*/**/*.py"):
        room = path.relative_to(ROOT).as_posix()
        if room.startswith((".", "tests/", "bench/", "prove/", "warehouse/", "ingest/changes/")):
            continue
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"publisher\.(change|restore)\(|loads\.insert_", text), room
        if room.startswith(("pages/", "ui/", "api/", "export/", "ingest/commands/")):
            named = re.findall(r"from ingest\.changes\.\w+ import (.+)", text)
            assert set(", ".join(named).split(", ")) <= {
                "",
                "LONGEST",
                "SHORTEST",
                "Progress",
                "NotMovable",
                "RebuildFailed",
                "holds_simulated",
            }, room


@pytest.mark.parametrize(
    ("by", "since", "line"),
    [
        ("", "2020-01-01", "load 1, recorded later"),
        ("李四（lisi）", "2020-01-01", "interrupted, not done"),
        ("", "2100-01-01", "interrupted, not done"),
    ],
)
def test_what_somebody_else_or_an_earlier_change_did_is_not_taken_for_it(
    copied, monkeypatch, by, since, line
):
    file = copied("real", "file")
    [(sha256, loaded_by)] = ask(file, "SELECT sha256, loaded_by FROM load WHERE load_id = 1")
    monkeypatch.setattr(intents, "utc_now", lambda: dt.datetime.fromisoformat(since))
    said = {"action": "upload", "target": "x", "warehouse": str(file)}
    said |= {"account": "a", "name": "a", "role": "editor"}
    intents.begin(said | {"shows": ["load", sha256, by or loaded_by]}).leave()
    unfinished.complete(file)
    assert recorded()[-1][:2] == ("upload", line)
