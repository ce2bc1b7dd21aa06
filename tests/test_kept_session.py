"""The connection that questions about people's state share: kept, never trusted blindly."""

import threading
import time

import psycopg
import pytest

from notices import ledger
from tests.pgbouncer import Pgbouncer, warehouse_through
from tests.test_database_faults import hanging, stopped
from warehouse import Unavailable, session
from warehouse.session import Place, reading

_WHO = "SELECT pg_backend_pid()"


@pytest.fixture
def at(new_database) -> Place:
    return new_database().at


def _asked(at: Place) -> int:
    """The server process that answers."""
    with reading(at) as opened:
        return opened.ask(_WHO)[0][0]


def test_who_asks_next_takes_the_same_connection(at, postgres):
    first = _asked(at)
    assert [_asked(at), _asked(at)] == [first, first]
    assert postgres.sql(f"SELECT state FROM pg_stat_activity WHERE pid = {first}") == "idle"


def test_a_ledger_is_looked_at_without_a_new_connection(new_database, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(new_database()))
    with ledger.opened():  # makes it
        pass
    monkeypatch.setattr("warehouse.session.Session", None)
    assert ledger.exists()
    with ledger.opened() as book:
        assert book.newest(20) == []


def test_two_who_ask_at_once_wait_for_nobody_and_leave_one(at, postgres):
    with reading(at) as one, reading(at) as other:
        both = [one.ask(_WHO)[0][0], other.ask(_WHO)[0][0]]
    assert len(set(both)) == 2
    assert _asked(at) in both
    assert one.connection.closed != other.connection.closed


@pytest.mark.parametrize("way", ["an administrator", "a restart"])
def test_a_connection_that_was_ended_is_opened_again(at, postgres, way):
    before = _asked(at)
    if way == "an administrator":
        assert postgres.sql(f"SELECT pg_terminate_backend({before}, 10000)") == "t"
    else:
        with stopped(postgres):
            pass
    assert _asked(at) != before


def test_a_connection_that_rested_too_long_is_not_trusted(at, monkeypatch):
    before = _asked(at)
    monkeypatch.setattr(session, "_RESTS", 0)
    assert _asked(at) != before


def test_a_question_that_fails_takes_its_connection_along(at):
    with pytest.raises(psycopg.errors.UndefinedTable), reading(at) as opened:
        opened.ask("SELECT * FROM {}.nowhere")
    assert opened.connection.closed
    _asked(at)


def test_a_server_that_hangs_is_waited_for_three_seconds(at, postgres):
    _asked(at)
    with hanging(postgres):
        began = time.monotonic()
        with pytest.raises(Unavailable, match="database"):
            _asked(at)
        assert time.monotonic() - began < 4
    _asked(at)


def test_behind_pgbouncer_it_holds_no_server_and_outlives_a_restart(at, postgres):
    bouncer = Pgbouncer(postgres)
    through = warehouse_through(bouncer.port, at).at
    try:
        with reading(through) as one:
            asked = [one.ask(_WHO)]
            others = [
                threading.Thread(target=lambda: asked.append(_asked(through))) for _ in range(6)
            ]
            [t.start() for t in others]  # twice the servers that it has
            [t.join() for t in others]
            assert len(asked) == 7
        bouncer.stop()
        bouncer.start()
        _asked(through)
    finally:
        bouncer.stop()
