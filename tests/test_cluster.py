"""Replicas behind nginx as `make cluster` starts them: a visitor stays with one, and a dead one's
visitors are served by the others."""

import gzip
import threading
import time
import urllib.error
import urllib.request

from deploy.cluster.__main__ import Cluster
from tests.conftest import ROOT, served_by


def visit(cluster: Cluster, cookie: str = "") -> tuple[int, str]:
    """Status and cookie of one request for the page."""
    request = urllib.request.Request(cluster.address, headers={"Cookie": cookie} if cookie else {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, (answer.headers["Set-Cookie"] or "").split(";")[0]
    except urllib.error.HTTPError as error:
        return error.code, ""


def more(seen: list, count: int) -> None:
    """Wait until so many more are there."""
    before = len(seen)
    while len(seen) < before + count:
        time.sleep(0.02)


def test_visitors_stay_and_a_dead_replica_is_stepped_over(cluster):
    status, cookie = visit(cluster)
    assert (status, cookie[:12]) == (200, "kpi_replica=")
    assert [visit(cluster, cookie) for _ in range(5)] == [(200, "")] * 5
    (home,) = set(served_by(cluster))
    visitors = [f"kpi_replica=visitor{n}" for n in range(20)]
    for visitor in visitors:
        visit(cluster, visitor)
    assert len(set(served_by(cluster))) == 2  # and the load is spread
    seen: list[int] = []
    done = threading.Event()

    def press() -> None:
        while not done.is_set():
            seen.extend(visit(cluster, visitor)[0] for visitor in visitors)

    pressing = [threading.Thread(target=press) for _ in range(4)]
    [thread.start() for thread in pressing]
    more(seen, 20)
    cluster.replicas[cluster.ports.index(int(home.rsplit(":", 1)[1]))].kill()
    more(seen, 200)
    done.set()
    [thread.join() for thread in pressing]
    assert visit(cluster, cookie)[0] == 200
    assert set(seen) == {200}


def test_scripts_come_packed(cluster):
    request = urllib.request.Request(
        f"{cluster.address}/chinese.js", headers={"Accept-Encoding": "gzip"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        scripts = [(ROOT / "server" / f).read_text("utf-8") for f in ("chinese.js", "print.js")]
        assert gzip.decompress(answer.read()).decode() == "".join(scripts)
