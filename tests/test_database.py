"""The promises of a warehouse in PostgreSQL alone: roles, secrets, numbers, pieces, moving.

What both kinds promise stands in test_warehouse and test_publishing.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time

import duckdb
import psycopg
import pytest

from catalog import catalog
from deploy.cluster.postgres import Postgres
from ingest.changes.migrate import HISTORY, NotMovable, migrate
from ingest.changes.publish import publish
from ingest.changes.rebuild import refresh
from ingest.pipeline import check_workbook
from tests.conftest import RAW, ROOT, ask, run
from warehouse import loads, pieces, publisher, structure, warehouse_named
from warehouse.copies import Copies, copies
from warehouse.database import DatabaseWarehouse
from warehouse.faults import Unavailable
from warehouse.file import FileWarehouse
from warehouse.news import News, news
from warehouse.pieces import KEPT
from warehouse.reader import Reader
from warehouse.session import session


def _fill(made) -> None:
    refresh(made, catalog())
    _publish(made, "2022-08.xlsx")


@pytest.fixture
def database(begun) -> DatabaseWarehouse:
    """A warehouse with the real month 2022-08: publication 1 is empty, 2 holds it."""
    return begun(_fill, "database")


def _publish(warehouse, name: str, workbook: bytes | None = None):
    checked = check_workbook(workbook or (RAW / name).read_bytes(), name, catalog(), warehouse)
    return publish(warehouse, checked, "test", catalog())


def _versions(database: DatabaseWarehouse) -> list[int]:
    return [source.version[0] for source in database.sources()]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("postgresql://kpi:secret@db/kpi", "no user and no password"),
        ("postgresql:kpi", "not like"),
        ("postgresql://db/kpi/a/b", "not like"),
        ("postgresql://db/kpi/a;drop", "not like"),
        ("ducklake:lake.sqlite", "not like"),
    ],
)
def test_an_address_says_where_and_nothing_else(text, said):
    with pytest.raises(ValueError, match=said) as refused:
        warehouse_named(text)
    assert "secret" not in str(refused.value)


def test_an_address_has_defaults():
    assert str(warehouse_named("postgresql://db.example/kpi")) == (
        "postgresql://db.example:5432/kpi/kpi"
    )


def test_a_missing_setting_is_named(monkeypatch, new_database):
    monkeypatch.delenv("KPI_DATABASE_USER")
    with pytest.raises(Unavailable, match="KPI_DATABASE_USER is not set"), new_database().writing():
        pass
    monkeypatch.delenv("KPI_DATABASE_READER")
    with pytest.raises(Unavailable, match="KPI_DATABASE_READER is not set"):
        Reader(new_database()).version()


def test_a_password_may_stand_in_a_file(monkeypatch, database, tmp_path):
    (tmp_path / "password").write_text("secret-of-the-reader\n")
    monkeypatch.delenv("KPI_DATABASE_READER_PASSWORD")
    monkeypatch.setenv("KPI_DATABASE_READER_PASSWORD_FILE", str(tmp_path / "password"))
    assert ask(database, "SELECT count(*) FROM load") == [(1,)]


def test_a_warehouse_may_be_called_by_a_word_of_sql(database):
    user = warehouse_named(str(database).rsplit("/", 1)[0] + "/user")
    _publish(user, "2022-08.xlsx")
    assert Reader(user).ask("months")["month_text"].tolist() == ["2022-08"]


# roles and secrets


def test_pages_read_with_a_role_that_can_only_select(database, postgres):
    with session(database.at, "READER") as reader:
        assert reader.ask("SELECT current_user::text") == [("kpi_reader",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            reader.connection.execute(f"DELETE FROM {database.at.namespace}.publication")
    with publisher.reading(database) as con, pytest.raises(duckdb.Error, match="read-only"):
        con.execute("DELETE FROM load")


def test_no_password_shows_anywhere(database, monkeypatch, capfd):
    away = warehouse_named("postgresql://127.0.0.1:1/kpi/kpi")
    assert run(["history"], away, monkeypatch) == 1
    said = capfd.readouterr()
    assert "数据库（PostgreSQL）暂时连不上" in said.out
    assert "secret-of" not in said.out + said.err


# publications


def test_a_reader_keeps_what_it_opened_and_hears_of_the_next(database):
    reader = Reader(database)
    with reader.held() as opened:
        _publish(database, "2023-07.xlsx")
        assert opened.con.execute("SELECT count(*) FROM load").fetchone() == (1,)
    assert len(reader.ask("loads")) == 2


def test_another_process_hears_of_a_publication_without_asking(database):
    """The question which version is newest is answered from memory: not one query for a click."""
    heard = news(database.at)
    assert [p.version for p in heard.current()] == [2, 1]
    command = [sys.executable, "-m", "ingest", "load", str(RAW / "2023-07.xlsx")]
    environment = os.environ | {"KPI_WAREHOUSE": str(database)}
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    until = time.monotonic() + 30
    while heard._said[0].version != 3 and time.monotonic() < until:
        time.sleep(0.01)
    assert _versions(database) == [3, 2, 1]


def test_an_answer_that_comes_late_takes_nothing_back(database):
    """The background asked before a publication and hears of it after the publisher."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(session) -> str:
        begun.set()
        go_on.wait()
        return "before"

    def ask(session) -> str:
        return "after" if begun.is_set() else slow(session)

    heard: News[str] = News(database.at, ask, unused=0)
    with session(database.at, "READER") as opened:
        asking = threading.Thread(target=heard.tell, args=[opened])
        asking.start()
        begun.wait()
        heard.tell(opened)
        go_on.set()
        asking.join()
    assert heard._said == "after"


