"""What every test stands on: the real workbooks loaded into warehouses of the session, files and in
PostgreSQL, and no way to the one in data/."""

import contextlib
import datetime as dt
import functools
import gc
import itertools
import os
import pathlib
import threading
from collections.abc import Callable, Iterator, Mapping

import duckdb
import pytest
from hypothesis import settings
from streamlit.components.v2 import manifest_scanner

from catalog import Catalog, catalog
from deploy.cluster.__main__ import Cluster, haproxy
from deploy.cluster.ports import free_port
from deploy.cluster.postgres import Postgres, installed
from ingest.pipeline import check_workbook
from tests.made import RAW, ROOT, built, copy, run, twin  # noqa: F401, tests ask for them here
from tests.workbook_edits import opened, saved
from warehouse import file_engine, publisher, quoted, structure, warehouse_named
from warehouse.file import FileWarehouse
from warehouse.kind import Warehouse

AUGUST = dt.date(2022, 8, 1)
JULY_2023 = dt.date(2023, 7, 1)
# An example may take longer than 200 ms where others want the processor.
settings.register_profile("patient", settings(), deadline=None)
settings.load_profile("patient")


def pytest_collection():
    """What is imported stays: looking through it for garbage was a fifth of collecting tests."""
    gc.disable()


def pytest_collection_finish():
    gc.freeze()
    gc.enable()


def edited(workbook: bytes, changes: Mapping[str, object]) -> bytes:
    """The workbook with cells changed: {"地市推广应用!B5": "深训"}. None empties a cell."""
    book = opened(workbook)
    for place, value in changes.items():
        sheet, address = place.rsplit("!", 1)
        book[sheet][address] = value
    return saved(book)


def without_sheet(workbook: bytes, title: str) -> bytes:
    book = opened(workbook)
    del book[title]
    return saved(book)


def found(
    workbook: bytes, severities: tuple[str, ...] = ("阻断", "需说明")
) -> list[tuple[str, str]]:
    """[(sheet!cell, code), …] of a workbook's serious problems."""
    return [
        (f"{p.sheet}!{p.cell}" if p.cell else "", p.code)
        for p in check_workbook(workbook, "测试.xlsx", catalog()).problems
        if p.severity in severities
    ]


@pytest.fixture(scope="session")
def august() -> bytes:
    """The real month 2022-08."""
    return (RAW / "2022-08.xlsx").read_bytes()


# A test marked both_kinds runs on a file and on a database; every other one on a file, or on a
# database with KPI_TEST_KIND=database (make test-database).
KIND = os.environ.get("KPI_TEST_KIND", "file")


def pytest_generate_tests(metafunc):
    if metafunc.definition.get_closest_marker("both_kinds") and "kind" in metafunc.fixturenames:
        metafunc.parametrize(
            "kind", ["database"] if KIND == "database" else ["file", "database"], indirect=True
        )


@pytest.fixture
def kind(request) -> str:
    return getattr(request, "param", KIND)


def absent(reason: str) -> None:
    """Skip what cannot run here; in continuous integration that is a failure."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    if not installed():
        absent("PostgreSQL is not installed (apt-get install postgresql-15)")
    cluster = Postgres()
    yield cluster
    cluster.remove()


@pytest.fixture(scope="session")
def new_database(postgres) -> Iterator[Callable[[], Warehouse]]:
    """Makes the address of a warehouse in PostgreSQL that is not there yet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warehouse.news.UNUSED", 20)  # a thread of each warehouse asks for so long
        for name, value in postgres.environment().items():
            patch.setenv(name, value)
        numbers = itertools.count()
        yield lambda: warehouse_named(f"{postgres.address}/test_{next(numbers)}")


@pytest.fixture(scope="module")
def cluster(postgres) -> Iterator[Cluster]:
    """Two replicas behind HAProxy, with everything in data/raw."""
    if not haproxy():
        absent("HAProxy is not installed (apt-get install haproxy)")
    running = Cluster(2, free_port(), postgres)
    try:
        running.start()
        yield running
    finally:
        running.stop()


def served_by(cluster: Cluster, path: str = "/") -> list[str]:
    """The replica, or the replicas tried, of each request for a path so far."""
    return [
        line.split(" ", 3)[3].split(' "')[0]
        for line in (cluster.folder / "access.log").read_text().splitlines()
        if f'"GET {path} ' in line
    ]


@pytest.fixture(scope="session")
def place(tmp_path_factory, request) -> Callable[[str], Warehouse]:
    """Where a `file` or a `database` is to be that is not there yet; of this run's kind if none is
    named."""
    return lambda kind=KIND: (
        FileWarehouse(tmp_path_factory.mktemp("place") / "warehouse.duckdb")
        if kind == "file"
        else request.getfixturevalue("new_database")()
    )


@pytest.fixture
def new_warehouse(kind, place) -> Warehouse:
    """Where a warehouse of this test's kind is to be."""
    return place(kind)


