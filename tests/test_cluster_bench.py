"""The load of `make cluster-bench`: its visitors run real sessions of a real server, and a page
that fails is not counted as served."""

import asyncio
import contextlib
import os
import pathlib
import re
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from bench.balance import Measured, fullest, served, table
from bench.cluster import find
from bench.crowd import PATIENCE, Crowd, Window, window
from bench.reach import Reach, Step, on_paper
from bench.reach import table as reach_table
from bench.usage import Usage
from bench.visitor import PAGES, Visitor, Wait
from deploy.cluster.ports import free_port, wait_for
from tests.conftest import ROOT


@contextlib.contextmanager
def serving(script: pathlib.Path, warehouse) -> Iterator[str]:
    """The address of `streamlit run script`."""
    address = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | {"KPI_WAREHOUSE": str(warehouse)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def server(real_warehouse):
    with serving(ROOT / "app.py", real_warehouse) as address:
        yield address


async def first_click(address: str) -> Wait:
    visitor = Visitor(address, 1)
    wait = await visitor.open()
    await visitor.close()
    return wait


def test_two_sessions_see_every_page_of_the_rotation(server):
    async def visit(seed: int) -> tuple[list[Wait], Wait]:
        visitor = Visitor(server, seed)
        seen = [await visitor.open(), *[await visitor.go(page) for page in PAGES]]
        await visitor.go("cities")
        month = await visitor.choose_month("2022-08")
        await visitor.close()
        return seen, month

    async def both() -> list[tuple[list[Wait], Wait]]:
        return await asyncio.gather(visit(1), visit(2))

    for seen, month in asyncio.run(both()):
        assert [w.titles for w in seen] == [
            ["总览"],
            ["总览"],
            ["趋势"],
            ["地市排名"],
            ["地市画像"],
            ["均衡"],
            ["信息化项目"],
            ["目标"],
        ]
        assert [w.failure for w in seen] == [""] * 8
        again = seen.pop(1)  # 总览's one large piece is kept, as a browser keeps it
        assert again.seconds > 0 and 5_000 < again.bytes < seen[0].bytes / 3
        assert all(w.seconds > 0 and w.bytes > 10_000 for w in seen)
        assert month.titles == ["地市排名"]
        assert any("2022年第8期" in t for t in month.texts)


def test_a_crowd_comes_and_is_measured_and_leaves(server):
    async def crowd() -> Window:
        people = Crowd(server, think=0.3)
        await people.resize(3)
        seen = await people.measure(1)
        await people.leave()
        return seen

    seen = asyncio.run(crowd())
    assert (seen.sessions, seen.failed, seen.failure) == (3, 0, "")
    assert seen.clicks > 2
    assert 0 < seen.p50 <= seen.p90 < PATIENCE


def test_a_page_that_fails_is_finished_but_not_served(tmp_path):
    """server/errors.py says it in a sentence; the warehouse is no DuckDB file."""
    damaged = tmp_path / "w.duckdb"
    damaged.write_bytes(b"no warehouse" * 1000)
    with serving(ROOT / "app.py", damaged) as address:
        seen = asyncio.run(first_click(address))
    assert "请把编号" in seen.failure
    assert window(1, 1, [seen] * 10).served == 0


def test_an_exception_on_the_screen_is_noticed(tmp_path):
    script = tmp_path / "broken.py"
    script.write_text(
        'import streamlit as st\nst.title("Broken")\nraise ValueError("wrong")', encoding="utf-8"
    )
    with serving(script, "") as address:
        seen = asyncio.run(first_click(address))
    assert seen.titles == ["Broken"]
    assert seen.failure.startswith("exception")


def test_failed_and_unanswered_clicks_count_as_long_waits():
    now = time.perf_counter()
    quick, failed, waiting = Wait(now, 0.1, 10), Wait(now, 0.1, failure="wrong"), Wait(now - 5)
    assert window(10, 1, [quick] * 10).kept
    assert not window(10, 1, [quick] * 99 + [failed]).kept
    assert window(10, 1, [quick] * 8 + [waiting] * 2).p90 >= 5


def simulated(capacity: int):
    """Measures a crowd of any size: as many as `capacity` are served in time."""
    return lambda sessions: Step(
        Window(sessions, 1, 10, 0, 0.1, 0.5 if sessions <= capacity else 2, 1, ""), None
    )


@pytest.mark.parametrize("capacity", [1, 7, 39, 40, 100, 333])
def test_the_search_ends_close_below_the_capacity(capacity):
    kept, lost = find(simulated(capacity), 40)
    assert (
        kept.window.sessions
        <= capacity
        < lost.window.sessions
        <= max(kept.window.sessions * 1.15, kept.window.sessions + 1)
    )


def test_the_search_ends_where_nothing_is_too_much():
    kept, lost = find(simulated(10**6), 40, most=100)
    assert (kept.window.sessions, lost) == (160, None)


def test_nobody_served_is_an_error():
    with pytest.raises(RuntimeError, match="not even one"):
        find(simulated(0), 40)


def test_the_fullest_replica_counts_and_newcomers_go_to_the_fewest():
    """100 sessions on 4 replicas, coming and going: not the mean of 25."""
    assert [fullest(4, 100, by_hash) for by_hash in (True, False)] == [34, 30]


def test_the_paper_of_the_guide_is_what_the_simulation_prints():
    """Its sessions apart, which take a minute: docs/cluster.md has those of a run."""
    guide = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8")
    [row] = [
        line for line in guide.splitlines() if line.startswith("| sessions, one click in 10 s")
    ]
    said = [int(n.replace(",", "")) for n in re.findall(r"[\d,]{2,}(?= \()|(?<=\()[\d,]+", row)]
    assert table(Measured(), said[0::2], said[1::2]) in guide
    assert served(4, 30, by_hash=False) == 101


def test_what_a_crowd_was_measured_to_cost_is_printed_as_the_guide_has_it():
    cores = {"replicas": 0.614, "HAProxy": 0.0104, "PostgreSQL": 0.01, "generator": 0.03}
    usage = Usage(cores | {"others": 0.2}, 281e6, 525, 1, 2.6)
    kept = Step(Window(70, 10, 75, 1, 0.1, 0.31, 4_218_000, ""), usage)
    lost = Step(Window(80, 10, 90, 0, 0.2, 1.03, 1, ""), usage)
    found = [Reach(1, (270e6, 35), kept, lost), Reach(2, (270e6, 70), kept, None)]
    said = reach_table(found, 2).splitlines()
    assert said[0] == "| replicas, on 2 cores | 1 | 2 |"
    assert said[4] == (
        "| the slowest tenth waits, then / with the next larger crowd tried "
        "| 0.31 s / 80: 1.03 s | 0.31 s / none |"
    )
    assert "| processor time of a script run | 83 ms | 83 ms |" in said
    assert on_paper(found[0]) == (
        "python -m bench.balance --sessions 70 --runs 7.4 --memory 281 --network 57 "
        "--balancer 1.4 --files 35 --statements 2.6"
    )
    guide = (ROOT / "docs" / "cluster.md").read_text(encoding="utf-8").splitlines()
    first = guide.index(next(line for line in guide if line.startswith("| replicas, on ")))
    theirs = [line.split("|")[1] for line in guide[first + 2 : first + len(said)]]
    assert [line.split("|")[1] for line in said[2:]] == theirs
