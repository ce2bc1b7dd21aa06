"""It keeps running: health, metrics, backups, restores, and a current file that does not open."""

import contextlib
import io
import json
import logging
import os
import random
import resource
import signal
import sys
import urllib.error
import urllib.request

import duckdb
import pytest
from openpyxl import load_workbook
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest
from websockets.sync.client import connect

from catalog import catalog
from export import files
from export.choice import Choice
from ingest.changes.publish import publish
from ingest.changes.rebuild import rebuild
from ingest.pipeline import check_workbook
from paper.__main__ import main as paper
from server import health, logs
from server.watch import Watch
from tests.addresses import ask as ask_address
from tests.conftest import RAW, ROOT, edited, run
from tests.server import Server
from warehouse import publisher, queries
from warehouse.faults import NotAWarehouse, Unavailable
from warehouse.file import FileWarehouse
from warehouse.reader import reader
from warehouse.whole import checksum, read_whole
from words.names import EARLIER


@pytest.fixture
def file(copied, monkeypatch):
    """The real warehouse as a file that may be harmed: a lake keeps no earlier files, and its
    backup is PostgreSQL's (docs/cluster.md)."""
    path = copied("real", "file")
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    return path


def answers(client: str = "127.0.0.1", **headers: str) -> TestClient:
    return TestClient(Starlette(routes=health.ROUTES), client=(client, 1), headers=headers)


def damage(path, at: int, count: int = 4096) -> None:
    """A fresh file with rubbish in it, as a failing disk leaves it."""
    data = bytearray(path.read_bytes())
    data[at : at + count] = os.urandom(min(count, len(data) - at))
    path.unlink()
    path.write_bytes(data)


@pytest.mark.both_kinds
def test_the_process_and_the_warehouse_answer_for_themselves(real):
    assert answers().get("/healthz").json() == {"status": "ok"}
    ready = answers().get("/readyz").json()
    assert (ready["ready"], ready["loads"], ready["newest_month"], ready["earlier_file"]) == (
        True,
        3,
        "2023-07",
        False,
    )
    assert ready["age_days"] == 0
    assert answers("203.0.113.9").get("/readyz").json() == {"ready": True}
    assert answers(**{"X-Forwarded-For": "203.0.113.9"}).get("/readyz").json() == {"ready": True}


@pytest.mark.both_kinds
def test_an_empty_warehouse_is_ready(new_warehouse, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(new_warehouse))
    assert answers().get("/readyz").json() | {"last_load": 0} == {
        "ready": True,
        "loads": 0,
        "last_load": 0,
        "last_loaded_at": None,
        "age_days": None,
        "newest_month": None,
        "earlier_file": False,
    }


def test_a_warehouse_that_does_not_open_is_not_ready(tmp_path, monkeypatch):
    (tmp_path / "broken.duckdb").write_bytes(b"not a database")
    monkeypatch.setenv("KPI_WAREHOUSE", str(tmp_path / "broken.duckdb"))
    assert answers().get("/readyz").status_code == 503
    assert "kpi_warehouse_readable 0" in answers().get("/metrics").text


@pytest.mark.both_kinds
def test_metrics_are_in_the_text_format(real):
    said = answers().get("/metrics").text
    assert "# TYPE kpi_warehouse_loads gauge\nkpi_warehouse_loads 3\n" in said
    values = [line.split(" ") for line in said.splitlines() if not line.startswith("#")]
    assert all(len(pair) == 2 and float(pair[1]) >= 0 for pair in values)


@pytest.mark.parametrize("at", [0, 5000], ids=["header", "blocks"])
def test_an_earlier_file_answers_when_the_current_one_is_damaged(file, monkeypatch, at):
    before = queries.common.loads()["load_id"].tolist()
    assert run(["revert", "1", "--reason", "文件取错了月份"], file, monkeypatch) == 0
    assert queries.common.loads()["load_id"].tolist() == [4, *before]
    damage(file.path, at, 400_000)
    assert queries.common.loads()["load_id"].tolist() == before
    assert answers().get("/readyz").json()["earlier_file"] is True
    app = AppTest.from_file(str(ROOT / "ui" / "menu.py"), default_timeout=60).run()
    assert "当前数据文件打不开" in app.error[0].value
    assert run(["restore", f"{file}.previous-1"], file, monkeypatch) == 0
    assert queries.common.loads()["load_id"].tolist() == before
    assert not AppTest.from_file(str(ROOT / "ui" / "menu.py"), default_timeout=60).run().error


