"""Replicas behind HAProxy as `make cluster` starts them: all of a visitor stays with one, a dead
one's visitors go to another together, and an outage of PostgreSQL turns nobody away."""

import asyncio
import contextlib
import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from deploy.cluster.__main__ import Cluster, balanced, end, haproxy
from deploy.cluster.ports import free_port, wait_for
from prove import people, tabs
from tests.conftest import ROOT, served_by
from tests.server import Server
from warehouse.file import FileWarehouse


def visit(cluster: Cluster, cookie: str = "", path: str = "/", **headers: str) -> tuple[int, str]:
    """Status and cookie of one request."""
    given = headers | ({"Cookie": cookie} if cookie else {})
    request = urllib.request.Request(cluster.address + path, headers=given)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, (answer.headers["Set-Cookie"] or "").split(";")[0]
    except urllib.error.HTTPError as error:
        return error.code, ""


def homes(cluster: Cluster, cookie: str, path: str) -> set[str]:
    """The replicas that served this visitor's next five requests for a path of its own."""
    assert [visit(cluster, cookie, path)[0] for _ in range(5)] == [200] * 5
    return set(served_by(cluster, path))


def number(cluster: Cluster, home: str) -> int:
    return cluster.ports.index(int(home.rsplit(":", 1)[1]))


def test_all_of_a_visitor_moves_to_one_other_replica_and_stays_there(cluster):
    status, cookie = visit(cluster)
    assert (status, cookie[:12]) == (200, "kpi_visitor=")
    (home,) = homes(cluster, cookie, "/?first")
    visitors = [f"kpi_visitor=visitor{n}" for n in range(20)]
    for visitor in visitors:
        visit(cluster, visitor, "/?crowd")
    assert len(set(served_by(cluster, "/?crowd"))) == 2  # the load is spread
    seen: list[int] = []
    done, many = threading.Event(), threading.Event()

    def press() -> None:
        while not done.is_set():
            seen.extend(visit(cluster, visitor)[0] for visitor in visitors)
            many.set()

    pressing = [threading.Thread(target=press) for _ in range(4)]
    [thread.start() for thread in pressing]
    cluster.replicas[number(cluster, home)].kill()
    many.clear()
    many.wait(60)
    (other,) = homes(cluster, cookie, "/?second")
    assert other != home
    cluster.restart(number(cluster, home))
    assert homes(cluster, cookie, "/?third") == {other}  # also when the first is back
    done.set()
    [thread.join() for thread in pressing]
    assert set(seen) == {200}


def test_a_slow_replica_is_not_a_dead_one():
    """Seconds: silent for 11, a replica was called dead and lost its pages to the other, which
    was as busy. HAProxy gives a connection `inter`, and the answer `timeout check` beside."""
    shipped = (ROOT / "deploy" / "cluster" / "haproxy.cfg").read_text(encoding="utf-8")
    (silence,) = map(int, re.findall(r"^    timeout check (\d+)s", shipped, re.M))
    server = re.search(r"^    default-server (.*)", shipped, re.M)[1]
    times = {name: int(n) for name, n in re.findall(r"(\w+) (\d+)s?\b", server)}
    assert silence * times["fall"] >= 30
    assert times["inter"] + (times["fall"] - 1) * times["fastinter"] <= 4  # it refuses
    assert times["downinter"] + (times["rise"] - 1) * times["fastinter"] <= 2  # it is back


def test_an_outage_of_postgresql_turns_nobody_away(cluster, postgres):
    """Each replica says it itself; nginx took the replicas out one by one when somebody asked
    /readyz, and answered 502."""
    postgres.stop()
    try:
        asked = [200]
        while set(asked) != {503}:  # each replica hears of it by itself
            asked = [visit(cluster, path="/readyz")[0] for _ in range(6)]
        assert [visit(cluster, path="/readyz")[0] for _ in range(6)] == [503] * 6
        assert visit(cluster, path="/data/figures.csv")[0] == 503
        assert [visit(cluster)[0] for _ in range(4)] == [200] * 4
    finally:
        postgres.start()


