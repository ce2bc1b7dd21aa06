"""What goes wrong where many share a warehouse: writers die, PostgreSQL stops, hangs, fills up or
hands back other bytes than it was given."""

import contextlib
import os
import pathlib
import pickle
import random
import signal
import time

import pytest
from streamlit.testing.v1 import AppTest

from catalog import catalog
from ingest.changes.publish import publish
from ingest.changes.rebuild import rebuild, refresh
from ingest.pipeline import check_workbook
from prove.kills import killed
from tests.addresses import ask as address
from tests.conftest import RAW, ask, run
from tests.pgbouncer import Pgbouncer, warehouse_through
from tests.test_operation import answers
from tests.test_pages import show
from warehouse.copies import Copies
from warehouse.database import DatabaseWarehouse
from warehouse.faults import Damaged, Unavailable
from warehouse.news import news
from warehouse.reader import Reader

AWAY = "数据库（PostgreSQL）暂时连不上，数据没有改变。恢复后刷新即可，不必重启看板。"


@pytest.mark.both_kinds
def test_a_writer_killed_at_any_moment_leaves_no_half_load(new_warehouse):
    """Twenty of them; `make prove` kills many more."""
    refresh(new_warehouse, catalog())
    assert killed(new_warehouse, 20) == []


def _fill(made) -> None:
    august = (RAW / "2022-08.xlsx").read_bytes()
    publish(made, check_workbook(august, "2022-08.xlsx", catalog(), made), "test", catalog())


@pytest.fixture
def database(begun, monkeypatch) -> DatabaseWarehouse:
    """With the real month 2022-08, as KPI_WAREHOUSE names it."""
    made = begun(_fill, "database")
    monkeypatch.setenv("KPI_WAREHOUSE", str(made))
    return made


@contextlib.contextmanager
def stopped(postgres):
    postgres.stop()
    try:
        yield
    finally:
        postgres.start()


@contextlib.contextmanager
def hanging(postgres):
    """Every process of it sleeps: connections are accepted, and nobody answers."""
    first = int((postgres.folder / "data" / "postmaster.pid").read_text().split()[0])
    children = pathlib.Path(f"/proc/{first}/task/{first}/children").read_text().split()
    everyone = [first, *map(int, children)]
    [os.kill(process, signal.SIGSTOP) for process in everyone]
    try:
        yield
    finally:
        [os.kill(process, signal.SIGCONT) for process in everyone]


def _until(what) -> None:
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def _is_away(database) -> bool:
    try:
        news(database.at).current()
    except Unavailable:
        return True
    return False


@pytest.mark.parametrize("fault", [stopped, hanging])
def test_while_postgresql_is_away_everybody_is_told_and_nobody_waits(
    database, postgres, monkeypatch, capsys, fault
):
    reader = Reader(database)
    assert len(reader.ask("months")) == 1
    with fault(postgres):
        _until(lambda: _is_away(database))
        with pytest.raises(Unavailable, match="database") as told:
            reader.ask("months")
        assert told.value.sentence == AWAY
        said = address("/data/figures.csv")
        assert (said.status, said.text, said.headers["retry-after"]) == (503, AWAY, "5")
        assert [answers().get(path).status_code for path in ("/healthz", "/readyz")] == [200, 503]
        assert "kpi_warehouse_readable 0" in answers().get("/metrics").text
        assert run(["load", str(RAW / "2023-07.xlsx")], database, monkeypatch) == 1
        assert AWAY in capsys.readouterr().out
    _until(lambda: not _is_away(database))
    assert answers().get("/readyz").status_code == 200
    assert show("overview", monkeypatch, database).exception == []
    assert run(["load", str(RAW / "2023-07.xlsx")], database, monkeypatch) == 0
    assert len(reader.ask("months")) == 2


def test_a_restart_goes_unnoticed(database, postgres):
    reader = Reader(database)
    assert len(reader.ask("months")) == 1
    with stopped(postgres):
        pass
    assert len(reader.ask("loads")) == 1


def test_a_database_that_refuses_to_write_says_so(database, postgres, monkeypatch, capsys):
    """A standby, or a full disk."""
    postgres.sql("ALTER ROLE kpi SET default_transaction_read_only = on")
    try:
        assert run(["load", str(RAW / "2023-07.xlsx")], database, monkeypatch) == 1
    finally:
        postgres.sql("ALTER ROLE kpi RESET default_transaction_read_only")
    assert "不能写入（磁盘已满，或连到了只读的备用库），数据没有改变" in capsys.readouterr().out
    assert ask(database, "SELECT count(*) FROM load") == [(1,)]


