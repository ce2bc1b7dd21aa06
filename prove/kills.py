"""Writers killed at random moments of their lives, four at a time: no load is ever half there."""

import random
import subprocess
import sys
import threading
import time

from catalog import catalog
from ingest.changes.rebuild import refresh
from prove.figures import Figure, none
from prove.warehouses import ROOT, folder, in_folder, lakes
from warehouse import publisher
from warehouse.kind import Warehouse

SIZES = {"pr": {"file": 120, "lake": 80}, "night": {"file": 6_000, "lake": 4_000}}
_TOGETHER = 4
_WRITE = """
import datetime as dt, sys
from catalog import catalog
from warehouse import loads, publisher, warehouse_named
from warehouse.loads import Contents, Load, Observation, Reason
rows = [
    Observation(dt.date(2000 + n, 1, 1), "citizen_services", "440000", "cumulative", n, None,
                str(n), 0, "s", f"A{n}")
    for n in range(50)
]
contents = Contents(rows, [], [Reason("test", "s", "A1", "m", "r")])
load = Load("public", None, "public", False, False, None, None, None, None, "x.xlsx", "0",
            bytes(10_000), "test")
while True:
    with publisher.change(warehouse_named(sys.argv[1]), catalog()) as con:
        loads.insert_load(con, load, contents)
"""
_HALF = """
    SELECT load_id, count(o.load_id), count(DISTINCT r.load_id)
    FROM load l FULL JOIN observation o USING (load_id) FULL JOIN reason r USING (load_id)
    GROUP BY ALL
    HAVING count(o.load_id) <> 50 OR count(DISTINCT r.load_id) <> 1 OR load_id IS NULL
"""


def prove(file: int, lake: int) -> list[Figure]:
    with folder() as place, lakes() as lake_of:
        path = in_folder(place)
        refresh(path, catalog())
        on_lake = lake_of(path)
        return [
            none("file: kills that left half a load or lost one", killed(path, file), file),
            none("lake: kills that left half a load or lost one", killed(on_lake, lake), lake),
        ]


def killed(warehouse: Warehouse, count: int) -> list[str]:
    """What `count` kills broke."""
    broken = []
    for _ in range(count // _TOGETHER):
        command = [sys.executable, "-c", _WRITE, str(warehouse)]
        writers = [
            subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE) for _ in range(_TOGETHER)
        ]
        before = _another_load(warehouse)
        for writer in writers:
            threading.Timer(random.uniform(0, 1), writer.kill).start()
        broken += [said.decode()[-200:] for w in writers if (said := w.communicate()[1])]
        broken += map(str, publisher.read(warehouse, _HALF))
        if (now := _loads(warehouse)) < before:
            broken.append(f"{before} loads became {now}")
    return broken


def _another_load(warehouse: Warehouse) -> int:
    """The number of loads once the new writers are at work."""
    before, until = _loads(warehouse), time.monotonic() + 60
    while (now := _loads(warehouse)) == before:
        if time.monotonic() > until:
            raise AssertionError("no writer published anything within a minute")
        time.sleep(0.05)
    return now


def _loads(warehouse: Warehouse) -> int:
    return publisher.read(warehouse, "SELECT count(*) FROM load")[0][0]
