"""A province of 1,610 towns: ten million figures beside those of 21 cities.

What that costs each page, and a month's load, in a file and in PostgreSQL.

A process of its own (python -m bench.towns --months 24 for less): its catalogue has 50 indicators.
"""

import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile

from bench import town_load
from bench.shown import PAGES, forget_answers, opened
from bench.timing import compare, seconds
from catalog import catalog
from demo import towns
from deploy.cluster.postgres import Postgres, installed
from ingest.changes.publish import publish
from ingest.pipeline import check_workbook
from warehouse import loads, publisher, warehouse_named
from warehouse import reader as reading
from warehouse.file import FileWarehouse
from warehouse.kind import Warehouse

ROOT = pathlib.Path(__file__).parent.parent
_MOST_PAGE = 2
_MOST_OPENING = 0.5


def run() -> None:
    """In a process of its own: this one has read the project's catalogue already."""
    subprocess.run([sys.executable, "-m", "bench.towns"], check=True, cwd=ROOT)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.towns", description=__doc__)
    parser.add_argument("--months", type=int, default=towns.MONTHS)
    months = parser.parse_args().months
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        towns.write_catalog(folder / "catalog")
        os.environ |= {"KPI_CATALOG": str(folder / "catalog"), "KPI_STATE": str(folder / "state")}
        catalog.cache_clear()
        cities, province = (FileWarehouse(folder / f"{n}.duckdb") for n in ("cities", "province"))
        rows = _build(folder, cities, province, months)
        print(
            (
                f"{rows:,} figures of counties and towns: the file grows from "
                f"{_megabytes(cities)} to {_megabytes(province)} MB"
            ),
            flush=True,
        )
        if installed():
            _in_postgresql(folder, cities, province, months)
        else:
            print("towns: PostgreSQL is not installed, only files are measured")
        _measure(folder, cities, province, months)


def _in_postgresql(
    folder: pathlib.Path, cities: FileWarehouse, province: FileWarehouse, months: int
) -> None:
    postgres = Postgres()
    try:
        os.environ |= postgres.environment()
        there, all_there = (
            warehouse_named(f"{postgres.address}/{n}") for n in ("cities", "province")
        )
        there.restore(cities.path)
        all_there.restore(province.path)
        print("the same in PostgreSQL:", flush=True)
        _measure(folder, there, all_there, months)
    finally:
        postgres.remove()
    print("and in files:", flush=True)


def _measure(folder: pathlib.Path, cities: Warehouse, province: Warehouse, months: int) -> None:
    for page in PAGES:
        if page != "areas":
            _compare_page(page, province, cities)
    _compare_levels(province)
    _open(province, months)
    town_load.run(folder, province, months)


def _build(
    folder: pathlib.Path, cities: FileWarehouse, province: FileWarehouse, months: int
) -> int:
    """Months of reports in both; in `province` the months of counties and towns too: one read
    from its workbook, the others made from it in SQL."""
    reports = towns.report_tokens(catalog(), months)
    for month, tokens in reports.items():
        last = towns.write_month(folder, month, tokens, catalog(), areas=month == list(reports)[-1])
        _publish(cities, last[0])
    shutil.copyfile(cities, province)
    _publish(province, last[1])
    newest = publisher.read(province, "SELECT max(load_id) FROM load")[0][0]
    for n in range(1, months):
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


def _compare_page(page: str, province: Warehouse, cities: Warehouse) -> None:
    os.environ["KPI_WAREHOUSE"] = str(cities)
    app = opened(page)

    def on(warehouse: Warehouse, cold: bool = False) -> None:
        os.environ["KPI_WAREHOUSE"] = str(warehouse)
        if cold:
            forget_answers()
        app.run()
        assert not app.exception, app.exception

    compare(
        f"{page} with all towns, against 21 cities",
        lambda: on(province),
        lambda: on(cities),
        limit=_MOST_PAGE,
        runs=9,
    )
    compare(
        f"{page}, no question answered before",
        lambda: on(province, cold=True),
        lambda: on(cities, cold=True),
        limit=None,
        runs=5,
    )


def _open(province: Warehouse, months: int) -> None:
    """A publication, up to the answer to the first question."""
    took = [seconds(lambda: reading.Reader(province).ask("warehouse_state")) for _ in range(7)]
    print(
        f"opening a publication after {months} months of towns: {statistics.median(took):.2f} s "
        f"(at most {_MOST_OPENING:g})",
        flush=True,
    )


def _compare_levels(province: Warehouse) -> None:
    """县区镇街, which shows nothing of 21 cities alone."""
    os.environ["KPI_WAREHOUSE"] = str(province)
    app = opened("areas")

    def of(level: str) -> None:
        app.session_state["level"] = level
        forget_answers()
        app.run()
        assert not app.exception, app.exception

    compare(
        "areas: 1,610 towns against 122 counties, no question answered before",
        lambda: of("town"),
        lambda: of("county"),
        limit=_MOST_PAGE,
        runs=5,
    )


if __name__ == "__main__":
    main()
