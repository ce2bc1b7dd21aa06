"""A lake whose files are on S3-compatible storage instead of a shared folder."""

import pytest

from catalog import catalog
from ingest.changes.publish import publish
from ingest.changes.revert import revert
from ingest.pipeline import check_workbook
from tests.conftest import AUGUST, RAW, ask, edited, run
from tests.s3 import Storage
from tests.test_pages import show
from warehouse.faults import Unavailable
from warehouse.file import FileWarehouse


@pytest.fixture
def storage(monkeypatch, new_lake):
    running = Storage()
    for name, value in running.environment.items():
        monkeypatch.setenv(name, value)
    yield running
    running.stop()


def test_a_month_lives_on_s3(storage, new_lake, august, monkeypatch, tmp_path, capsys):
    lake = new_lake()
    assert run(["load", str(RAW / "2022-08.xlsx")], lake, monkeypatch) == 0
    revised = check_workbook(
        edited(august, {"平台推广应用!C4": "17432.9"}), "修订.xlsx", catalog(), lake
    )
    publish(lake, revised, "test", catalog(), {("month-revision", "", ""): "来源单位更正了累计数"})
    assert show("overview", monkeypatch, lake).metric[0].value == "17,432.9 万 r"
    revert(lake, 2, "修订文件有误，退回原数", "test", catalog())
    assert (
        show("overview", monkeypatch, lake, month=f"{AUGUST:%Y-%m}").metric[0].value
        == "17,432.2 万"
    )
    assert run(["migrate", str(lake), str(tmp_path / "back.duckdb")], lake, monkeypatch) == 0
    assert ask(FileWarehouse(tmp_path / "back.duckdb"), "SELECT count(*) FROM load") == [(3,)]
    assert storage.objects() > 10
    assert "secret-of" not in capsys.readouterr().out


def test_storage_that_is_away_is_said(storage, new_lake, august):
    lake = new_lake()
    publish(lake, check_workbook(august, "2022-08.xlsx", catalog()), "test", catalog())
    storage.stop()
    with pytest.raises(Unavailable, match="storage") as told:
        publish(
            lake,
            check_workbook((RAW / "2023-07.xlsx").read_bytes(), "2023-07.xlsx", catalog()),
            "test",
            catalog(),
        )
    assert "共享存储不能读写" in told.value.sentence
    assert "secret-of" not in str(told.value)
