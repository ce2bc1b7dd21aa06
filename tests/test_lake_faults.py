"""What goes wrong in a cluster: writers die, PostgreSQL restarts, the shared storage turns
read-only."""

import os
import pathlib
import random
import shutil
import subprocess
import sys
import threading
import time

import pytest
from streamlit.testing.v1 import AppTest

from catalog import catalog
from ingest.changes.publish import publish
from ingest.changes.rebuild import refresh
from ingest.pipeline import check_workbook
from tests.conftest import RAW, ROOT, ask, state
from tests.test_operation import answers
from tests.test_pages import show
from warehouse.faults import Unavailable
from warehouse.reader import Reader

WRITE = """
import datetime as dt, sys
from catalog import catalog
from warehouse import warehouse_named, loads, publisher
from warehouse.loads import Contents, Load, Observation, Reason
rows = [
    Observation(
        dt.date(2000 + n, 1, 1), "citizen_services", "440000", "cumulative", n, None, str(n), 0,
        "s", f"A{n}",
    )
    for n in range(50)
]
contents = Contents(rows, [], [Reason("test", "s", "A1", "m", "r")])
load = Load(
    "public", None, "public", False, False, None, None, None, None, "x.xlsx", "0", bytes(10_000),
    "test",
)
while True:
    with publisher.change(warehouse_named(sys.argv[1]), catalog()) as con:
        loads.insert_load(con, load, contents)
"""
HALF = """
    SELECT load_id, count(o.load_id), count(DISTINCT r.load_id)
    FROM load l FULL JOIN observation o USING (load_id) FULL JOIN reason r USING (load_id)
    GROUP BY ALL HAVING count(o.load_id) <> 50 OR count(DISTINCT r.load_id) <> 1 OR load_id IS NULL
"""


@pytest.mark.both_kinds
def test_a_writer_killed_at_any_moment_leaves_no_half_load(new_warehouse):
    """KILLS writers (20; make proof: 200), four at a time, each killed at a random moment of its
    life."""
    refresh(new_warehouse, catalog())
    for _ in range(int(os.environ.get("KILLS", "20")) // 4):
        writers = [
            subprocess.Popen(
                [sys.executable, "-c", WRITE, str(new_warehouse)], cwd=ROOT, stderr=subprocess.PIPE
            )
            for _ in range(4)
        ]
        before = _wait_for_another_load(new_warehouse)
        killers = [threading.Timer(random.uniform(0, 1), writer.kill) for writer in writers]
        [killer.start() for killer in killers]
        assert [writer.communicate()[1] for writer in writers] == [b""] * 4
        assert ask(new_warehouse, HALF) == []
        assert ask(new_warehouse, "SELECT count(*) FROM load")[0][0] >= before


def _wait_for_another_load(warehouse) -> int:
    """The number of loads once the new writers are at work."""
    query = "SELECT count(*) FROM load"
    before = ask(warehouse, query)[0][0]
    for _ in range(300):
        now = ask(warehouse, query)[0][0]
        if now > before:
            return now
        time.sleep(0.1)
    raise AssertionError("no writer published anything within 30 s")


@pytest.fixture
def lake(new_lake, august):
    made = new_lake()
    publish(made, check_workbook(august, "2022-08.xlsx", catalog(), made), "test", catalog())
    return made


def test_pages_and_health_recover_when_postgresql_does(lake, postgres, monkeypatch, caplog):
    monkeypatch.setenv("KPI_WAREHOUSE", str(lake))
    reader = Reader(lake)
    assert len(reader.ask("months")) == 1
    postgres.stop()
    try:
        time.sleep(0.6)  # the version asked for last is believed for half a second
        with pytest.raises(Unavailable, match="catalogue") as told:
            reader.ask("months")
        assert "刷新即可，不必重启看板" in told.value.sentence
        with pytest.raises(Unavailable, match="catalogue"):
            publish(
                lake,
                check_workbook((RAW / "2023-07.xlsx").read_bytes(), "x.xlsx", catalog()),
                "test",
                catalog(),
            )
        assert [answers().get(path).status_code for path in ("/healthz", "/readyz")] == [200, 503]
        assert "kpi_warehouse_readable 0" in answers().get("/metrics").text
        assert "secret-of" not in caplog.text
    finally:
        postgres.start()
    assert answers().get("/readyz").json()["loads"] == 1
    assert len(reader.ask("months")) == 1
    assert show("overview", monkeypatch, lake).metric[0].value == "17,432.2 万"
    assert publish(
        lake,
        check_workbook((RAW / "2023-07.xlsx").read_bytes(), "x.xlsx", catalog(), lake),
        "test",
        catalog(),
    ).new
    assert len(reader.ask("months")) == 2


def test_a_restart_between_two_questions_goes_unnoticed(lake, postgres):
    reader = Reader(lake)
    assert len(reader.ask("months")) == 1
    postgres.stop()
    postgres.start()
    time.sleep(0.6)
    assert len(reader.ask("loads")) == 1


def test_read_only_storage_is_said_and_changes_nothing(lake):
    before, folders = state(lake), [p for p in pathlib.Path(lake.data).rglob("*") if p.is_dir()]
    bound = _without_override() if os.getuid() == 0 else []
    for folder in folders:
        folder.chmod(0o555)
    try:
        command = [*bound, sys.executable, "-m", "ingest", "load", str(RAW / "2023-07.xlsx")]
        said = subprocess.run(
            command,
            check=False,
            cwd=ROOT,
            env=os.environ | {"KPI_WAREHOUSE": str(lake)},
            capture_output=True,
            text=True,
        )
    finally:
        for folder in folders:
            folder.chmod(0o755)
    assert said.returncode == 1, said.stderr
    assert "共享存储不能读写（只读、已满或未挂载），数据没有改变" in said.stdout
    assert state(lake) == before


def _without_override() -> list[str]:
    """Root may write into a read-only folder unless it lays that right down."""
    if not shutil.which("setpriv"):
        pytest.skip("setpriv (util-linux) is not installed, and root may write anywhere")
    return ["setpriv", "--bounding-set", "-dac_override", "--inh-caps", "-dac_override", "--"]


def test_a_page_says_which_half_is_away():
    def page() -> None:
        from server.errors import show_reference
        from warehouse.faults import Unavailable

        show_reference(Unavailable("catalogue", OSError("connection refused")))

    (said,) = AppTest.from_function(page).run().error
    assert "目录库（PostgreSQL）暂时连不上，数据没有改变" in said.value
    assert "编号" in said.value
