"""Each page's script run against the same page fed constants instead of queries, on the real and
the simulated warehouse: warm, with a month that nobody has chosen yet, and with nothing
answered."""

import os
import pathlib
import tempfile
from unittest import mock

from streamlit.testing.v1 import AppTest

from bench.shown import PAGES, opened
from bench.timing import compare
from demo.__main__ import build
from ingest.__main__ import main
from server import ahead
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
            reading.reader().get_ready()
            for ask in ahead.questions():
                ask()
            held = reading.reader()._current()
            answered = dict(held.frames), dict(held.splits)
            for page in PAGES:
                _compare_page(name, page, answered)


def _opened_on_the_oldest_month(page: str) -> AppTest:
    app = opened(page)
    for month in app.selectbox:
        if month.key == "month":
            month.set_value(month.options[-1]).run()
    return app


def _compare_page(warehouse: str, page: str, answered: tuple[dict, dict]) -> None:
    app = _opened_on_the_oldest_month(page)
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

    def run_with(frames: dict, splits: dict) -> None:
        opened = reading.reader()._current()
        opened.pieces.clear()
        opened.frames, opened.splits = dict(frames), dict(splits)
        app.run()

    compare(f"{page} on the {warehouse} warehouse, against constants", app.run, constant, limit=1.5)
    compare(
        f"{page} on the {warehouse} warehouse, a month that nobody has chosen before",
        lambda: run_with(*answered),
        constant,
        limit=1.5,
    )
    compare(
        f"{page} on the {warehouse} warehouse, no question answered before",
        lambda: run_with({}, {}),
        constant,
        limit=None,
        runs=5,
    )
