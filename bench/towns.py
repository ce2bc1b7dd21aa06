"""A province of 1,610 towns: ten million figures beside those of 21 cities.

What that costs each page, and a month's load.

A process of its own (python -m bench.towns): its catalogue has 50 indicators.
"""

import csv
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

from streamlit.testing.v1 import AppTest

from bench.processes import family, share_of_memory
from bench.timing import compare, seconds
from catalog import Catalog, catalog, load_catalog
from demo import towns
from ingest.changes.publish import publish
from ingest.pipeline import check_workbook
from warehouse import loads, publisher
from warehouse import reader as reading
from warehouse.file import FileWarehouse

ROOT = pathlib.Path(__file__).parent.parent
PAGES = [p.stem for p in sorted((ROOT / "pages").glob("*.py"))]
_MOST_PAGE, _MOST_MEMORY = 2, 1.25


def run() -> None:
    """In a process of its own: this one has read the project's catalogue already."""
    subprocess.run([sys.executable, "-m", "bench.towns"], check=True, cwd=ROOT)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        towns.write_catalog(folder / "catalog")
        os.environ["KPI_CATALOG"] = str(folder / "catalog")
        catalog.cache_clear()
        cities, province = (FileWarehouse(folder / f"{n}.duckdb") for n in ("cities", "province"))
        rows = _build(folder, cities, province)
        print(
            (
                f"{rows:,} figures of counties and towns: the file grows from "
                f"{_megabytes(cities)} to {_megabytes(province)} MB"
            ),
            flush=True,
        )
        for page in PAGES:
            _compare_page(page, province, cities)
        _compare_page("areas", province, cities, "town")
        _load(folder, province)


def _build(folder: pathlib.Path, cities: FileWarehouse, province: FileWarehouse) -> int:
    """120 months of reports in both; in `province` the months of counties and towns too: one read
    from its workbook, the others made from it in SQL."""
    reports = towns.report_tokens(catalog(), towns.MONTHS)
    for month, tokens in reports.items():
        last = towns.write_month(folder, month, tokens, catalog(), areas=month == list(reports)[-1])
        _publish(cities, last[0])
    shutil.copyfile(cities, province)
    _publish(province, last[1])
    newest = publisher.read(province, "SELECT max(load_id) FROM load")[0][0]
    for n in range(1, towns.MONTHS):
        with publisher.change(
            province, catalog()
        ) as con:  # one publication each, as they came: that shapes the file
            load = con.execute(
                "SELECT * EXCLUDE (load_id, loaded_at) FROM load WHERE load_id = $1", [newest]
            )
            [values] = load.fetchall()
            row = dict(zip([c[0] for c in load.description], values, strict=True))
            [(month,)] = con.execute(
                "SELECT ($1::DATE - to_months($2))::DATE", [row["month"], n]
            ).fetchall()
            earlier = loads.Load(
                **row | {"month": month, "sha256": f"{n}", "file_name": f"{month:%Y-%m}.xlsx"}
            )
            loads.insert_load(
                con, earlier, loads.Contents(areas=loads.AreaRows(_months_before(newest, n)))
            )
    return publisher.read(province, "SELECT count(*) FROM area_observation")[0][0]


def _months_before(load_id: int, n: int) -> str:
    """The newest month's rows as they may have been n months ago: amounts smaller by half a percent
    a month."""
    return f"""(
        SELECT (o.month - to_months({n}))::DATE AS month, o.indicator_code, o.area_code, v AS value,
            CASE WHEN v IS NULL THEN '' ELSE printf('%.' || o.decimals || 'f', v::DOUBLE)
                || CASE i.kind WHEN 'rate' THEN '%' ELSE '' END END AS token,
            o.decimals, o.source_sheet, o.source_cell
        FROM (
            SELECT o.*, round(
                (CASE i.kind WHEN 'rate' THEN value ELSE value * (1 - 0.005 * {n}) END)::DOUBLE,
                o.decimals::INTEGER)::DECIMAL(18, 4) AS v
            FROM area_observation o JOIN indicator i ON i.code = o.indicator_code
            WHERE o.load_id = {load_id}
        ) o
        JOIN indicator i ON i.code = o.indicator_code
    )"""  # noqa: S608, numbers


def _publish(path: FileWarehouse, workbook: pathlib.Path) -> None:
    checked = check_workbook(
        workbook.read_bytes(),
        workbook.name,
        catalog(),
        path if path.exists() else None,
        simulated=True,
    )
    assert publish(path, checked, "bench", catalog()).new, checked.problems


def _megabytes(path: FileWarehouse) -> int:
    return os.stat(path).st_size >> 20


def _compare_page(
    page: str, province: FileWarehouse, cities: FileWarehouse, level: str | None = None
) -> None:
    app = AppTest.from_file(str(ROOT / "ui" / "menu.py"), default_timeout=120)
    os.environ["KPI_WAREHOUSE"] = str(cities)
    app.run()
    if page != "overview":
        app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()

    def on(warehouse: FileWarehouse, cold: bool = False) -> None:
        os.environ["KPI_WAREHOUSE"] = str(warehouse)
        if level:
            app.session_state["level"] = level if warehouse == province else "city"
        if cold:
            reading.reader()._current().frames.clear()
        app.run()
        assert not app.exception, app.exception

    label = f"{page}{f' of every {level}' if level else ''}"
    compare(
        f"{label} with ten million figures, against 21 cities",
        lambda: on(province),
        lambda: on(cities),
        limit=_MOST_PAGE,
        runs=9,
    )
    compare(
        f"{label}, no question answered before",
        lambda: on(province, cold=True),
        lambda: on(cities, cold=True),
        limit=None,
        runs=5,
    )


def _load(folder: pathlib.Path, province: FileWarehouse) -> None:
    """The next month's load: its time against openpyxl's parse, and its memory, for 400 towns and
    for all, into an empty warehouse and the full one."""
    full = load_catalog(folder / "catalog")
    month, tokens = list(towns.report_tokens(full, towns.MONTHS + 1).items())[-1]
    _, whole = towns.write_month(folder, month, tokens, full)
    peaks = {}
    for share in (0.25, 1):
        small = _cut(folder, full, share)
        [(month, tokens)] = towns.report_tokens(small, 1).items()
        _, workbook = towns.write_month(folder / f"some-{share}", month, tokens, small)
        peaks[share] = _peak(
            folder / f"catalog-{share}", folder / f"empty-{share}.duckdb", workbook
        )
    print(
        f"loading a month: {peaks[1]:.0f} MB for all towns / {peaks[0.25]:.0f} MB for a "
        f"quarter = {peaks[1] / peaks[0.25]:.2f} "
        f"(at most {_MOST_MEMORY}) {'ok' if peaks[1] / peaks[0.25] <= _MOST_MEMORY else 'MISSED'}",
        flush=True,
    )
    began = time.perf_counter()
    grown = _peak(folder / "catalog", province.path, whole)
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
    print(
        (
            f"checking a month of all towns, as a command: {a:.1f} s / {b:.1f} s for openpyxl's "
            f"parse = {a / b:.2f}"
        ),
        flush=True,
    )


def _cut(folder: pathlib.Path, full: Catalog, share: float) -> Catalog:
    """The catalogue with the first towns of each area only."""
    target = folder / f"catalog-{share}"
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


def _peak(names: pathlib.Path, warehouse: pathlib.Path, workbook: pathlib.Path) -> float:
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


if __name__ == "__main__":
    main()