def test_five_earlier_files_are_kept_and_no_more(tmp_path, monkeypatch, august):
    warehouse = FileWarehouse(tmp_path / "w.duckdb")
    assert run(["load", str(RAW / "2022-08.xlsx")], warehouse, monkeypatch) == 0
    for _ in range(8):
        with publisher.change(warehouse, catalog()):
            pass
    earlier = [source.place for source in warehouse.sources() if source.earlier]
    assert [p.name for p in earlier] == [f"w.duckdb.previous-{n}" for n in range(1, 6)]
    assert len(list(tmp_path.glob("w.duckdb.previous-*"))) == 5
    assert read_whole(earlier[0]) == 1


def test_a_backup_comes_back(file, tmp_path, monkeypatch, capsys):
    assert run(["backup", str(tmp_path / "copies")], file, monkeypatch) == 0
    (copy,) = (tmp_path / "copies").iterdir()
    before = queries.download.figures(**Choice().parameters)
    assert run(["revert", "1", "--reason", "文件取错了月份"], file, monkeypatch) == 0
    assert len(queries.common.loads()) == 4
    capsys.readouterr()
    assert run(["verify"], file, monkeypatch) == 0
    assert capsys.readouterr().out == "最新一次发布：完好\n此前第 1 次发布：完好\n"
    file.path.unlink()
    assert run(["verify"], file, monkeypatch) == 1
    assert "最新的数据文件不见了" in capsys.readouterr().out
    assert run(["restore", str(copy)], file, monkeypatch) == 0
    assert queries.download.figures(**Choice().parameters).equals(before)
    assert len(queries.common.loads()) == 3
    assert "已恢复，共 3 次入库" in capsys.readouterr().out


def test_what_is_no_backup_changes_nothing(file, tmp_path, monkeypatch, capsys):
    (tmp_path / "notes.txt").write_text("hello")
    stamp = file.path.stat().st_mtime_ns
    assert run(["restore", str(tmp_path / "notes.txt")], file, monkeypatch) == 1
    assert "没有恢复" in capsys.readouterr().out
    assert file.path.stat().st_mtime_ns == stamp
    assert run(["backup", str(tmp_path / "copies")], tmp_path / "nothing.duckdb", monkeypatch) == 1


def flip(path, at: int) -> None:
    """One bit in place, and the time of the file as it was: as a disk forgets."""
    stat, data = path.stat(), bytearray(path.read_bytes())
    data[at] ^= 1 << at % 8
    with open(path, "r+b") as f:
        f.write(data)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def test_an_earlier_state_is_told_by_whatever_shows_it(file, monkeypatch):
    """The page stands open from before; a first download meets the damage and opens an earlier
    file: the page, every address, the workbook and health then say so."""
    assert run(["revert", "1", "--reason", "文件取错了月份"], file, monkeypatch) == 0
    assert len(queries.common.loads()) == 4
    for at in range(3 * 4096 + 100, file.path.stat().st_size, 4096):
        flip(file.path, at)
    for address in ("figures.csv", "city.xlsx", "catalog.json", "warehouse.duckdb"):
        answer = ask_address(f"/data/{address}")
        assert (answer.status, answer.text) == (503, EARLIER), address
    assert len(queries.common.loads()) == 3
    assert answers().get("/readyz").json()["earlier_file"] is True
    book = files.file_bytes(Choice(), "xlsx")
    assert EARLIER in [row[1].value for row in load_workbook(io.BytesIO(book))["说明"].rows]
    app = AppTest.from_file(str(ROOT / "ui" / "menu.py"))
    app.session_state["documents"] = True  # 月报文件 stands open
    said = app.run(timeout=60).error
    assert [e.value for e in said] == [EARLIER] * 2  # above the page, and instead of its documents


