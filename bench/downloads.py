"""A million figures by address: the running server against DuckDB's own COPY of the same rows, and
how much memory the server takes for it."""

import http.client
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
from functools import partial

import duckdb

from bench.timing import compare, seconds
from catalog import catalog
from deploy.cluster.ports import free_port, wait_for
from warehouse import connect, quoted, structure
from warehouse.extract import ROWS_AT_MOST, filters, store
from warehouse.file import FileWarehouse
from warehouse.reader import question_text

ROOT = pathlib.Path(__file__).parent.parent
_SLOWEST = 1 / 0.7  # at least 0.7 of COPY's speed
_MOST_MB = 200


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path, rows = pathlib.Path(folder) / "million.duckdb", pathlib.Path(folder) / "rows.duckdb"
        count = _build(path)
        con = connect(str(rows))
        there = FileWarehouse(path)
        there.open_into(con, next(there.sources()))
        store(con, None)
        port = free_port()
        command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"KPI_WAREHOUSE": str(path)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", server)
            _measure(server.pid, port, con, pathlib.Path(folder) / "copy", count)
        finally:
            server.terminate()
            server.wait()


def _measure(
    pid: int, port: int, con: duckdb.DuckDBPyConnection, target: pathlib.Path, count: int
) -> None:
    began = _megabytes(pid)
    first = seconds(lambda: _get(port, "figures.csv?limit=1"))
    print(
        (
            f"{count:,} figures are put in order after a publication: {first:.1f} s, once; the "
            f"server grows by {_megabytes(pid) - began:.0f} MB"
        ),
        flush=True,
    )
    for kind, options in (("csv", "FORMAT csv, HEADER"), ("parquet", "FORMAT parquet")):
        copy = f"COPY ({question_text('figures')}) TO {quoted(target)} ({options})"
        chosen = filters() | {"limit": ROWS_AT_MOST, "offset": 0}
        compare(
            f"{count:,} figures as {kind} by address, against COPY",
            partial(_get, port, f"figures.{kind}"),
            partial(con.execute, copy, chosen),
            limit=_SLOWEST,
            runs=5,
        )
        growth = _growth(pid, partial(_get, port, f"figures.{kind}"))
        print(
            (
                f"{count:,} figures as {kind}: the server grows by {growth:.0f} MB (below "
                f"{_MOST_MB}) {'ok' if growth < _MOST_MB else 'MISSED'}"
            ),
            flush=True,
        )


def _build(path: pathlib.Path) -> int:
    """A warehouse of 63 months in which 1,999 places report the 8 city indicators: 1,007,496
    figures."""
    with connect(str(path)) as con:
        structure.create(con, catalog())
        con.execute(
            "INSERT INTO city SELECT '9' || lpad(i::VARCHAR, 5, '0'), '县区' || i, '粤北', 4, "
            "50.0, 21 + i FROM range(1, 1979) t(i)"
        )
        con.execute(
            """INSERT INTO load BY NAME SELECT i + 1 AS load_id, 'report' AS dataset,
            (DATE '2018-01-01' + to_months(i::INT))::DATE AS month, 'report' AS origin,
            false AS partial, true AS simulated, '模拟' AS file_name, i::VARCHAR AS sha256,
            ''::BLOB AS workbook, false AS withdrawn,
            TIMESTAMP '2026-01-01' AS loaded_at, 'bench' AS loaded_by FROM range(0, 63) t(i)"""
        )
        con.execute(
            """INSERT INTO observation SELECT l.load_id, l.month, i.code, c.code, i.measures[1], v,
                NULL, v::VARCHAR, 2, '地市推广应用', 'C' || c.position
            FROM load l, indicator i, city c, (SELECT 1234.56::DECIMAL(18, 4) AS v)
            WHERE i.table_name = 'city' ORDER BY ALL"""
        )
        [(count,)] = con.execute("SELECT count(*) FROM observation").fetchall()
        return count


def _get(port: int, address: str) -> int:
    """Reads a whole answer and forgets it; its length."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", f"/data/{address}")
    answer, length = connection.getresponse(), 0
    if answer.status != 200:
        raise RuntimeError(f"/data/{address} answered {answer.status}: {answer.read(200)!r}")
    while piece := answer.read(1 << 20):
        length += len(piece)
    connection.close()
    return length


def _growth(pid: int, work) -> float:
    """By how many MB the process grows at most while `work` runs."""
    before, peak, done = _megabytes(pid), 0.0, threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.01):
            peak = max(peak, _megabytes(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    work()
    done.set()
    watcher.join()
    return peak - before


def _megabytes(pid: int) -> float:
    return (
        int(pathlib.Path(f"/proc/{pid}/statm").read_text().split()[1])
        * os.sysconf("SC_PAGE_SIZE")
        / 1e6
    )
