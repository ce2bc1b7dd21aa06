"""The audit trail grows only: whatever else is done to it shows."""

import json

import pytest

from access import audit, sessions
from access.person import Person
from catalog import catalog
from ingest.changes import door
from ingest.pipeline import check_workbook
from tests.conftest import run

EDITOR = Person("zhangsan", "张三", "editor", "s")
VIEWER = Person("lisi", "李四", "viewer", "s")
ADMIN = Person("wangwu", "王五", "admin", "s")


@pytest.fixture
def trail(tmp_path, monkeypatch):
    monkeypatch.setenv("KPI_STATE", str(tmp_path / "state"))
    for number in range(5):
        audit.record("upload", f"load {number}", EDITOR, "2022-08.xlsx", "10.0.0.1")
    assert audit.verify() == audit.Verdict(5, "")
    return sessions.state_folder() / "audit.jsonl"


def test_a_changed_line_shows(trail):
    trail.write_text(
        trail.read_text(encoding="utf-8").replace('"load 2"', '"load 9"'), encoding="utf-8"
    )
    assert audit.verify() == audit.Verdict(2, "line 3: was changed after it was written")


def test_a_removed_an_exchanged_and_an_added_line_show(trail):
    lines = trail.read_text(encoding="utf-8").splitlines(keepends=True)
    for tampered, line in (
        (lines[:1] + lines[2:], 2),
        ([lines[1], lines[0], *lines[2:]], 1),
        ([*lines[:3], lines[2], *lines[3:]], 4),
    ):
        trail.write_text("".join(tampered), encoding="utf-8")
        assert audit.verify().fault == f"line {line}: does not follow the line before it"
    trail.write_text("".join(lines) + "rubbish\n", encoding="utf-8")
    assert audit.verify().fault == "line 6: is not a line of the trail"


def test_a_cut_tail_and_a_lost_file_show(trail):
    lines = trail.read_text(encoding="utf-8").splitlines(keepends=True)
    trail.write_text("".join(lines[:3]), encoding="utf-8")
    assert audit.verify() == audit.Verdict(3, "the trail ends at line 3, its head file says 5")
    trail.unlink()
    assert audit.verify().fault == "the trail is gone, but its head file is there"


def test_with_a_key_a_chain_made_without_it_does_not_verify(trail, monkeypatch):
    monkeypatch.setenv("KPI_AUDIT_KEY", "known to the server only")
    assert audit.verify().fault == "line 1: was changed after it was written"


def test_the_command_says_whether_the_trail_holds(trail, tmp_path, monkeypatch, capsys):
    assert run(["audit"], tmp_path / "warehouse.duckdb", monkeypatch) == 0
    assert "5 条" in capsys.readouterr().out
    trail.write_text(
        trail.read_text(encoding="utf-8").replace("10.0.0.1", "10.0.0.2"), encoding="utf-8"
    )
    assert run(["audit"], tmp_path / "warehouse.duckdb", monkeypatch) == 1
    assert "line 1" in capsys.readouterr().out


def recorded() -> list[tuple[str, str, str]]:
    lines = (sessions.state_folder() / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    return [(d["action"], d["outcome"], d["account"]) for d in map(json.loads, lines)]


def test_the_door_lets_each_role_do_what_it_may(tmp_path, place, monkeypatch, august):
    monkeypatch.setenv("KPI_STATE", str(tmp_path / "state"))
    warehouse = place()
    checked = check_workbook(august, "2022-08.xlsx", catalog(), warehouse)
    assert isinstance(door.publish(VIEWER, warehouse, checked, "冒名", catalog(), {}), door.Refused)
    assert not warehouse.exists()
    assert door.publish(EDITOR, warehouse, checked, "冒名", catalog(), {}).load_id == 1
    why = "文件取错了月份"
    other = Person("zhaoliu", "张三", "editor", "s")
    assert isinstance(door.revert(VIEWER, warehouse, 1, why, "", catalog()), door.Refused)
    assert isinstance(
        door.revert(other, warehouse, 1, why, "张三（zhangsan）", catalog()), door.Refused
    )
    assert door.revert(EDITOR, warehouse, 1, why, "", catalog()) == 2
    assert door.revert(ADMIN, warehouse, 1, why, "", catalog()) is None
    again = place()
    door.publish(EDITOR, again, checked, "", catalog(), {})
    assert door.revert(ADMIN, again, 1, why, "", catalog()) == 2
    assert recorded() == [
        ("upload", "refused", "lisi"),
        ("upload", "load 1", "zhangsan"),
        ("revert", "refused", "lisi"),
        ("revert", "refused", "zhaoliu"),
        ("revert", "load 2", "zhangsan"),
        ("revert", "not in force", "wangwu"),
        ("upload", "load 1", "zhangsan"),
        ("revert", "load 2", "wangwu"),
    ]