def test_a_page_that_meets_the_damage_runs_again_with_the_sentence(file, monkeypatch):
    assert run(["revert", "1", "--reason", "文件取错了月份"], file, monkeypatch) == 0
    queries.common.warehouse_state()
    real, met = queries.overview.headlines, []

    def damaged(*asked):
        if not met:
            met.append(1)
            damage(file.path, 5000, 400_000)
            with contextlib.suppress(duckdb.Error):
                reader().ask("load_workbook", load=1)
        return real(*asked)

    monkeypatch.setattr(queries.overview, "headlines", damaged)
    app = AppTest.from_file(str(ROOT / "ui" / "menu.py")).run(timeout=60)
    assert EARLIER in app.error[0].value


def test_no_flipped_bit_is_published_over_backed_up_or_restored(file, tmp_path):
    """A publication and a backup of the file as it is, and 40 of its copies with one bit turned."""
    copy, loads = file.back_up(tmp_path / "copies")
    assert (loads, copy.stem[-12:]) == (3, checksum(copy)[:12])
    whole, chance = file.path.read_bytes(), random.Random(12)
    for at in chance.sample(range(len(whole)), 40):
        turned = bytearray(whole)
        turned[at] ^= 1
        bad = tmp_path / copy.name
        bad.write_bytes(turned)
        with pytest.raises(NotAWarehouse, match="damaged"):
            file.restore(bad)
        other = FileWarehouse(tmp_path / "other.duckdb")
        other.path.write_bytes(turned)
        for change in (lambda w=other: w.back_up(tmp_path / "x"), lambda w=other: _nothing(w)):
            with contextlib.suppress(Unavailable):
                change()  # what lies in a free block harms nothing
                assert publisher.read(other, FIGURES) == publisher.read(file, FIGURES)
    assert file.path.read_bytes() == whole
    assert not list(tmp_path.glob("*.new")) + list(tmp_path.glob("*/*.part"))


FIGURES = "SELECT count(*), bit_xor(hash(o)) FROM observation o"


def _nothing(warehouse) -> None:
    with publisher.change(warehouse, catalog()):
        pass


def test_a_damaged_file_is_not_carried_on_and_pushes_no_sound_one_out(file):
    _nothing(file)
    earlier = [s.place.read_bytes() for s in file.sources() if s.earlier]
    damage(file.path, 20_000, 400_000)
    for _ in range(8):
        with pytest.raises(Unavailable, match="damaged") as told:
            _nothing(file)
    assert "python -m ingest restore" in told.value.sentence
    assert [s.place.read_bytes() for s in file.sources() if s.earlier] == earlier
    loads, kept = file.restore(file.path.with_name(f"{file.name}.previous-1"))
    assert (loads, kept.name) == (3, f"{file.name}.damaged")
    assert [s.place.read_bytes() for s in file.sources() if s.earlier] == earlier


def test_a_file_that_is_gone_is_no_empty_warehouse(file, monkeypatch, capsys):
    _nothing(file)
    file.path.unlink()
    assert len(queries.common.loads()) == 3
    assert queries.common.warehouse_state()["earlier"].iloc[0]
    assert run(["load", str(RAW / "2022-08.xlsx"), "--reasons", "none"], file, monkeypatch) != 0
    with pytest.raises(Unavailable, match="lost"):
        _nothing(file)
    assert not file.path.exists()
    capsys.readouterr()
    assert run(["history"], file, monkeypatch) == 0
    assert capsys.readouterr().err == f"{EARLIER}\n"
    assert paper(["2022-08", "--format", "xlsx", "--out", str(file.path.parent)]) == 1
    assert capsys.readouterr().out == f"{EARLIER}\n"
    assert file.restore(file.path.with_name(f"{file.name}.previous-1")) == (3, None)
    assert not queries.common.warehouse_state()["earlier"].iloc[0]


def test_a_database_of_somebody_else_is_no_backup(file, tmp_path):
    with duckdb.connect(tmp_path / "other.duckdb") as con:
        con.execute("CREATE TABLE t (n INTEGER)")
    with pytest.raises(NotAWarehouse, match="no warehouse"):
        file.restore(tmp_path / "other.duckdb")
    _nothing(FileWarehouse(tmp_path / "empty.duckdb"))
    with pytest.raises(NotAWarehouse, match="no load"):
        file.restore(tmp_path / "empty.duckdb")