def test_opening_a_publication_asks_postgresql_three_times(database, monkeypatch):
    asked, here = [], threading.current_thread()
    ask = psycopg.Connection.execute

    def counted(self, *arguments, **options):
        if threading.current_thread() is here:
            asked.append(arguments)
        return ask(self, *arguments, **options)

    monkeypatch.setattr(psycopg.Connection, "execute", counted)
    source, fresh = next(database.sources()), Copies(database.at)
    file = fresh.fetched(source.place)
    assert len(asked) <= 3
    assert hashlib.sha256(file.read_bytes()).digest() == source.version[1]


def test_publications_share_the_pieces_they_have_in_common(new_database, tmp_path):
    """Eight pieces of two files, five of them different."""
    at = new_database().at
    one, other = tmp_path / "one", tmp_path / "other"
    parts = [letter.encode() * 65_536 for letter in "abc"]
    one.write_bytes(b"".join([*parts, parts[0]]))
    other.write_bytes(b"".join([parts[0], parts[1], b"d" * 65_536, b"the end"]))
    with session(at, "USER") as writer:
        pieces.lock(writer)
        first, second = pieces.store(writer, one, 1), pieces.store(writer, other, 2)
        assert writer.ask("SELECT count(*) FROM {}.piece") == [(5,)]
        for publication, file in ((first, one), (second, other)):
            pieces.fetch(writer, publication, tmp_path / "fetched", beside=one)
            assert (tmp_path / "fetched").read_bytes() == file.read_bytes()


def test_six_publications_are_kept_and_no_piece_of_another(database, postgres):
    for n in range(KEPT):
        with publisher.change(database, catalog()) as con:
            con.execute(f"INSERT INTO meta VALUES ('try {n}', '')")
    assert _versions(database) == [8, 7, 6, 5, 4, 3]
    loose = (
        f"SELECT count(*) FROM {database.at.namespace}.piece WHERE sha256 NOT IN "
        f"(SELECT unnest(pieces) FROM {database.at.namespace}.publication)"
    )
    assert postgres.sql(loose) == "0"


def test_a_writer_whose_lock_was_taken_away_publishes_nothing(database, postgres):
    """An administrator, a firewall or an idle timeout ends its connection while it works; another
    writer takes the number meanwhile, and there is one load of that number."""
    before = _versions(database)[0]
    with pytest.raises(Unavailable, match="database"), publisher.change(database, catalog()) as con:
        con.execute("INSERT INTO meta VALUES ('first', '')")
        _end_writers(postgres)
        with publisher.change(database, catalog()) as other:
            other.execute("INSERT INTO meta VALUES ('second', '')")
    assert _versions(database)[0] == before + 1
    assert ask(database, "SELECT key FROM meta WHERE key IN ('first', 'second')") == [("second",)]


