"""What loading a month of counties and towns takes: memory of the whole command into an empty
warehouse and into a full one, and time against openpyxl's parse. For bench.towns."""

import csv
import os
import pathlib
import shutil
import subprocess
import sys
import threading
import time

from bench.processes import family, share_of_memory
from bench.timing import seconds
from catalog import Catalog, load_catalog
from demo import simulate, towns
from warehouse import warehouse_named
from warehouse.file import FileWarehouse
from warehouse.kind import Warehouse

ROOT = pathlib.Path(__file__).parent.parent
_MOST_MEMORY = 1.25


def run(folder: pathlib.Path, province: Warehouse, months: int) -> None:
    """The load of the month after `months`: its time against openpyxl's parse, and its memory, for
    400 towns and for all, into an empty warehouse and the full one."""
    full = load_catalog(folder / "catalog")
    first = simulate.months(towns.FIRST, towns.MONTHS)[-months]
    reports = simulate.simulate(full, first, months + 1, eventful=False)
    month, tokens = list(reports.items())[-1]
    _, whole = towns.write_month(folder, month, tokens, full)
    peaks = {}
    for share in (0.25, 1):
        small = _cut(folder, full, share)
        [(month, tokens)] = towns.report_tokens(small, 1).items()
        _, workbook = towns.write_month(folder / f"some-{share}", month, tokens, small)
        names = folder / f"catalog-{share}"
        peaks[share] = _peak(names, _beside(province, f"empty{share * 4:.0f}"), workbook)
    print(
        f"loading a month: {peaks[1]:.0f} MB for all towns / {peaks[0.25]:.0f} MB for a "
        f"quarter = {peaks[1] / peaks[0.25]:.2f} "
        f"(at most {_MOST_MEMORY}) {'ok' if peaks[1] / peaks[0.25] <= _MOST_MEMORY else 'MISSED'}",
        flush=True,
    )
    began = time.perf_counter()
    grown = _peak(folder / "catalog", province, whole)
    print(
        f"loading a month into ten million figures: {grown:.0f} MB / {peaks[1]:.0f} MB into "
        f"none = {grown / peaks[1]:.2f} (at most {_MOST_MEMORY}) "
        f"{'ok' if grown / peaks[1] <= _MOST_MEMORY else 'MISSED'}; "
        f"{time.perf_counter() - began:.1f} s as a command",
        flush=True,
    )
    parse = [sys.executable, "-c", f"import openpyxl; openpyxl.load_workbook({str(whole)!r})"]
    own = [sys.executable, "-m", "ingest", "check", str(whole)]
    a, b = (
        seconds(lambda: subprocess.run(own, check=False, stdout=subprocess.DEVNULL, cwd=ROOT)),
        seconds(lambda: subprocess.run(parse, check=True)),
    )
    what = f"checking a month of all towns, as a command: {a:.1f} s / {b:.1f} s for openpyxl's"
    print(f"{what} parse = {a / b:.2f}", flush=True)


def _cut(folder: pathlib.Path, full: Catalog, share: float) -> Catalog:
    """The catalogue with the first towns of each area only."""
    target = folder / f"catalog-{share}"
    if target.exists():  # made for the other kind of warehouse
        return load_catalog(target)
    shutil.copytree(folder / "catalog", target)
    seen: dict[str, int] = {}
    total = {
        a.parent: sum(b.parent == a.parent and b.level == "town" for b in full.areas.all)
        for a in full.areas.of_level("town")
    }
    with open(target / "area.csv", encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f))
    kept = []
    for row in rows:
        seen[row["parent"]] = seen.get(row["parent"], 0) + 1
        if row["level"] != "town" or seen[row["parent"]] <= max(1, total[row["parent"]] * share):
            kept.append(row)
    towns.write_rows(target / "area.csv", kept)
    (folder / f"some-{share}").mkdir()
    return load_catalog(target)


def _beside(warehouse: Warehouse, name: str) -> Warehouse:
    """Where there is none yet."""
    if isinstance(warehouse, FileWarehouse):
        return FileWarehouse(warehouse.path.with_name(f"{name}.duckdb"))
    return warehouse_named(str(warehouse).rsplit("/", 1)[0] + f"/{name}")


def _peak(names: pathlib.Path, warehouse: Warehouse, workbook: pathlib.Path) -> float:
    """The most memory, in MB, that the command, its parser host and the parser together take while
    they load a workbook."""
    environment = os.environ | {"KPI_CATALOG": str(names), "KPI_WAREHOUSE": str(warehouse)}
    command = [sys.executable, "-m", "ingest", "load", "--simulated", str(workbook)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    peak, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            peak[0] = max(peak[0], sum(map(share_of_memory, family([process.pid]))))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        assert process.wait() == 0, workbook
    finally:
        done.set()
        watcher.join()
    return peak[0] / (1 << 20)
