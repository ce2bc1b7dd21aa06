"""Readers beside writers: what a page asks stems from one publication. Two who confirm the same
month at once make one load."""

import datetime as dt
import os
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from streamlit.testing.v1 import AppTest

from catalog import catalog
from ingest.changes.publish import MonthChanged, publish
from ingest.pipeline import check_workbook
from prove.figures import Figure, none
from prove.warehouses import AUGUST, JULY, ROOT, answers, copied, folder, in_folder
from tests.conftest import edited
from tests.tables_on_page import cards
from warehouse import publisher, queries

SIZES = {
    "pr": {"reads": 10_000, "pages": 60, "rounds": 500},
    "night": {"reads": 100_000, "pages": 5_000, "rounds": 5_000},
}
_READS_EACH = 200  # reads between two publications
Pair = tuple[float, float]  # two figures that every publication raises by the same step
_MONTH = dt.date(2022, 8, 1)


def prove(reads: int, pages: int, rounds: int) -> list[Figure]:
    torn, publications = _beside_a_writer(reads, pages)
    what = f"{reads:,} questions and {pages:,} whole pages beside {publications:,} publications"
    return [
        none(f"{what}: mixed two publications", list(map(str, torn)), reads + pages),
        none("confirmed twice at once, not one load", _confirmed_twice(rounds), rounds),
    ]


def _beside_a_writer(reads: int, pages: int) -> tuple[list[Pair], int]:
    """(torn reads, publications). Each publication raises two figures by the same step."""
    seen: list[Pair] = []
    steps = 0
    with folder() as place, ThreadPoolExecutor(4) as pool:
        path = in_folder(place)
        os.environ["KPI_WAREHOUSE"] = str(path)
        _publish(path, steps)
        asking = [pool.submit(_ask, reads // 3, seen) for _ in range(3)]
        asking.append(pool.submit(look, pages, seen))
        while not all(reader.done() for reader in asking):
            if len(seen) >= steps * _READS_EACH:
                steps += 1
                _publish(path, steps)
            time.sleep(0.01)
        [reader.result() for reader in asking]
    return [
        pair for pair in seen if round(pair[0] - 17432.2, 1) != round(pair[1] - 1265.3, 1)
    ], steps


def _ask(count: int, seen: list[Pair]) -> None:
    for _ in range(count):
        rows = queries.overview.platform_table(_MONTH).set_index("indicator_name")["cumulative"]
        seen.append((float(rows["实名注册用户数"]), float(rows["市场主体注册用户量"])))


def look(count: int, seen: list[Pair]) -> None:
    for _ in range(count):
        app = AppTest.from_file(str(ROOT / "ui" / "menu.py"), default_timeout=120).run()
        shown = {name.split(" · ")[-1]: value for name, value in cards(app).items()}
        people, companies = (
            float(shown[name].split(" ")[0].replace(",", ""))
            for name in ("实名注册用户数", "市场主体注册用户量")
        )
        seen.append((people, companies))


def _publish(path, step: int) -> None:
    cells = {
        "平台推广应用!C4": f"{17432.2 + step / 10:.1f}",
        "平台推广应用!C15": f"{1265.3 + step / 10:.1f}",
    }
    checked = check_workbook(edited(AUGUST.read_bytes(), cells), "8.xlsx", catalog(), path)
    publish(path, checked, "prove", catalog(), answers(checked))


def _confirmed_twice(rounds: int) -> list[str]:
    """Each round on a copy of one file that holds the year after: making the views again takes
    longer than the round."""
    wrong = []
    with folder() as place, ThreadPoolExecutor(2) as pool:
        kept = in_folder(place)
        publish(kept, check_workbook(JULY.read_bytes(), "7.xlsx", catalog()), "prove", catalog())
        checked = check_workbook(AUGUST.read_bytes(), "8.xlsx", catalog(), kept)
        for n in range(rounds):
            path, both = copied(kept, place / f"round-{n}"), threading.Barrier(2)

            def confirm(path=path, both=both) -> bool:
                both.wait()
                try:
                    return publish(path, checked, "prove", catalog(), answers(checked)).new
                except MonthChanged:
                    return False

            new = [task.result() for task in [pool.submit(confirm), pool.submit(confirm)]]
            loads = publisher.read(path, "SELECT count(*) FROM load")[0][0]
            if (sorted(new), loads) != ([False, True], 2):
                wrong.append(f"{new}, {loads} loads")
            shutil.rmtree(path.folder)
    return wrong