def test_a_writer_whose_machine_is_lost_holds_nobody_up_for_hours(database):
    with session(database.at, "USER") as writer:
        pieces.lock(writer)
        assert writer.ask("SHOW tcp_keepalives_idle") == [("30",)]


def _end_writers(postgres) -> None:
    postgres.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'kpi'")


def test_a_commit_whose_answer_is_lost_is_looked_up(database, monkeypatch):
    from warehouse.session import Session

    do = Session.do

    def lost(self, statement, *values):
        do(self, statement, *values)
        if statement == "COMMIT":
            self.connection.close()
            raise psycopg.OperationalError("server closed the connection")

    monkeypatch.setattr(Session, "do", lost)
    with publisher.change(database, catalog()) as con:
        con.execute("INSERT INTO meta VALUES ('kept', '')")
    monkeypatch.undo()
    assert ask(database, "SELECT 1 FROM meta WHERE key = 'kept'") == [(1,)]


def test_a_commit_that_is_known_to_have_failed_is_told_so(database, monkeypatch):
    from warehouse.session import Session

    do = Session.do

    def lost(self, statement, *values):
        if statement == "COMMIT":
            self.connection.close()
            raise psycopg.OperationalError("server closed the connection")
        do(self, statement, *values)

    monkeypatch.setattr(Session, "do", lost)
    with pytest.raises(Unavailable) as told, publisher.change(database, catalog()) as con:
        con.execute("INSERT INTO meta VALUES ('lost', '')")
    assert told.value.part == "database"
    monkeypatch.undo()
    assert ask(database, "SELECT 1 FROM meta WHERE key = 'lost'") == []