@pytest.fixture(scope="session")
def shared(tmp_path_factory, place) -> Callable[[str, str], Warehouse]:
    """The warehouse `real`, `simulated`, `partial` (2023-07 alone) or `empty` (not there) as a
    `file` or a `database`, made when first asked for. Not to be changed."""

    @functools.cache
    def get(name: str, kind: str) -> Warehouse:
        if name == "empty":
            return place(kind)
        if kind == "file":
            folder = tmp_path_factory.mktemp(name)
            return copy(built(name), FileWarehouse(folder / "warehouse.duckdb"))
        return copy(get(name, "file"), place(kind))

    return get


@pytest.fixture(scope="session")
def copied(shared, place) -> Callable[[str, str], Warehouse]:
    """A copy of `real` or `simulated` that may be harmed, as a `file` or a `database`; of this
    run's kind if none is named."""
    return lambda name, kind=KIND: copy(shared(name, "file"), place(kind))


@pytest.fixture(scope="session")
def begun(place) -> Callable[[Callable[[Warehouse], None], str], Warehouse]:
    """A `file` or a `database` as a function leaves it: begun(function, kind). Made once a worker,
    copied with all its earlier states."""

    @functools.cache
    def made(make: Callable[[Warehouse], None], kind: str) -> Warehouse:
        make(warehouse := place(kind))
        return warehouse

    return lambda make, kind: twin(made(make, kind), place(kind))


@pytest.fixture(scope="session")
def real_warehouse(shared) -> Warehouse:
    """A warehouse with everything in data/raw. Not to be changed."""
    return shared("real", KIND)


@pytest.fixture(scope="session")
def simulated_warehouse(shared) -> Warehouse:
    """The demo's 36 simulated months. Not to be changed."""
    return shared("simulated", KIND)


@pytest.fixture
def real(shared, kind, monkeypatch) -> Warehouse:
    """The real warehouse of this test's kind, as KPI_WAREHOUSE names it. Not to be changed."""
    monkeypatch.setenv("KPI_WAREHOUSE", str(shared("real", kind)))
    return shared("real", kind)


@pytest.fixture
def partial_warehouse(shared, kind) -> Warehouse:
    """2023-07 alone, in which most is missing. Not to be changed."""
    return shared("partial", kind)


@pytest.fixture
def empty_warehouse(shared, kind) -> Warehouse:
    """Nothing is there, and nothing is to be put there."""
    return shared("empty", kind)


def ask(warehouse: Warehouse, query: str, as_of_load: int | None = None) -> list[tuple]:
    """Rows of one query, as of today or as known after a load."""
    with publisher.reading(warehouse) as con:
        con.execute(f"SET VARIABLE as_of_load = {as_of_load or 'NULL'}")
        return con.execute(query).fetchall()


@contextlib.contextmanager
def damaged(warehouse: Warehouse) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that changes a warehouse behind our back, without any of our rules."""
    if isinstance(warehouse, FileWarehouse):
        file_engine._published.cache_clear()  # it stays attached for who reads
        with duckdb.connect(warehouse.path) as con:
            yield con
    else:
        with warehouse._next(carried=True) as file, duckdb.connect(file.path) as con:
            yield con


def state(warehouse: Warehouse) -> bytes | list[tuple]:
    """Differs after any publication."""
    if isinstance(warehouse, FileWarehouse):
        return warehouse.path.read_bytes()
    return [source.version for source in warehouse.sources()]


# AppTest asks every installed package at every page it opens whether it brings components: three
# quarters of the 0.2 s that 总览 takes. One answer serves the whole run.
manifest_scanner.scan_component_manifests = functools.cache(
    manifest_scanner.scan_component_manifests
)


@pytest.fixture(scope="session", autouse=True)
def _new_warehouses_are_copied(tmp_path_factory):
    """A new warehouse as structure.create makes it, copied as a publication copies: binding views
    is a quarter of what tests of publications take, and comes out the same for every catalogue."""
    create, one_at_a_time = structure.create, threading.Lock()

    @functools.cache
    def made(version: str, schema: str, tables: str) -> pathlib.Path:
        path = tmp_path_factory.mktemp("new") / "new.duckdb"
        with duckdb.connect(path) as con:
            create(con, catalog())
        return path

    def copy(con: duckdb.DuckDBPyConnection, wanted: Catalog) -> None:
        with one_at_a_time:
            versions = structure.version(catalog()), structure.schema_version()
            new = made(*versions, structure.SCHEMA)
            con.execute(f"ATTACH {quoted(new)} AS newly_made (READ_ONLY)")
            try:
                file_engine._copy_everything("newly_made", con)
            finally:
                con.cursor().execute("DETACH newly_made")
        if wanted is not catalog():
            structure.write_catalogue(con, wanted)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(structure, "create", copy)
        yield


@pytest.fixture(autouse=True)
def _no_way_to_the_real_file(tmp_path, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(tmp_path / "warehouse.duckdb"))
    monkeypatch.setenv("KPI_STATE", str(tmp_path / "state"))
    monkeypatch.delenv("KPI_REVIEW", raising=False)
