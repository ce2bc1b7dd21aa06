"""What earlier releases kept in DuckLake: read once more, by `migrate`, and nothing else.

    KPI_LAKE_READER, KPI_LAKE_READER_PASSWORD       the role of its catalogue that may only select
    KPI_LAKE_DATA                                   its folder, or s3://bucket/folder
    KPI_LAKE_S3_KEY, _SECRET, _ENDPOINT, _REGION    for s3:// only

Each may be given as NAME_FILE. Needs requirements-lake.txt.
"""

import contextlib
import importlib.util
import pathlib
from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from warehouse import connect, quoted
from warehouse.faults import Unavailable
from warehouse.kind import Source, Warehouse
from warehouse.session import Place, named_place, setting


@dataclass(frozen=True)
class Lake(Warehouse):
    """ducklake:postgresql://HOST:PORT/DATABASE/SCHEMA."""

    at: Place

    @classmethod
    def parse(cls, address: str) -> "Lake":
        """Raises ValueError for anything else."""
        return cls(named_place(address.removeprefix("ducklake:")))

    def __str__(self) -> str:
        return f"ducklake:{self.at}"

    def sources(self) -> Iterator[Source]:
        yield Source(self, ())

    def sound(self, source: Source) -> bool:
        return True

    @contextlib.contextmanager
    def reading(self, source: Source) -> Iterator[duckdb.DuckDBPyConnection]:
        """Its newest snapshot. Raises Unavailable where its catalogue or its files are away."""
        with connect() as con:
            try:
                self._attach(con)
                con.execute("USE lake")
                con.execute("BEGIN")
                yield con
            except (duckdb.IOException, duckdb.HTTPException) as error:
                raise Unavailable("lake_away", error) from error

    def _attach(self, con: duckdb.DuckDBPyConnection) -> None:
        data = f"{setting('KPI_LAKE_DATA').rstrip('/')}/{self.at.namespace}/"
        on_s3 = data.startswith("s3://")
        for name in ("postgres_scanner", "ducklake", *(["httpfs"] if on_s3 else [])):
            con.execute(f"LOAD {quoted(_extension(name))}")
        con.execute(_catalogue_secret(self.at))
        if on_s3:
            con.execute(_storage_secret())
        con.execute(
            f"ATTACH 'ducklake:postgres:' AS lake (DATA_PATH {quoted(data)}, METADATA_SCHEMA "
            f"'{self.at.namespace}', META_SECRET catalogue, READ_ONLY, CREATE_IF_NOT_EXISTS false)"
        )

    def open_into(self, con: duckdb.DuckDBPyConnection, source: Source) -> None:
        raise Unavailable("lake", self)

    @contextlib.contextmanager
    def writing(self, fresh: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
        raise Unavailable("lake", self)
        yield

    def back_up(self, folder: pathlib.Path) -> tuple[pathlib.Path, int]:
        raise Unavailable("lake", self)

    def restore(self, copy: pathlib.Path) -> tuple[int, pathlib.Path | None]:
        raise Unavailable("lake", self)


def _extension(name: str) -> pathlib.Path:
    spec = importlib.util.find_spec(f"duckdb_extension_{name}")
    if spec is None or spec.origin is None:
        raise LookupError(
            f"duckdb-extension-{name.replace('_', '-')} is not installed: pip install -r "
            "requirements-lake.txt"
        )
    folder = pathlib.Path(spec.origin).parent / "extensions" / f"v{duckdb.__version__}"
    return folder / f"{name}.duckdb_extension"


def _catalogue_secret(at: Place) -> str:
    given = {"HOST": at.host, "DATABASE": at.database, "USER": setting("KPI_LAKE_READER")}
    if password := setting("KPI_LAKE_READER_PASSWORD", ""):
        given |= {"PASSWORD": password}
    return f"CREATE SECRET catalogue (TYPE postgres, PORT {at.port}, {_given(given)})"


def _storage_secret() -> str:
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
    return f"CREATE SECRET storage (TYPE s3, {_given(given)})"


def _given(options: dict[str, str]) -> str:
    return ", ".join(f"{name} {quoted(value)}" for name, value in options.items())
