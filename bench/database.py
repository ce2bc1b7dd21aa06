"""Each page's script run on a warehouse in PostgreSQL against the same page on a file, warm.

Needs PostgreSQL (deploy/cluster/postgres.py).
"""

import os
import pathlib
import tempfile

from streamlit.testing.v1 import AppTest

from bench.timing import compare
from catalog import catalog
from demo.__main__ import build
from deploy.cluster.postgres import Postgres, installed
from ingest.changes.migrate import migrate
from warehouse import reader as reading
from warehouse import warehouse_named

ROOT = pathlib.Path(__file__).parent.parent
PAGES = [p.stem for p in sorted((ROOT / "pages").glob("*.py"))]


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
    app = AppTest.from_file(str(ROOT / "ui" / "menu.py"), default_timeout=60)
    app.run()
    if page != "overview":
        app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()

    def on(warehouse: str, warm: bool) -> None:
        os.environ["KPI_WAREHOUSE"] = warehouse
        if not warm:
            reading.reader()._opened = None  # as after a publication: it is opened anew
        app.run()

    compare(
        f"{page} in PostgreSQL, against the file",
        lambda: on(database, True),
        lambda: on(file, True),
        limit=1.1,
    )
    compare(
        f"{page} after a publication, PostgreSQL against the file",
        lambda: on(database, False),
        lambda: on(file, False),
        limit=2,
        runs=3,
    )
