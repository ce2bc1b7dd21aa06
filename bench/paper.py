"""All four documents of a month against ten script runs of 总览 and what the writers cost with
nothing to say."""

import dataclasses
import datetime as dt
import os
import pathlib
import statistics
import tempfile
import time
from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from ingest.__main__ import main
from paper import make, pdf, slides, word
from paper.month import report

ROOT = pathlib.Path(__file__).parent.parent
MONTH = dt.date(2022, 8, 1)


def _processor(work: Callable[[], object]) -> float:
    """Seconds of processor time: of a busy machine the longer work would get the smaller share."""
    began = time.process_time()
    work()
    return time.process_time() - began


def run(runs: int = 7) -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KPI_WAREHOUSE"] = str(pathlib.Path(folder) / "real.duckdb")
        main(["load", *map(str, sorted((ROOT / "data" / "raw").glob("*.xlsx")))])
        app = AppTest.from_file(str(ROOT / "ui" / "menu.py"), default_timeout=60).run()
        empty = dataclasses.replace(report(MONTH), sections=[], slides=[])

        def nothing() -> None:
            for write in (word.write, slides.write, pdf.write):
                write(empty)

        def all_four() -> None:
            make._made.cache_clear()
            make._report.cache_clear()
            for kind in make.NAMES:
                make.make(MONTH, kind)

        all_four()
        nothing()
        times = [
            (_processor(all_four), _processor(app.run), _processor(nothing)) for _ in range(runs)
        ]
    ours, page, floor = (statistics.median(side) * 1000 for side in zip(*times, strict=True))
    ratio = statistics.median((a - f) / p for a, p, f in times)
    verdict = "ok" if ratio <= 10 else "MISSED"
    print(
        f"four documents {ours:.0f} ms, less {floor:.0f} ms of their writers, against a script run "
        f"of {page:.0f} ms: {ratio:.1f} (at most 10) {verdict}",
        flush=True,
    )
