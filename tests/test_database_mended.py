"""What an operator puts right under running replicas: nobody has to start them again."""

import resource
import subprocess
import sys
import time

import pytest

from catalog import catalog
from ingest.__main__ import main
from ingest.changes.publish import publish
from ingest.pipeline import check_workbook
from server import ready
from tests.addresses import ask as address
from tests.conftest import RAW, run
from tests.pgbouncer import Pgbouncer, warehouse_through
from tests.standby import Standby
from tests.test_database_faults import stopped
from warehouse import Unavailable, publisher
from warehouse.copies import Copies, copies
from warehouse.database import DatabaseWarehouse
from warehouse.news import news
from warehouse.pieces import KEPT
from warehouse.reader import Reader, earlier_answers


def _checked(warehouse, name: str):
    return check_workbook((RAW / name).read_bytes(), name, catalog(), warehouse)


def _fill(made) -> None:
    for name in ("2022-08.xlsx", "2023-07.xlsx"):
        publish(made, _checked(made, name), "test", catalog())


@pytest.fixture
def database(begun, monkeypatch) -> DatabaseWarehouse:
    """2022-08 is publication 1, 2023-07 beside it 2; as KPI_WAREHOUSE names it."""
    made = begun(_fill, "database")
    monkeypatch.setenv("KPI_WAREHOUSE", str(made))
    return made


def _until(what) -> None:
    end = time.monotonic() + 60
    while not what():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_database_restored_from_yesterday_is_served_by_replicas_that_saw_today(
    database, postgres
):
    """Its publications have lower numbers than all that a replica has fetched."""
    name, reader = database.at.namespace, Reader(database)
    program = [postgres.bin / "pg_dump", "-n", name, "-h", "127.0.0.1", "-p", str(postgres.port)]
    dump = subprocess.run([*program, "-U", "postgres", "kpi"], check=True, capture_output=True)
    for number in range(KEPT):
        with publisher.change(database, catalog()) as con:
            con.execute(f"INSERT INTO meta VALUES ('today {number}', '')")
        assert len(reader.ask("loads")) == 2
    assert reader.version()[0] == 2 + KEPT
    postgres.sql(f"BEGIN; DROP SCHEMA {name} CASCADE; {dump.stdout.decode()} COMMIT;")
    _until(lambda: reader.version()[0] == 2)
    assert len(reader.ask("loads")) == 2
    with publisher.reading(database) as con:
        assert con.execute("SELECT key FROM meta WHERE key LIKE 'today%'").fetchall() == []


def test_a_publication_that_is_put_right_where_it_stands_answers_again(
    database, postgres, monkeypatch
):
    """As pg_restore or a standby puts it right: the same number, the same bytes."""
    at, kept = database.at.namespace, f"SELECT unnest(pieces) FROM {database.at.namespace}"
    first = f"FROM {at}.piece WHERE sha256 IN ({kept}.publication WHERE version = 2 EXCEPT "
    first = f"SELECT sha256 {first} {kept}.publication WHERE version = 1) LIMIT 1"
    [piece] = postgres.sql(first).split()
    turn = f"UPDATE {at}.piece SET bytes = set_bit(bytes, 9, 1 - get_bit(bytes, 9)) WHERE "
    postgres.sql(f"{turn} sha256 = '{piece}'")
    copies(database.at).forget()
    assert Reader(database).ask("months")["month_text"].tolist() == ["2022-08"]
    assert earlier_answers()
    monkeypatch.setattr(ready, "EVERY", 0.01)
    monkeypatch.setattr(ready, "MENDED", 0.1)
    monkeypatch.setattr(ready.ahead, "questions", list)
    with ready.kept():
        time.sleep(0.5)
        assert earlier_answers()
        postgres.sql(f"{turn} sha256 = '{piece}'")
        _until(lambda: not earlier_answers())
    assert len(Reader(database).ask("months")) == 2


def test_a_full_temporary_folder_is_told_and_passes(database, monkeypatch, capsys):
    """Each replica keeps what it fetches there; a publication is made there."""
    fresh, limits = Copies(database.at), resource.getrlimit(resource.RLIMIT_FSIZE)
    newest, checked = next(database.sources()).place, _checked(database, "public-figures.xlsx")
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, limits[1]))
    try:
        with pytest.raises(Unavailable, match="disk") as told:
            fresh.fetched(newest)
        with pytest.raises(Unavailable, match="disk"):
            publish(database, checked, "test", catalog())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert told.value.sentence.startswith("磁盘已满或不能写，数据没有改变。")
    assert fresh.fetched(newest).exists()
    assert publish(database, checked, "test", catalog()).new


