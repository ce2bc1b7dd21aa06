"""Two people upload the same hostile workbook at once, one after another of them all: how long
/healthz takes meanwhile. Two pages of a real Chromium against a real server."""

import contextlib
import threading
import time
import urllib.request
from collections.abc import Iterator

from playwright.sync_api import FilePayload, expect, sync_playwright

from export.files import TYPES
from prove.figures import Figure, at_most
from prove.warehouses import AUGUST, folder, in_folder, load
from tests.browser.conftest import ARGUMENTS, CHROMIUM, Visit
from tests.hostile import COSTLY, HOSTILE
from tests.server import Server

SIZES = {"pr": {"every": 3}, "night": {"every": 1}}
# The page's own field takes neither an empty file nor one above 5 MB.
_FILES = {n: d for n, d in (COSTLY | HOSTILE).items() if n not in ("file-empty", "file-too-large")}


def prove(every: int) -> list[Figure]:
    files = list(_FILES.items())[::every]
    with folder() as place, sync_playwright() as playwright:
        warehouse = in_folder(place)
        assert load(AUGUST, warehouse, place / "state").returncode == 0
        server = Server(warehouse, KPI_STATE=str(place / "state"))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            people = [Visit(browser, server).open("/upload") for _ in range(2)]
            with asked(server) as waits:
                for name, data in files:
                    upload(people, name, data)
        finally:
            browser.close()
            server.stop()
    return [
        Figure("hostile workbooks, each uploaded twice at once", str(len(files))),
        Figure("answers of /healthz meanwhile", f"{len(waits):,}"),
        at_most("the slowest of them", max(waits), 1, " s"),
    ]


def upload(people: list[Visit], name: str, data: bytes) -> None:
    """Everybody gives the file, and everybody is told that it is refused."""
    file: FilePayload = {"name": f"{name}.xlsx", "mimeType": TYPES["xlsx"], "buffer": data}
    for visit in people:
        field = "[data-testid=stFileUploader] input[type=file]"
        visit.page.locator(field).set_input_files(file)
    for visit in people:
        chip = visit.page.get_by_test_id("stFileChipName")
        expect(chip.and_(visit.page.get_by_title(file["name"], exact=True))).to_be_visible()
        visit.settle()
        visit.says("不能入库")


@contextlib.contextmanager
def asked(server: Server) -> Iterator[list[float]]:
    """Seconds that /healthz took, asked again and again by somebody else."""
    waits: list[float] = []
    done = threading.Event()

    def ask() -> None:
        while not done.wait(0.02):
            began = time.monotonic()
            with urllib.request.urlopen(f"{server.address}/healthz", timeout=60) as answer:
                assert answer.status == 200
            waits.append(time.monotonic() - began)

    asking = threading.Thread(target=ask)
    asking.start()
    try:
        yield waits
    finally:
        done.set()
        asking.join()
