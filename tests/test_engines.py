"""Engines of DuckDB that a server uses for as long as it runs: they stay as quick as they began."""

import ctypes
import pathlib

from catalog import catalog
from ingest.pipeline import check_workbook
from ingest.rules import beside
from warehouse import connect, file_engine, forget_dropped, publisher, whole
from warehouse.file import FileWarehouse

RAW = pathlib.Path(__file__).parent.parent / "data" / "raw"


def test_what_an_engine_keeps_of_blocks_that_are_gone_is_freed_and_nothing_else():
    con = connect(config={"temp_directory": "", "threads": "1"})
    con.execute("CREATE TABLE city AS SELECT i, 'x' || i AS name FROM range(1000) r(i)")
    limit = con.execute("SELECT current_setting('memory_limit')").fetchone()

    def ask() -> list[tuple]:
        return con.execute("SELECT count(*) FROM (SELECT DISTINCT name FROM city)").fetchall()

    ask()
    fresh = _allocated()
    for _ in range(2000):
        ask()
    kept = _allocated() - fresh
    forget_dropped(con)
    assert kept > 200_000  # where this fails DuckDB has mended it, and we need not do it any more
    assert _allocated() - fresh < kept / 4
    assert ask() == [(1000,)]
    assert con.execute("SELECT current_setting('memory_limit')").fetchone() == limit


def test_after_some_checks_the_rules_are_asked_with_as_little_as_at_first(august):
    for _ in range(2):
        check_workbook(august, "8.xlsx", catalog())
    fresh = _freed_desk()
    for _ in range(4 * beside._CHECKS_UNTIL_FREED):
        assert not check_workbook(august, "8.xlsx", catalog()).blocked
    assert _allocated() - fresh < 1_200_000  # 32 times 70 KB otherwise, freed 8 times at most


def test_after_some_publications_the_next_engine_takes_over(tmp_path):
    path = FileWarehouse(tmp_path / "w.duckdb")
    writing, reading = set(), set()
    for n in range(2 * file_engine.STATES_AN_ENGINE):
        with publisher.change(path, catalog()) as con:
            con.execute(f"CREATE OR REPLACE TABLE of_somebody AS SELECT {n} AS n")
        writing.add(file_engine._engine(True))
        reading.update(whole._idle[True])
        assert publisher.read(path, "FROM of_somebody") == [(n,)]
    assert len(writing) >= 2
    assert len(reading) >= 2


def _freed_desk() -> int:
    forget_dropped(beside._desk(catalog()).con)
    return _allocated()


class _Heap(ctypes.Structure):
    _fields_ = [("figures", ctypes.c_size_t * 10)]  # malloc.h: uordblks is the eighth


def _allocated() -> int:
    """Bytes that the C library has given out in this thread's heap."""
    libc = ctypes.CDLL(None)
    libc.mallinfo2.restype = _Heap
    return libc.mallinfo2().figures[7]