def test_ended_connections_are_noticed_by_nobody(database, postgres):
    """A firewall, an administrator: pages, and a file that is asked for meanwhile."""
    reader = Reader(database)
    assert len(reader.ask("loads")) == 2
    end = "SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity WHERE usename = "
    for _ in range(3):
        assert postgres.sql(f"{end} 'kpi_reader'") != "0"
        assert (address("/data/figures.csv").status, len(reader.ask("months"))) == (200, 2)
        _until(lambda: _answers(database))


def test_a_restart_between_check_and_publication_is_not_noticed(database, postgres):
    checked = _checked(database, "public-figures.xlsx")
    with stopped(postgres):
        pass
    _until(lambda: _answers(database))
    assert publish(database, checked, "test", catalog()).new
    assert len(Reader(database).ask("loads")) == 3


def _answers(database) -> bool:
    try:
        return bool(news(database.at).current())
    except Unavailable:
        return False


def test_a_restart_of_pgbouncer_in_a_publication_publishes_nothing_and_the_next_one_does(
    database, postgres
):
    bouncer = Pgbouncer(postgres)
    try:
        through = warehouse_through(bouncer.port, database.at)
        checked, reader = _checked(through, "public-figures.xlsx"), Reader(through)
        with pytest.raises(Unavailable), publisher.change(through, catalog()) as con:
            con.execute("INSERT INTO meta VALUES ('lost', '')")
            bouncer.stop()
        bouncer.start()
        _until(lambda: _answers(through))
        assert publish(through, checked, "test", catalog()).new
        assert len(reader.ask("loads")) == 3
        lost = "SELECT * FROM meta WHERE key = 'lost'"
        assert publisher.read(through, lost) == []
    finally:
        bouncer.stop()


def test_a_standby_shows_pages_and_once_promoted_takes_publications(
    database, postgres, monkeypatch, capsys
):
    standby = Standby(postgres)
    try:
        there = warehouse_through(standby.port, database.at)
        reader = Reader(there)
        assert len(reader.ask("loads")) == 2
        assert run(["load", str(RAW / "public-figures.xlsx")], there, monkeypatch) == 1
        assert "或连到了只读的备用库），数据没有改变" in capsys.readouterr().out
        assert publish(database, _checked(database, "public-figures.xlsx"), "test", catalog()).new
        _until(lambda: len(reader.ask("loads")) == 3)
        standby.promote()
        assert run(["revert", "3", "--reason", "文件取错了，退回重做"], there, monkeypatch) == 0
        assert (len(reader.ask("loads")), len(Reader(database).ask("loads"))) == (4, 3)
    finally:
        standby.stop()


def test_what_a_page_says_of_an_account_without_rights_is_not_to_wait(
    database, postgres, monkeypatch, capsys
):
    """A dump restored without its grants."""
    at = database.at.namespace
    postgres.sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA {at} FROM kpi_reader")
    _until(lambda: not _answers(database))
    assert run(["history"], database, monkeypatch) == 1
    assert "不许看板的账号读写，数据没有改变。请管理员检查" in capsys.readouterr().out
    postgres.sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA {at} TO kpi_reader")
    _until(lambda: _answers(database))


def test_a_secret_that_is_not_there_is_named_and_found_once_it_is(
    new_database, monkeypatch, tmp_path
):
    made, file = new_database(), tmp_path / "password"
    monkeypatch.setenv("KPI_DATABASE_READER_PASSWORD_FILE", str(file))
    with pytest.raises(Unavailable, match="KPI_DATABASE_READER_PASSWORD_FILE does not read"):
        Reader(made).version()
    file.write_text("secret-of-the-reader")
    _until(lambda: _is_read(made))


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("postgresql://kpi:secret@db/kpi", "no user and no password"),
        ("postgresql://db/kpi;kpi", "not like postgresql"),
        ("postgresql://db/kpi", "import of psycopg halted"),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence(monkeypatch, capsys, address, reason):
    monkeypatch.setenv("KPI_WAREHOUSE", address)
    if "psycopg" in reason:
        monkeypatch.setitem(sys.modules, "psycopg", None)
        monkeypatch.delitem(sys.modules, "warehouse.database")
    assert main(["history"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("数据仓库的设置有误，数据没有改变。请管理员检查 KPI_WAREHOUSE")
    assert reason in said.err


def _is_read(warehouse) -> bool:
    try:
        return not warehouse.exists()
    except Unavailable:
        return False
