"""Writers killed at random moments of their lives, four at a time: no load is ever half there."""

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from typing import IO, Any, cast

from catalog import catalog
from ingest.changes.rebuild import refresh
from prove.figures import Figure, none
from prove.warehouses import ROOT, databases, folder, in_folder
from warehouse import publisher
from warehouse.kind import Warehouse

SIZES = {"pr": {"file": 120, "database": 80}, "night": {"file": 6_000, "database": 4_000}}
_TOGETHER = 4
# For each line that it reads, four children that publish until they are killed: forked before the
# engine starts, so that a writer costs no start of Python.
_WRITE = """
import datetime as dt, os, sys
from catalog import catalog
from warehouse import loads, publisher, warehouse_named
from warehouse.loads import Contents, Load, Observation, Reason
warehouse, today = warehouse_named(sys.argv[1]), catalog()
rows = [
    Observation(dt.date(2000 + n, 1, 1), "citizen_services", "440000", "cumulative", n, None,
                str(n), 0, "s", f"A{n}")
    for n in range(50)
]
contents = Contents(rows, [], [Reason("test", "s", "A1", "m", "r")])
load = Load("public", None, "public", False, False, "x.xlsx", "0", bytes(10_000), "test")
def write():
    while True:
        with publisher.change(warehouse, today) as con:
            loads.insert_load(con, load, contents)
for line in sys.stdin:
    writers = [os.fork() or write() for _ in range(int(line))]
    print(*writers, flush=True)
    print(*[os.waitstatus_to_exitcode(os.waitpid(w, 0)[1]) for w in writers], flush=True)
"""
_HALF = """
    SELECT load_id, count(o.load_id), count(DISTINCT r.load_id)
    FROM load l FULL JOIN observation o USING (load_id) FULL JOIN reason r USING (load_id)
    GROUP BY ALL
    HAVING count(o.load_id) <> 50 OR count(DISTINCT r.load_id) <> 1 OR load_id IS NULL
"""


def prove(file: int, database: int) -> list[Figure]:
    with folder() as place, databases() as in_database:
        path = in_folder(place)
        refresh(path, catalog())
        shared = in_database(path)
        return [
            none("file: kills that left half a load or lost one", killed(path, file), file),
            none(
                "database: kills that left half a load or lost one",
                killed(shared, database),
                database,
            ),
        ]


def killed(warehouse: Warehouse, count: int) -> list[str]:
    """What `count` kills broke."""
    broken = []
    with tempfile.TemporaryFile() as faults, _writers(warehouse, faults) as ask:
        for _ in range(count // _TOGETHER):
            before = _loads(warehouse)
            writers = ask(f"{_TOGETHER}\n")
            _another_load(warehouse, before)
            for writer in writers:
                threading.Timer(random.uniform(0, 1), os.kill, (writer, signal.SIGKILL)).start()
            broken += [f"a writer ended by itself: {code}" for code in ask("") if code != -9]
            broken += map(str, publisher.read(warehouse, _HALF))
            if (now := _loads(warehouse)) < before:
                broken.append(f"{before} loads became {now}")
        faults.seek(0)
        broken += [said.decode()[-200:]] if (said := faults.read()) else []
    return broken


@contextlib.contextmanager
def _writers(warehouse: Warehouse, faults) -> Iterator:
    """ask(line): sends it and returns the numbers of the answer."""
    command = [sys.executable, "-c", _WRITE, str(warehouse)]
    pipe: Any = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdin=pipe, stdout=pipe, stderr=faults
    ) as p:
        orders, answers = cast(IO[str], p.stdin), cast(IO[str], p.stdout)

        def ask(line: str) -> list[int]:
            orders.write(line)
            orders.flush()
            return [int(number) for number in answers.readline().split()]

        yield ask
        orders.close()


def _another_load(warehouse: Warehouse, before: int) -> None:
    """Wait until the new writers are at work."""
    until = time.monotonic() + 60
    while _loads(warehouse) == before:
        if time.monotonic() > until:
            raise AssertionError("no writer published anything within a minute")
        time.sleep(0.05)


def _loads(warehouse: Warehouse) -> int:
    return publisher.read(warehouse, "SELECT count(*) FROM load")[0][0]
