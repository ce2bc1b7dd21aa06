"""State of people where the warehouse is in PostgreSQL: one for all replicas, and exact."""

import threading
import time

import pytest

from access import audit, sessions, shared
from access.audit import Unrecordable
from access.limits import Taken
from access.person import Person
from access.trail import Verdict, repair, verify
from deploy.cluster.ports import free_port
from warehouse import Unavailable
from warehouse.session import session

EDITOR = Person("zhangsan", "张三", "editor", "s")
ADMIN = Person("wangwu", "王五", "admin", "s")


@pytest.fixture
def database(new_database, monkeypatch, tmp_path):
    made = new_database()
    monkeypatch.setenv("KPI_WAREHOUSE", str(made))
    monkeypatch.setenv("KPI_STATE", str(tmp_path / "one"))
    return made


def _soon(true) -> bool:
    until = time.monotonic() + 20
    while not true() and time.monotonic() < until:
        time.sleep(0.01)
    return true()


def _do(database, statement: str) -> None:
    with session(database.at, "USER") as opened:
        opened.do(statement)


def test_a_session_that_ends_on_one_machine_has_ended_on_every_other(
    database, monkeypatch, tmp_path
):
    monkeypatch.setenv("KPI_STATE", str(tmp_path / "two"))
    sessions.forget_old()
    assert not sessions.ended("a" * 64)
    monkeypatch.setenv("KPI_STATE", str(tmp_path / "one"))
    sessions.end("a" * 64)
    monkeypatch.setenv("KPI_STATE", str(tmp_path / "two"))
    assert _soon(lambda: sessions.ended("a" * 64))
    assert not sessions.ended("b" * 64)


def test_a_session_that_ends_while_postgresql_is_away_is_told_with_the_next(
    database, monkeypatch, tmp_path
):
    monkeypatch.setenv("KPI_WAREHOUSE", f"postgresql://127.0.0.1:{free_port()}/kpi/away")
    sessions.end("c" * 64)
    assert sessions.ended("c" * 64)  # here at once
    monkeypatch.setenv("KPI_WAREHOUSE", str(database))
    sessions.end("d" * 64)
    monkeypatch.setenv("KPI_STATE", str(tmp_path / "two"))
    assert _soon(lambda: sessions.ended("d" * 64))
    assert sessions.ended("c" * 64)


def test_a_session_that_ended_by_itself_is_not_told_again(database):
    """A replica runs for months, and tells all it knows at every sign-out."""
    sessions.end("e" * 64)
    path = sessions.state_folder() / "ended-sessions"
    old = [f"{int(time.time()) - 14 * 3600} {number:064x}\n" for number in range(1000)]
    path.write_text("".join(old) + path.read_text())
    sessions.end("f" * 64)
    with session(database.at, "READER") as opened:
        told = opened.ask("SELECT session FROM {}.ended_session ORDER BY 1")
    assert told == [("e" * 64,), ("f" * 64,)]


def test_a_session_ends_although_this_machine_has_no_room(database, monkeypatch):
    def full(name, shared=False):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sessions, "locked", full)
    sessions.end("a" * 64)
    assert _soon(lambda: sessions.ended("a" * 64))
    monkeypatch.setenv("KPI_WAREHOUSE", f"postgresql://127.0.0.1:{free_port()}/kpi/away")
    with pytest.raises(OSError, match="No space left"):
        sessions.end("b" * 64)


def test_a_writer_that_was_suspended_holds_nobody_up(database, monkeypatch):
    """PostgreSQL ends its transaction; what it had begun never was."""
    monkeypatch.setattr(shared, "_HANGS", 1)
    with pytest.raises(Unavailable), shared.writer(database.at) as suspended:
        suspended.do("INSERT INTO {}.upload (account, bytes) VALUES ('zhangsan', 7)")
        began = time.monotonic()
        audit.record("sign-in", "done", EDITOR)
        assert time.monotonic() - began < 20
    assert Taken().by("zhangsan") == 0
    assert verify() == Verdict(1, "")


def test_a_publication_that_hangs_for_an_hour_ends(database):
    with session(database.at, "USER") as writer:
        writer.begin_alone("kpi publication")
        assert writer.ask("SHOW idle_in_transaction_session_timeout") == [("1h",)]


def test_one_trail_has_the_lines_of_every_machine(database):
    def write() -> None:
        for number in range(10):
            audit.record("upload", f"load {number}", EDITOR, "2022-08.xlsx", "10.0.0.1")

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert verify() == Verdict(30, "")
    reference = audit.record("upload", "load 11", EDITOR)
    assert audit.knows(reference)
    assert not audit.knows("0" * 8)


def test_what_is_done_to_a_table_of_lines_shows(database):
    for number in range(5):
        audit.record("upload", f"load {number}", EDITOR)
    anchor = verify().end
    _do(database, "DELETE FROM {}.audit_line WHERE position = 5")
    assert verify() == Verdict(4, "")
    assert verify(since=anchor).fault == (
        "the trail ends at line 4; line 5, which was there, is gone"
    )
    changed = "UPDATE {}.audit_line SET line = replace(convert_from(line, 'UTF8'), 'load 2', 'x')"
    _do(database, f"{changed}::bytea WHERE position = 3")
    assert verify() == Verdict(2, "line 3: was changed after it was written")
    assert repair(ADMIN) == "line 3: was changed after it was written"
    assert verify().fault == ""


def test_where_postgresql_is_away_nothing_is_done_that_cannot_be_recorded(database, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", f"postgresql://127.0.0.1:{free_port()}/kpi/away")
    with pytest.raises(Unrecordable):
        audit.record("upload", "load 1", EDITOR)
    with pytest.raises(Unavailable):
        audit.knows("0" * 8)


def test_uploads_count_on_all_replicas_for_an_hour(database):
    Taken().add("zhangsan", 5_000_000)
    Taken().add("zhangsan", 1_000_000)
    Taken().add("lisi", 7)
    assert (Taken().by("zhangsan"), Taken().by("lisi"), Taken().by("nobody")) == (6_000_000, 7, 0)
    _do(database, "UPDATE {}.upload SET at = at - interval '61 minutes' WHERE bytes = 5000000")
    assert Taken().by("zhangsan") == 1_000_000
