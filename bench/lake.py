"""Each page's script run on a lake against the same page on a file, warm.

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
        print("lake: PostgreSQL is not installed, nothing measured")
        return
    postgres = Postgres()
    try:
        with tempfile.TemporaryDirectory() as folder:
            os.environ |= postgres.environment(f"{folder}/lake")
            build(pathlib.Path(folder))
            file = os.environ["KPI_WAREHOUSE"]
            lake = f"ducklake:postgresql://127.0.0.1:{postgres.port}/lake/bench"
            migrate(warehouse_named(file), warehouse_named(lake), catalog())
            for page in PAGES:
                _compare_page(page, lake, file)
    finally:
        postgres.remove()


def _compare_page(page: str, lake: str, file: str) -> None:
    app = AppTest.from_file(str(ROOT / "ui" / "menu.py"), default_timeout=60)
    app.run()
    if page != "overview":
        app.switch_page(str(ROOT / "pages" / f"{page}.py")).run()

    def on(warehouse: str, warm: bool) -> None:
        os.environ["KPI_WAREHOUSE"] = warehouse
        if not warm:
            reading.reader()._opened = None  # as after a publication: the snapshot is opened anew
        app.run()

    compare(
        f"{page} on a lake, against the file",
        lambda: on(lake, True),
        lambda: on(file, True),
        limit=2,
    )
    compare(
        f"{page} after a publication, lake against file",
        lambda: on(lake, False),
        lambda: on(file, False),
        limit=None,
        runs=3,
    )
