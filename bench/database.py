"""Each page's script run on a warehouse in PostgreSQL against the same page on a file: warm, and
the first one after a publication, which fetches what changed.

Needs PostgreSQL (deploy/cluster/postgres.py).
"""

import os
import pathlib
import tempfile

from bench.shown import PAGES, opened
from bench.timing import compare
from catalog import catalog
from demo.__main__ import build
from deploy.cluster.postgres import Postgres, installed
from ingest.changes.migrate import migrate
from warehouse import publisher, warehouse_named


def run() -> None:
    if not installed():
        print("database: PostgreSQL is not installed, nothing measured")
        return
    postgres = Postgres()
    try:
        with tempfile.TemporaryDirectory() as folder:
            os.environ |= postgres.environment()
            build(pathlib.Path(folder))
            file = os.environ["KPI_WAREHOUSE"]
            database = f"{postgres.address}/bench"
            migrate(warehouse_named(file), warehouse_named(database), catalog())
            for page in PAGES:
                _compare_page(page, database, file)
    finally:
        postgres.remove()


def _compare_page(page: str, database: str, file: str) -> None:
    app = opened(page)

    def on(warehouse: str) -> None:
        os.environ["KPI_WAREHOUSE"] = warehouse
        app.run()
        assert not app.exception, app.exception

    in_turn = (lambda: on(database)), (lambda: on(file))
    compare(f"{page} in PostgreSQL, against the file", *in_turn, limit=1.1)
    compare(
        f"{page} after a publication, PostgreSQL against the file",
        *in_turn,
        limit=2,
        runs=5,
        before=lambda: _publish(database, file),
    )


def _publish(*names: str) -> None:
    """A small change, so that what is open is not the newest any more."""
    for name in names:
        with publisher.change(warehouse_named(name), catalog()) as con:
            con.execute("INSERT INTO meta VALUES (uuid()::VARCHAR, '')")


if __name__ == "__main__":
    run()
