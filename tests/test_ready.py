"""What pages ask is worked out once a publication, before anybody asks, and is what views say."""

import datetime as dt
import gc
import time

import pytest

from bench.shown import forget_answers
from catalog import catalog
from server import ahead, ready
from tests.conftest import RAW, run
from tests.test_pages import show
from warehouse import opening, queries, structure, view_files
from warehouse.reader import Reader, reader

HELD = [v for v in view_files.VIEWS if opening.can_be_held(v)]


@pytest.mark.parametrize(
    ("name", "kind"), [("real", "file"), ("real", "database"), ("simulated", "file")]
)
def test_a_view_says_the_same_worked_out_and_not(shared, name, kind):
    plain, made = (Reader(shared(name, kind)) for _ in range(2))
    made.get_ready()
    with plain.held() as one, made.held() as other:
        one.views.make(one.con, HELD)
        for view in HELD:
            rows = f"SELECT count(*), sum(hash(r)::HUGEINT) FROM {view} r"  # in any order
            said = [o.con.execute(rows).fetchall() for o in (one, other)]
            assert said[0] == said[1], view


def test_a_view_is_made_when_a_question_first_reads_it(shared):
    mine = Reader(shared("real", "file"))

    def made() -> set[str]:
        said = opened.con.execute(
            "SELECT view_name FROM duckdb_views() WHERE database_name = 'memory'"
        )
        return {name for (name,) in said.fetchall()} & view_files.VIEWS.keys()

    with mine.held() as opened:
        assert made() == view_files.needed_by(*structure.LOWEST).keys()
        for _ in range(2):
            assert len(mine.ask("project_flows", month=dt.date(2022, 8, 1)))
            opened.frames.clear()
        assert made() == view_files.needed_by("project_flow", *structure.LOWEST).keys()


def test_all_but_counties_and_towns_is_worked_out(real):
    left = set(view_files.VIEWS) - set(HELD)
    assert {v for v in left if not v.startswith("area_")} == {"chosen_rows"}  # asked with a choice
    reader().get_ready()
    with reader().held() as opened:
        ours = "SELECT view_name, sql FROM duckdb_views() WHERE database_name = 'memory'"
        said = dict(opened.con.execute(ours).fetchall())
        assert [v for v in HELD if f"held_{v}" not in said[v]] == []
        tables = opened.con.execute("SELECT count(*) FROM duckdb_tables()").fetchall()
        reader().get_ready()
        assert opened.con.execute("SELECT count(*) FROM duckdb_tables()").fetchall() == tables


def test_a_publication_is_ready_before_anybody_asks(new_warehouse, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(new_warehouse))
    monkeypatch.setattr(ready, "EVERY", 0.05)

    def is_ready() -> bool:
        opened = reader()._opened
        return opened is not None and opened.source is not None and opened.ready

    with ready.kept():
        assert not is_ready()
        assert run(["load", str(RAW / "2022-08.xlsx")], new_warehouse, monkeypatch) == 0
        _until(is_ready)


def test_who_comes_first_after_a_publication_opens_it(new_warehouse, monkeypatch):
    assert run(["load", str(RAW / "2022-08.xlsx")], new_warehouse, monkeypatch) == 0
    assert not reader().is_open()
    assert len(queries.common.loads()) == 1
    assert reader().is_open()
    assert run(["load", str(RAW / "2023-07.xlsx")], new_warehouse, monkeypatch) == 0
    assert not reader().is_open()


def test_what_is_there_at_the_start_is_not_looked_through_for_garbage(real_warehouse, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    ready._keep_from_collector.cache_clear()
    gc.unfreeze()
    with ready.kept():
        _until(lambda: gc.get_freeze_count() > 50_000)
    gc.unfreeze()


def test_first_readers_ask_what_was_asked_before_them(simulated_warehouse, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(simulated_warehouse))
    forget_answers()
    for ask in ahead.questions():
        ask()
    left = []
    monkeypatch.setattr(Reader, "_run", lambda self, opened, question, _: left.append(question))
    for page in ("overview", "balance", "trends"):
        show(page, monkeypatch, simulated_warehouse)
    for indicator in catalog().indicators_of("city"):
        show("cities", monkeypatch, simulated_warehouse, indicator=indicator.code)
    assert left == []


def test_a_warehouse_that_does_not_open_is_said_once(tmp_path, monkeypatch, caplog):
    broken = tmp_path / "warehouse.duckdb"
    broken.write_bytes(b"no database" * 1000)
    monkeypatch.setenv("KPI_WAREHOUSE", str(broken))
    monkeypatch.setattr(ready, "EVERY", 0.01)
    with ready.kept():
        _until(lambda: caplog.records)
        time.sleep(0.1)
    assert [r.name for r in caplog.records if "not made ready" in r.message] == ["kpi.server"]


def _until(holds) -> None:
    for _ in range(600):
        if holds():
            return
        time.sleep(0.05)
    raise TimeoutError