def test_four_replicas_on_an_empty_database_make_one_warehouse(new_database):
    empty = new_database()
    code = (
        "import sys; from catalog import catalog; from ingest.changes.rebuild import refresh; from "
        "warehouse import warehouse_named; refresh(warehouse_named(sys.argv[1]), catalog())"
    )
    starting = [
        subprocess.Popen([sys.executable, "-c", code, str(empty)], cwd=ROOT, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    said = [process.communicate(timeout=120)[1].decode() for process in starting]
    assert [process.returncode for process in starting] == [0] * 4, said
    assert ask(empty, "SELECT count(*) FROM meta WHERE key = 'schema'") == [(1,)]


def test_nobody_is_idle_in_a_transaction(database, postgres):
    assert len(Reader(database).ask("months")) == 1
    idle = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
    assert postgres.sql(idle) == "0"


# backup and moving


def test_a_backup_is_a_file_and_goes_back_as_the_next_publication(
    database, tmp_path, monkeypatch, capsys
):
    assert run(["backup", str(tmp_path / "copies")], database, monkeypatch) == 0
    [copy] = (tmp_path / "copies").iterdir()
    _publish(database, "2023-07.xlsx")
    assert run(["restore", str(copy)], database, monkeypatch) == 0
    assert "已恢复，共 1 次入库" in capsys.readouterr().out
    assert _versions(database)[0] == 4
    assert ask(database, "SELECT count(*) FROM load") == [(1,)]


def test_what_is_no_backup_is_not_restored(database, tmp_path, monkeypatch, capsys):
    (tmp_path / "other.duckdb").write_bytes(b"no warehouse")
    assert run(["restore", str(tmp_path / "other.duckdb")], database, monkeypatch) == 1
    assert "没有恢复，数据仓库没有改变" in capsys.readouterr().out
    assert _versions(database) == [2, 1]


def test_there_and_back_again_is_the_same(shared, tmp_path, monkeypatch, capsys, new_database):
    source, target = shared("real", "file"), new_database()
    back = FileWarehouse(tmp_path / "back.duckdb")
    assert run(["migrate", str(source), str(target)], target, monkeypatch) == 0
    assert "3 次入库、369 个数值，逐行核对一致" in capsys.readouterr().out
    assert run(["migrate", str(target), str(back)], target, monkeypatch) == 0
    _require_same(source, back)


def test_a_dump_restored_into_another_server_is_the_same_warehouse(database, postgres):
    """As docs/cluster.md says: only KPI_WAREHOUSE changes."""
    name = database.at.namespace
    dump = [postgres.bin / "pg_dump", "-n", name, "-h", "127.0.0.1", "-p", str(postgres.port)]
    said = subprocess.run([*dump, "-U", "postgres", "kpi"], check=True, capture_output=True)
    another = Postgres()
    try:
        another.sql(said.stdout.decode())
        moved = warehouse_named(f"{another.address}/{name}")
        _require_same(database, moved)
        assert _publish(moved, "2023-07.xlsx").new
        assert (_versions(moved), _versions(database)) == ([3, 2, 1], [2, 1])
    finally:
        another.remove()


def _require_same(one, other) -> None:
    for table in HISTORY:
        rows = sorted(ask(one, f"FROM {table}"), key=repr)
        assert rows == sorted(ask(other, f"FROM {table}"), key=repr), table


def test_nothing_moves_into_a_warehouse_with_loads(shared, database, tmp_path):
    with pytest.raises(NotMovable, match="已有入库记录"):
        migrate(shared("real", "file"), database, catalog())
    with pytest.raises(NotMovable, match="没有这个数据仓库"):
        migrate(FileWarehouse(tmp_path / "none.duckdb"), database, catalog())
    assert _versions(database) == [2, 1]


def test_a_row_that_arrives_otherwise_stops_the_move(shared, new_database, monkeypatch):
    """A target that rounds: nothing of it may show."""
    target = new_database()
    rounding = structure.SCHEMA.replace("DECIMAL(18, 4)", "DECIMAL(18, 1)")
    monkeypatch.setattr(structure, "SCHEMA", rounding)
    monkeypatch.setattr(structure, "schema_version", lambda: _schema_of(shared("real", "file")))
    with pytest.raises(loads.WarehouseBroken, match="observation: "):
        migrate(shared("real", "file"), target, catalog())
    assert not target.exists()


def _schema_of(file) -> str:
    return ask(file, "SELECT value FROM meta WHERE key = 'schema'")[0][0]


def test_a_lake_of_an_earlier_release_moves_with_one_command(
    shared, postgres, new_database, tmp_path, monkeypatch, capsys
):
    source, target = shared("real", "file"), new_database()
    lake = _lake_of(source, postgres, tmp_path, monkeypatch)
    assert run(["migrate", str(lake), str(target)], target, monkeypatch) == 0
    assert "3 次入库、369 个数值，逐行核对一致" in capsys.readouterr().out
    _require_same(source, target)
    assert run(["load", str(RAW / "2022-08.xlsx")], lake, monkeypatch) == 1
    assert "DuckLake 数据仓库从本版起只读。请先迁移" in capsys.readouterr().out


def _lake_of(file: FileWarehouse, postgres, folder, monkeypatch):
    """What the earlier release wrote: DuckLake's catalogue in PostgreSQL, Parquet in a folder."""
    from warehouse.lake import _extension

    monkeypatch.setenv("KPI_LAKE_READER", "kpi")
    monkeypatch.setenv("KPI_LAKE_DATA", str(folder / "parquet"))
    with duckdb.connect() as con:
        for name in ("postgres_scanner", "ducklake"):
            con.execute(f"LOAD '{_extension(name)}'")
        con.execute(
            f"ATTACH 'ducklake:postgres:host=127.0.0.1 port={postgres.port} dbname=kpi user=kpi' "
            f"AS lake (DATA_PATH '{folder}/parquet/old_lake/', METADATA_SCHEMA 'old_lake')"
        )
        con.execute(f"ATTACH '{file}' AS file (READ_ONLY)")
        for table in structure.TABLES:
            con.execute(f"CREATE TABLE lake.{table} AS FROM file.{table}")
    return warehouse_named(f"ducklake:{postgres.address}/old_lake")


def test_a_cleared_temporary_folder_is_made_again(database):
    publication = next(database.sources()).place
    fresh = Copies(database.at)
    before = fresh.fetched(publication).read_bytes()
    shutil.rmtree(fresh.fetched(publication).parent)
    assert fresh.fetched(publication).read_bytes() == before


def test_two_threads_fetch_a_publication_once(database):
    publication = next(database.sources()).place
    at_once = Copies(database.at)
    files = []
    fetching = [
        threading.Thread(target=lambda: files.append(at_once.fetched(publication)))
        for _ in range(4)
    ]
    [thread.start() for thread in fetching]
    [thread.join() for thread in fetching]
    assert len(set(files)) == 1
    assert copies(database.at) is copies(database.at)