def test_a_bit_that_the_storage_turned_is_never_shown(database, postgres):
    """40 of them, each anywhere in the pieces of the newest publication."""
    piece = f"{database.at.namespace}.piece"
    sizes = postgres.sql(f"SELECT octet_length(bytes) FROM {piece} ORDER BY sha256").split()
    chance, newest = random.Random(17), next(database.sources()).place
    for _ in range(40):
        number = chance.randrange(len(sizes))
        bit = chance.randrange(8 * int(sizes[number]))
        turn = (
            f"UPDATE {piece} SET bytes = set_bit(bytes, {bit}, 1 - get_bit(bytes, {bit})) WHERE "
            f"sha256 = (SELECT sha256 FROM {piece} ORDER BY sha256 OFFSET {number} LIMIT 1)"
        )
        postgres.sql(turn)
        fresh = Copies(database.at)
        with pytest.raises(Damaged):
            fresh.fetched(newest)
        postgres.sql(turn)
    assert Copies(database.at).fetched(newest)


def test_a_turned_bit_leaves_the_publication_before_and_writes_nothing_over_it(
    new_database, august, postgres, monkeypatch, capsys
):
    """The earlier figures answer and say so; a publication would carry the damage on."""
    made = new_database()
    for name in ("2022-08.xlsx", "2023-07.xlsx"):
        checked = check_workbook((RAW / name).read_bytes(), name, catalog(), made)
        publish(made, checked, "test", catalog())
    monkeypatch.setenv("KPI_WAREHOUSE", str(made))
    kept = f"SELECT unnest(pieces) FROM {made.at.namespace}.publication WHERE version"
    postgres.sql(
        f"UPDATE {made.at.namespace}.piece SET bytes = set_byte(bytes, 9, 0) WHERE sha256 IN "
        f"({kept} = 2 EXCEPT {kept} = 1)"
    )
    monkeypatch.setattr("warehouse.database.copies", lambda at, fresh=Copies(made.at): fresh)
    reader = Reader(made)
    assert reader.ask("months")["month_text"].tolist() == ["2022-08"]
    assert reader.ask("warehouse_state")["earlier"].item()
    assert address("/data/figures.csv").status == 503
    with pytest.raises(Unavailable, match="damaged"):
        rebuild(made, catalog())
    assert [source.version[0] for source in made.sources()] == [2, 1]
    capsys.readouterr()
    assert run(["verify"], made, monkeypatch) == 1
    assert capsys.readouterr().out == (
        "最新一次发布：已损坏\n此前第 1 次发布：完好\n"
        "请恢复：python -m ingest restore 备份文件（或 .previous-1）。\n"
    )


def test_the_copy_on_this_machine_is_fetched_again_where_its_disk_changed_it(database):
    source, fresh = next(database.sources()), Copies(database.at)
    file = fresh.fetched(source.place)
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert fresh.checked(source.place).read_bytes() == whole


def test_behind_pgbouncer_in_transaction_mode(database, postgres):
    """Nobody is notified there: the slow question finds what was published."""
    bouncer = Pgbouncer(postgres)
    try:
        through = warehouse_through(bouncer.port, database.at)
        reader = Reader(through)
        assert len(reader.ask("months")) == 1
        july = (RAW / "2023-07.xlsx").read_bytes()
        checked = check_workbook(july, "2023-07.xlsx", catalog(), database)
        publish(database, checked, "test", catalog())
        _until(lambda: len(reader.ask("months")) == 2)
        figures = (RAW / "public-figures.xlsx").read_bytes()
        checked = check_workbook(figures, "public-figures.xlsx", catalog(), through)
        assert publish(through, checked, "test", catalog()).new
        assert len(reader.ask("loads")) == 3
    finally:
        bouncer.stop()


def test_a_page_says_which_part_is_away():
    def page() -> None:
        from server.errors import show_reference
        from warehouse.faults import Unavailable

        show_reference(Unavailable("database", OSError("connection refused")))

    (said,) = AppTest.from_function(page).run().error
    assert AWAY in said.value
    assert "编号" in said.value


def test_what_is_unavailable_is_told_across_processes():
    told = pickle.loads(pickle.dumps(Unavailable("database", OSError("refused"))))
    assert (str(told), told.sentence) == ("the warehouse is unavailable (database): refused", AWAY)
