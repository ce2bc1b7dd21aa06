"""What it takes to reach a lake: DuckDB's extensions from their packages, and credentials as DuckDB
secrets, never in an address.

    KPI_LAKE_USER, KPI_LAKE_PASSWORD                  the PostgreSQL role that publishes
    KPI_LAKE_READER, KPI_LAKE_READER_PASSWORD         the role that pages read with; it may only
    select
    KPI_LAKE_DATA                                     a folder that every replica sees, or
    s3://bucket/folder
    KPI_LAKE_S3_KEY, _SECRET, _ENDPOINT, _REGION      for s3:// only; an endpoint may begin with
    http:// or https://

Each may be given as NAME_FILE, a file that holds the value. PGSSLMODE and the other PG… variables
of libpq hold too.
"""

import contextlib
import functools
import importlib.util
import os
import pathlib
import random
import time
from collections.abc import Callable, Iterator

import duckdb

from warehouse import DUCKDB_CONFIG, quoted
from warehouse.faults import Unavailable

_CATALOGUE = ("postgres", "connection", "server closed", "terminating")


@contextlib.contextmanager
def told_apart() -> Iterator[None]:
    """DuckDB's input and output errors of a lake as Unavailable, by the half that failed."""
    try:
        yield
    except (duckdb.IOException, duckdb.HTTPException, duckdb.PermissionException) as error:
        text = str(error).lower()
        raise Unavailable(
            "catalogue" if any(word in text for word in _CATALOGUE) else "storage", error
        ) from error


def setting(name: str, default: str | None = None) -> str:
    """An environment variable, or what the file named by NAME_FILE holds.

    Raises LookupError with the name if there is neither and no default.
    """
    if os.environ.get(f"{name}_FILE"):
        return pathlib.Path(os.environ[f"{name}_FILE"]).read_text(encoding="utf-8").strip()
    value = os.environ.get(name, default)
    if value is None:
        raise LookupError(f"{name} is not set; a lake needs it (docs/cluster.md)")
    return value


def load_extensions(con: duckdb.DuckDBPyConnection, s3: bool) -> None:
    """Load what a lake needs from requirements-lake.txt; nothing is downloaded.

    Takes 0.2 s an extension: DuckDB checks 40 MB of signature.
    """
    os.environ.setdefault("PGCONNECT_TIMEOUT", "10")  # libpq's own default is to wait for ever
    for name in ("postgres_scanner", "ducklake", *(["httpfs"] if s3 else [])):
        con.execute(f"LOAD {quoted(_extension(name))}")
    con.execute("SET enable_progress_bar = false")


def _extension(name: str) -> pathlib.Path:
    spec = importlib.util.find_spec(f"duckdb_extension_{name}")
    if spec is None or spec.origin is None:
        raise LookupError(
            f"duckdb-extension-{name.replace('_', '-')} is not installed: pip install -r "
            "requirements-lake.txt"
        )
    path = (
        pathlib.Path(spec.origin).parent
        / "extensions"
        / f"v{duckdb.__version__}"
        / f"{name}.duckdb_extension"
    )
    if not path.exists():
        raise LookupError(
            f"the installed {name} extension is not for DuckDB {duckdb.__version__}: pip "
            "install -r requirements-lake.txt"
        )
    return path


def catalogue_secret(name: str, role: str, host: str, port: int, database: str) -> str:
    """The statement that makes a secret for PostgreSQL.

    `role` is USER (publishes) or READER (selects).
    """
    password = setting(f"KPI_LAKE_{role.replace('USER', '')}_PASSWORD".replace("__", "_"), "")
    given = {"HOST": host, "DATABASE": database, "USER": setting(f"KPI_LAKE_{role}")} | (
        {"PASSWORD": password} if password else {}
    )
    return (
        f"CREATE SECRET {name} (TYPE postgres, PORT {port}, "
        f"{', '.join(f'{k} {quoted(v)}' for k, v in given.items())})"
    )


def storage_secret() -> str:
    """The statement that makes the secret for s3://."""
    endpoint = setting("KPI_LAKE_S3_ENDPOINT", "")
    given = {
        "KEY_ID": setting("KPI_LAKE_S3_KEY"),
        "SECRET": setting("KPI_LAKE_S3_SECRET"),
        "REGION": setting("KPI_LAKE_S3_REGION", "us-east-1"),
    }
    if endpoint:
        given |= {
            "ENDPOINT": endpoint.split("://")[-1],
            "URL_STYLE": "path",
            "USE_SSL": str(not endpoint.startswith("http://")).lower(),
        }
    return (
        "CREATE OR REPLACE SECRET lake_storage (TYPE s3, "
        f"{', '.join(f'{k} {quoted(v)}' for k, v in given.items())})"
    )


@functools.cache
def engine(s3: bool) -> duckdb.DuckDBPyConnection:
    """One engine per process: its extensions take half a second to load, attaching a lake to it 40
    ms."""
    con = duckdb.connect(":memory:", config=DUCKDB_CONFIG)
    load_extensions(con, s3)
    return con


def attach(con: duckdb.DuckDBPyConnection, name: str, secret: str, statement: str) -> None:
    """Make the secret `name` and attach with it; where that fails, the secret goes too."""
    con.execute(secret)
    try:
        con.execute(statement)
    except duckdb.Error:
        con.execute(f"DROP SECRET {name}")
        raise


def ask(con: duckdb.DuckDBPyConnection, name: str, query: str) -> tuple:
    """One row of PostgreSQL's own answer to a query."""
    [row] = con.execute(f"FROM postgres_query('{name}', {quoted(query)})").fetchall()
    return row


def roll_back(con: duckdb.DuckDBPyConnection) -> None:
    """End the transaction, if there is one and its server still answers."""
    with contextlib.suppress(duckdb.Error):
        con.execute("ROLLBACK")


@functools.cache
def _watch(lake) -> tuple[duckdb.DuckDBPyConnection, str]:
    """A connection to PostgreSQL that stays, and its name; after a restart of PostgreSQL it
    connects again by itself."""
    con = engine(lake.on_s3).cursor()
    return con, lake.attach_catalogue(con, "READER")


def snapshot(lake, known: bool) -> tuple:
    """The newest snapshot that holds a warehouse; () where there is none."""
    con, name = _watch(lake)
    schema = f'"{lake.namespace}"'  # quoted: a lake may be called full, or user
    if not known and ask(con, name, f"SELECT to_regclass('{schema}.ducklake_snapshot')::text") == (
        None,
    ):
        return ()
    made = (
        f"EXISTS (SELECT FROM {schema}.ducklake_table WHERE table_name = 'meta' AND end_snapshot "
        "IS NULL)"
    )
    (newest,) = ask(
        con,
        name,
        f"SELECT max(snapshot_id) FROM {schema}.ducklake_snapshot WHERE {made}",  # noqa: S608
    )
    return () if newest is None else (newest,)


def retried(work: Callable) -> Callable:
    """Run a whole change again where DuckLake refuses its commit: only a writer that did not take
    our lock can have come between."""

    @functools.wraps(work)
    def run(*args, **kwargs):
        for attempt in range(8):
            try:
                return work(*args, **kwargs)
            except duckdb.TransactionException:
                if attempt == 7:
                    raise
                time.sleep(random.uniform(0.01, 0.05) * 2**attempt)
        raise AssertionError("unreachable")

    return run
