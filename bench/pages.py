"""Each page's script run against the same page fed constants instead of queries, warm and cold, on
the real and the simulated warehouse."""

import os
import pathlib
import tempfile
from unittest import mock

from bench.shown import PAGES, opened
from bench.timing import compare
from demo.__main__ import build
from ingest.__main__ import main
from warehouse import reader as reading

ROOT = pathlib.Path(__file__).parent.parent


def run() -> None:
    with tempfile.TemporaryDirectory() as folder:
        real = pathlib.Path(folder) / "real.duckdb"
        os.environ["KPI_WAREHOUSE"] = str(real)
        main(["load", *map(str, sorted((ROOT / "data" / "raw").glob("*.xlsx")))])
        build(pathlib.Path(folder) / "demo")
        for name, path in (
            ("real", real),
            ("simulated", pathlib.Path(folder) / "demo" / "warehouse.duckdb"),
        ):
            os.environ["KPI_WAREHOUSE"] = str(path)
            for page in PAGES:
                _compare_page(name, page)


def _compare_page(warehouse: str, page: str) -> None:
    app = opened(page)
    asked = reading.Reader.ask
    answers: dict = {}

    def remembered(self, question, **parameters):
        key = (question, repr(sorted(parameters.items())))
        if key not in answers:
            answers[key] = asked(self, question, **parameters)
        return answers[key]

    def constant() -> None:
        reading.reader()._current().pieces.clear()
        with mock.patch.object(reading.Reader, "ask", remembered):
            app.run()

    def cold() -> None:
        reading.reader()._current().frames.clear()
        reading.reader()._current().pieces.clear()
        app.run()

    compare(f"{page} on the {warehouse} warehouse, against constants", app.run, constant, limit=1.5)
    compare(
        f"{page} on the {warehouse} warehouse, no question answered before",
        cold,
        constant,
        limit=None,
        runs=5,
    )
