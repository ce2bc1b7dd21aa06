"""Pages in Chromium behind HAProxy while replicas are killed and restarted: all of a page goes to
one replica, no button is dead, and only the click in flight is lost."""

import threading
import time
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Response, sync_playwright

from deploy.cluster.__main__ import Cluster
from deploy.cluster.ports import free_port
from prove.figures import Figure, at_most, none

SIZES = {"pr": {"pages": 4, "rounds": 1}, "night": {"pages": 20, "rounds": 3}}
_CLICKS = {"地市排名": "/cities", "趋势": "/trends", "信息化项目": "/projects", "总览": "/"}
_HEARD = (
    "[data-testid=stApp][data-test-connection-state=CONNECTED][data-test-script-state=notRunning]"
)
_CHROMIUM = "/usr/bin/chromium"


def prove(pages: int, rounds: int) -> list[Figure]:
    cluster = Cluster(2, free_port())
    try:
        cluster.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            people = [Person(browser, cluster) for _ in range(pages)]
            for _ in range(rounds):
                _harmed(people, cluster, lambda: _killed(cluster))
                _harmed(people, cluster, lambda: _rolled(cluster))
            split = [w for person in people for w in person.split()]
            browser.close()
    finally:
        cluster.stop()
    lost, dead = ([c for p in people for c in getattr(p, kind)] for kind in ("lost", "dead"))
    waits = sorted(w for p in people for w in p.waits)
    slow = [f"{w:.1f} s" for w in waits if w > 4]
    return [
        Figure("clicks, while one replica was killed and all were restarted", f"{len(waits):,}"),
        none("clicks that nothing answered, made twice", dead, len(waits)),
        at_most(
            "clicks on their way to a replica that ended, for each end", len(lost) / (3 * rounds), 1
        ),
        none("pages served by two replicas at once", split, len(people)),
        at_most(
            "clicks that waited over 4 s, for each page and fault",
            len(slow) / (pages * rounds * 2),
            1,
        ),
    ]


def _killed(cluster: Cluster) -> None:
    cluster.replicas[0].kill()
    cluster.replicas[0].wait()
    time.sleep(3)
    cluster.restart(0)


def _rolled(cluster: Cluster) -> None:
    for number in range(len(cluster.replicas)):
        cluster.restart(number)
        time.sleep(3)  # until HAProxy has seen it twice


def _harmed(people: list["Person"], cluster: Cluster, harm) -> None:
    """Everybody clicks in turn until the harm is over and for one more round."""
    harming = threading.Thread(target=harm)
    harming.start()
    while harming.is_alive():
        for person in people:
            person.click()
    for person in people:
        person.click()


class Person:
    """One open page, its clicks and what became of them."""

    def __init__(self, browser: Browser, cluster: Cluster):
        self.waits: list[float] = []
        self.lost: list[str] = []
        self.dead: list[str] = []
        self._began = time.monotonic()
        self._browser, self._cluster = browser, cluster
        self._page: Page = browser.new_context(locale="zh-CN").new_page()
        self._page.goto(cluster.address, wait_until="commit")
        self._page.wait_for_selector(_HEARD, timeout=60_000)
        self._next = 0

    def click(self) -> None:
        """One click; one that was on its way to a replica that died is made again, as a person
        does."""
        title, path = list(_CLICKS.items())[self._next % len(_CLICKS)]
        self._next += 1
        began = time.monotonic()
        if self._fault(title, path, seconds=10):
            self.lost.append(f"{title} after {began - self._began:.0f} s")
            if fault := self._fault(title, path, seconds=30):
                self.dead.append(f"{title}: {fault}")
        self.waits.append(time.monotonic() - began)

    def _fault(self, title: str, path: str, seconds: int) -> str:
        """Why a click was not answered in so many seconds; '' where it was."""
        link = self._page.get_by_test_id("stSidebarNavLink").filter(has_text=title)
        arrived = "([path, state]) => location.pathname === path && document.querySelector(state)"
        try:
            link.click(timeout=seconds * 1000)
            self._page.wait_for_function(arrived, arg=[path, _HEARD], timeout=seconds * 1000)
        except Exception as fault:  # whatever it is, the click was not answered
            return type(fault).__name__
        return ""

    def split(self) -> list[str]:
        """What this visitor asks from now on, where more than one replica answers it: in a browser
        that has nothing of the page yet, as what its cache answers tells who served it then."""
        seen: dict[str, str] = {}

        def note(response: Response) -> None:
            if replica := response.headers.get("x-replica"):
                seen.setdefault(replica, urlsplit(response.url).path)

        same = self._page.context.storage_state()
        self._page = self._browser.new_context(locale="zh-CN", storage_state=same).new_page()
        self._page.on("response", note)
        self._page.goto(self._cluster.address, wait_until="commit")
        self._page.wait_for_selector(_HEARD, timeout=60_000)
        self.click()
        return [] if len(seen) == 1 else [str(seen)]