def test_scripts_come_packed_and_nobody_is_named_by_a_browser(cluster):
    request = urllib.request.Request(
        f"{cluster.address}/chinese.js", headers={"Accept-Encoding": "gzip"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
    too_long = urllib.request.Request(f"{cluster.address}/", data=b"x", method="POST")
    too_long.add_header("Content-Length", str(7 * 2**20))
    try:
        urllib.request.urlopen(too_long, timeout=10)
    except urllib.error.HTTPError as refused:
        assert refused.code == 413


def test_visitors_are_told_apart_behind_a_balancer_that_the_operator_named(tmp_path):
    """As docs/cluster.md says for one on another machine; nobody else is believed."""
    behind = {"FORWARDED_ALLOW_IPS": "127.0.0.2", "KPI_OPEN_READONLY": "yes"}
    warehouse = FileWarehouse(tmp_path / "warehouse.duckdb")
    server = Server(warehouse, KPI_STATE=str(tmp_path), **behind)
    try:
        for sender in ("127.0.0.2", "127.0.0.3"):
            asked = http.client.HTTPConnection("127.0.0.1", server.port, source_address=(sender, 0))
            asked.request(
                "PUT", "/_stcore/upload_file/s/f", b"x", {"X-Forwarded-For": "203.0.113.9"}
            )
            assert asked.getresponse().status == 403
            asked.close()
    finally:
        server.stop()
    lines = (tmp_path / "audit.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["address"] for line in lines] == ["203.0.113.9", "127.0.0.3"]
    compose = (ROOT / "deploy" / "cluster" / "compose.yaml").read_text(encoding="utf-8")
    assert '    FORWARDED_ALLOW_IPS: "*"' in compose


def test_a_load_that_fails_is_shown(postgres, monkeypatch):
    monkeypatch.setenv("KPI_CATALOG", "/nowhere")
    cluster = Cluster(1, free_port(), postgres)
    try:
        with pytest.raises(RuntimeError, match=r"(?s)the load failed:.*/nowhere"):
            cluster.start()
    finally:
        cluster.stop()


def test_make_cluster_prints_its_settings_and_ends_with_sigterm():
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "deploy.cluster", "--replicas", "1", "--port", str(port)],
        cwd=ROOT,
        env=os.environ,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/_stcore/health", process)
        said = "".join(process.stdout.readline() for _ in range(7))
        assert "export KPI_WAREHOUSE=postgresql://127.0.0.1:" in said
        assert "export KPI_DATABASE_READER_PASSWORD=" in said
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0
    finally:
        end(process)


@contextlib.contextmanager
def front(
    cluster: Cluster, port: int, replicas: list[int], first: str = "", last: str = ""
) -> Iterator[str]:
    """The address of one more HAProxy, with `first` at the beginning of its frontend."""
    config = cluster.folder / f"haproxy-{port}.cfg"
    said = balanced(port, replicas).replace("frontend kpi\n", f"frontend kpi\n{first}\n")
    config.write_text(f"{said}\n{last}\n", encoding="utf-8")
    process = subprocess.Popen([haproxy(), "-db", "-f", str(config)], stdout=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/healthz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        end(process)


def test_the_proof_finds_a_socket_apart_from_what_its_page_asks(cluster, monkeypatch):
    monkeypatch.setattr(tabs, "_APART", 0.1)
    one, other = cluster.ports
    sockets = f"""backend sockets
    server r{other} 127.0.0.1:{other}
    http-response set-header X-Replica %s"""
    where = "    use_backend sockets if { path /_stcore/stream }"
    with front(cluster, free_port(), [one], where, sockets) as address:

        async def look() -> tuple[people.Person, list[str]]:
            tab = tabs.Tab(address)
            await tab.arrive()
            await tab.click()
            return tab, await tab.split()

        tab, split = asyncio.run(look())
    assert [(a.what, a.lost) for a in tab.acts] == [("地市排名", "")]
    assert split == [f"socket at r{other}, all else at r{one}"] * 2


def test_the_proof_finds_a_dead_click_and_goes_on_with_the_socket_that_comes(cluster, monkeypatch):
    monkeypatch.setattr(people, "_FIRST", 0.5)
    monkeypatch.setattr(people, "_AGAIN", 0.5)
    port = free_port()

    async def look() -> people.Person:
        with front(cluster, port, cluster.ports) as address:
            tab = tabs.Tab(address)
            await tab.arrive()
        with front(
            cluster, port, cluster.ports, "    http-request deny if { path /_stcore/stream }"
        ):
            await tab.click()
        monkeypatch.setattr(people, "_AGAIN", 30)
        with front(cluster, port, cluster.ports):
            await tab.click()
            await tab.leave()
        return tab

    first, then = asyncio.run(look()).acts
    assert (first.what, first.lost, first.dead) == ("地市排名", "TimeoutError", "TimeoutError")
    assert (then.what, then.dead) == ("趋势", "")


def test_a_tab_goes_on_where_all_its_page_asks_goes_after_its_replica_died(cluster, monkeypatch):
    """The last of this file: one replica is gone."""
    monkeypatch.setattr(people, "_FIRST", 2)

    async def look() -> tuple[people.Person, str, str, list[str]]:
        tab = tabs.Tab(cluster.address)
        await tab.arrive()
        home = tab.home
        cluster.replicas[cluster.ports.index(int(home[1:]))].kill()
        for _ in people.PAGES:
            await tab.click()
        return tab, home, tab.home, await tab.split()

    tab, home, other, split = asyncio.run(look())
    assert {home, other} == {f"r{port}" for port in cluster.ports}
    assert [(a.what, a.dead) for a in tab.acts] == [(title, "") for title in people.PAGES]
    assert split == []