@pytest.mark.parametrize("is_small", [True, False])
def test_a_file_stays_as_small_as_its_contents(is_small, file, august, tmp_path, monkeypatch):
    """Each publication leaves blocks half empty: after 6 of a month the file had 1.9 times the size
    that it has when it is rebuilt. A table that is not ours stays too."""
    monkeypatch.setattr("warehouse.file.is_small", lambda path: is_small)
    with publisher.change(file, catalog()) as con:
        con.execute("CREATE TABLE of_somebody AS FROM range(3)")
    for n in range(6):
        revised = edited(august, {"平台推广应用!C4": f"17433.{n}"})
        checked = check_workbook(revised, "8.xlsx", catalog(), file)
        publish(
            file, checked, "甲", catalog(), {("month-revision", "", ""): "来源单位更正了累计数"}
        )
    again = FileWarehouse(tmp_path / "again.duckdb")
    again.path.write_bytes(file.path.read_bytes())
    rebuild(again, catalog())
    assert file.path.stat().st_size <= 1.2 * again.path.stat().st_size
    assert publisher.read(file, FIGURES) == publisher.read(again, FIGURES)
    assert publisher.read(file, "SELECT count(*) FROM of_somebody") == [(3,)]
    chosen = "SELECT DISTINCT compression FROM pragma_storage_info('load') WHERE compression IN "
    assert publisher.read(file, f"{chosen} ('FSST', 'ZSTD', 'Dictionary', 'DICT_FSST')") == []


def test_a_full_disk_leaves_nothing_half(file, tmp_path):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, limits[1]))
    try:
        for work in (lambda: _nothing(file), lambda: file.back_up(tmp_path / "copies")):
            with pytest.raises(Unavailable, match="disk"):
                work()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not list(tmp_path.glob("copies/*"))
    assert not list(file.folder.glob("*.new*"))
    _nothing(file)


def test_a_fault_gets_a_reference_that_the_log_has():
    seen = []
    logger = logging.getLogger("kpi.server")
    handler = logging.Handler()
    handler.emit = lambda record: seen.append(logs.JsonLines().format(record))
    logger.addHandler(handler)

    async def broken(scope, receive, send):
        raise RuntimeError("expected a file, got a folder")

    try:
        answer = TestClient(Watch(broken)).get("/data/x")
    finally:
        logger.removeHandler(handler)
    line = json.loads(seen[0])
    assert answer.status_code == 500
    assert f"编号 {line['reference']}" in answer.text
    assert "expected a file" in line["traceback"]
    assert "expected a file" not in answer.text
    assert line["path"] == "/data/x"


def test_requests_are_counted():
    from server import metrics

    asking = TestClient(Watch(PlainTextResponse("x")))
    asking.get("/data/a.csv")
    assert 'kpi_requests_total{kind="/data",status="200"}' in metrics.text({})


@pytest.fixture
def server(real, tmp_path):
    (tmp_path / "tmp").mkdir()
    running = Server(real, TMPDIR=str(tmp_path / "tmp"))
    yield running
    running.process.kill()


def test_a_server_lets_its_loop_have_the_lock_often(new_warehouse, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(new_warehouse))
    before = sys.getswitchinterval()
    try:
        with TestClient(Starlette(lifespan=health.lifespan)):
            assert sys.getswitchinterval() == pytest.approx(0.0005)
    finally:
        sys.setswitchinterval(before)


def test_the_real_server_is_observable_and_stops_in_order(server, tmp_path):
    address, running = server.address, server.process
    urllib.request.urlopen(f"{address}/data/city.csv").read()
    assert list(tmp_path.glob("tmp/kpi-extract-*"))
    assert json.load(urllib.request.urlopen(f"{address}/readyz"))["loads"] == 3
    assert "kpi_websockets" not in urllib.request.urlopen(f"{address}/metrics").read().decode()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{address}/_stcore/metrics")
    with connect(f"{address.replace('http', 'ws')}/_stcore/stream", subprotocols=["streamlit"]):
        assert "kpi_websockets 1" in urllib.request.urlopen(f"{address}/metrics").read().decode()
        running.send_signal(signal.SIGTERM)
        out = server.stop()
    assert (
        running.returncode == -signal.SIGTERM
    )  # in order, then the signal itself, as systemd expects it
    assert "只供本机使用" in out
    events = [json.loads(line)["message"] for line in out.splitlines() if line.startswith("{")]
    assert events == ["started", "stopped"]
    assert not list(tmp_path.glob("tmp/kpi-*"))
