"""What goes wrong in a cluster: writers die, PostgreSQL restarts, the shared storage turns
read-only."""

import os
import pathlib
import shutil
import subprocess
import sys

import pytest
from streamlit.testing.v1 import AppTest

from catalog import catalog
from ingest.changes.publish import publish
from ingest.changes.rebuild import refresh
from ingest.pipeline import check_workbook
from prove.kills import killed
from tests.conftest import RAW, ROOT, state
from tests.test_operation import answers
from tests.test_pages import show
from warehouse.faults import Unavailable
from warehouse.lake import Lake
from warehouse.reader import Reader


@pytest.mark.both_kinds
def test_a_writer_killed_at_any_moment_leaves_no_half_load(new_warehouse):
    """Twenty of them; `make prove` kills many more."""
    refresh(new_warehouse, catalog())
    assert killed(new_warehouse, 20) == []


@pytest.fixture
def lake(new_lake, august):
    made = new_lake()
    publish(made, check_workbook(august, "2022-08.xlsx", catalog(), made), "test", catalog())
    return made


def test_pages_and_health_recover_when_postgresql_does(lake, postgres, monkeypatch, caplog):
    monkeypatch.setenv("KPI_WAREHOUSE", str(lake))
    monkeypatch.setattr(f"{Lake.__module__}._FRESH", 0)
    reader = Reader(lake)
    assert len(reader.ask("months")) == 1
    postgres.stop()
    try:
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


def test_a_restart_between_two_questions_goes_unnoticed(lake, postgres, monkeypatch):
    monkeypatch.setattr(f"{Lake.__module__}._FRESH", 0)
    reader = Reader(lake)
    assert len(reader.ask("months")) == 1
    postgres.stop()
    postgres.start()
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
