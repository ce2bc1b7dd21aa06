"""The lake's own promises: roles, secrets, moving between kinds, upkeep.

What both kinds promise stands in test_warehouse and test_publishing.
"""

import os
import subprocess
import sys

import duckdb
import pytest

from catalog import catalog
from ingest.changes.migrate import HISTORY, NotMovable, migrate
from ingest.changes.publish import publish
from ingest.changes.rebuild import refresh
from ingest.pipeline import check_workbook
from tests.conftest import RAW, ROOT, ask, run
from warehouse import loads, publisher, warehouse_named
from warehouse.file import FileWarehouse
from warehouse.kind import Source
from warehouse.lake import Lake
from warehouse.lake_access import engine, retried
from warehouse.reader import Reader


@pytest.fixture
def lake(new_lake, august) -> Lake:
    """A lake with the real month 2022-08."""
    made = new_lake()
    publish(made, check_workbook(august, "2022-08.xlsx", catalog(), made), "test", catalog())
    return made


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ducklake:postgresql://kpi:secret@db/lake", "no user and no password"),
        ("ducklake:lake.sqlite", "not like"),
        ("ducklake:postgresql://db/lake/a/b", "not like"),
        ("ducklake:postgresql://db/lake/a;drop", "not like"),
    ],
)
def test_an_address_says_where_and_nothing_else(text, said):
    with pytest.raises(ValueError, match=said) as refused:
        warehouse_named(text)
    assert "secret" not in str(refused.value)


def test_an_address_has_defaults():
    assert (
        str(warehouse_named("ducklake:postgresql://db.example/lake"))
        == "ducklake:postgresql://db.example:5432/lake/kpi"
    )


def test_a_missing_setting_is_named(monkeypatch, new_lake):
    monkeypatch.delenv("KPI_LAKE_USER")
    with pytest.raises(LookupError, match="KPI_LAKE_USER is not set"), new_lake().writing():
        pass


def test_a_password_may_stand_in_a_file(monkeypatch, lake, tmp_path):
    (tmp_path / "password").write_text("secret-of-the-reader\n")
    monkeypatch.delenv("KPI_LAKE_READER_PASSWORD")
    monkeypatch.setenv("KPI_LAKE_READER_PASSWORD_FILE", str(tmp_path / "password"))
    assert ask(lake, "SELECT count(*) FROM load") == [(1,)]


def test_a_lake_may_be_called_by_a_word_of_sql(lake, august):
    user = Lake(lake.host, lake.port, lake.database, "user")
    publish(user, check_workbook(august, "2022-08.xlsx", catalog(), user), "test", catalog())
    assert Reader(user).ask("months")["month_text"].tolist() == ["2022-08"]
    assert _maintain(user).startswith("维护完成")


def test_a_replica_holds_no_workbook_and_hands_it_out_all_the_same(lake, august):
    reader = Reader(lake)
    assert reader.ask("load_workbook", load=1)["workbook"].tolist() == [b""]
    assert bytes(reader.ask_stored("load_workbook", load=1)["workbook"].iloc[0]) == august


# roles and secrets


def test_pages_read_with_a_role_that_can_only_select(lake, postgres):
    with publisher.reading(lake) as con:
        (name,) = con.execute("SELECT current_database()").fetchone()
        asked = con.execute(
            f"FROM postgres_query('__ducklake_metadata_{name}', 'SELECT current_user::text')"
        ).fetchone()
        assert asked == ("kpi_reader",)
        with pytest.raises(duckdb.Error, match="read-only"):
            con.execute("DELETE FROM load")
    with pytest.raises(subprocess.CalledProcessError, match="exit status"):
        postgres.sql(f"SET ROLE kpi_reader; DELETE FROM {lake.namespace}.ducklake_snapshot")


def test_no_password_shows_anywhere(lake, monkeypatch, capfd):
    with publisher.reading(lake) as con:
        shown = (
            con.execute("SELECT path FROM duckdb_databases()").fetchall()
            + con.execute("FROM duckdb_secrets()").fetchall()
        )
    assert "secret-of" not in repr(shown)
    monkeypatch.setenv("PGCONNECT_TIMEOUT", "2")
    away = Lake("127.0.0.1", 1, "lake", "kpi")
    assert run(["history"], away, monkeypatch) == 1
    said = capfd.readouterr()
    assert "目录库（PostgreSQL）暂时连不上" in said.out
    assert "secret-of" not in said.out + said.err


def test_a_reader_stays_on_its_snapshot(lake):
    version = lake.version()
    publish(
        lake,
        check_workbook((RAW / "2023-07.xlsx").read_bytes(), "2023-07.xlsx", catalog(), lake),
        "test",
        catalog(),
    )
    with lake.reading(Source(lake, version)) as con:
        assert con.execute("SELECT count(*) FROM load").fetchone() == (1,)
    assert ask(lake, "SELECT count(*) FROM load") == [(2,)]


def test_a_big_lake_is_asked_in_place(lake, monkeypatch):
    """Beyond the rows a reader keeps in memory the questions go to the lake, with the same answers
    and no way to anything else."""
    small = Reader(lake).ask("loads")
    monkeypatch.setattr("warehouse.lake.HELD_ROWS", 0)
    monkeypatch.setattr("warehouse.opening.HELD_ROWS", 0)
    big = Reader(lake)
    assert big.ask("loads").equals(small)
    with pytest.raises(duckdb.Error):
        big._current().con.execute("FROM read_csv('/etc/passwd')")
    with pytest.raises(duckdb.Error):
        big._current().con.execute("ATTACH '' AS other (TYPE postgres)")


# writers


def test_a_commit_that_meets_a_stranger_is_run_again(lake):
    """Somebody who does not take our lock changes the same table in mid change: DuckLake refuses
    ours, and all of it runs again."""
    tries = []

    @retried
    def work() -> None:
        tries.append(1)
        with publisher.change(lake, catalog()) as con:
            con.execute("UPDATE load SET loaded_by = 'we' WHERE load_id = 1")
            if len(tries) == 1:
                _by_a_stranger(lake, "UPDATE load SET loaded_by = 'a stranger' WHERE load_id = 1")

    work()
    assert len(tries) == 2
    assert ask(lake, "SELECT loaded_by FROM load") == [("we",)]


def _by_a_stranger(lake: Lake, statement: str) -> None:
    with engine(False).cursor() as con, lake._attached(con, "USER", ""):
        con.execute(statement)


def test_four_replicas_on_an_empty_catalogue_make_one_warehouse(new_lake):
    lake = new_lake()
    code = (
        "import sys; from catalog import catalog; from ingest.changes.rebuild import refresh; from "
        "warehouse import warehouse_named; refresh(warehouse_named(sys.argv[1]), catalog())"
    )
    starting = [
        subprocess.Popen([sys.executable, "-c", code, str(lake)], cwd=ROOT, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    said = [process.communicate(timeout=120)[1].decode() for process in starting]
    assert [process.returncode for process in starting] == [0] * 4, said
    assert ask(lake, "SELECT count(*) FROM meta WHERE key = 'schema'") == [(1,)]
    assert refresh(lake, catalog()) is None


# moving


def test_a_backup_of_a_lake_is_not_a_file(lake, shared, tmp_path, monkeypatch, capsys):
    for arguments in (
        ["backup", str(tmp_path / "copies")],
        ["restore", str(shared("real", "file"))],
    ):
        assert run(arguments, lake, monkeypatch) == 1
        assert "请备份 PostgreSQL 和共享存储" in capsys.readouterr().out
    assert not (tmp_path / "copies").exists()


def test_there_and_back_again_is_the_same(shared, tmp_path, monkeypatch, capsys, new_lake):
    source, lake, back = shared("real", "file"), new_lake(), FileWarehouse(tmp_path / "back.duckdb")
    assert run(["migrate", str(source), str(lake)], lake, monkeypatch) == 0
    assert "3 次入库、369 个数值，逐行核对一致" in capsys.readouterr().out
    assert run(["migrate", str(lake), str(back)], lake, monkeypatch) == 0
    for table in HISTORY:
        assert sorted(ask(back, f"FROM {table}"), key=repr) == sorted(
            ask(source, f"FROM {table}"), key=repr
        )


def test_nothing_moves_into_a_warehouse_with_loads(shared, lake, tmp_path):
    version = lake.version()
    with pytest.raises(NotMovable, match="已有入库记录"):
        migrate(shared("real", "file"), lake, catalog())
    with pytest.raises(NotMovable, match="没有这个数据仓库"):
        migrate(FileWarehouse(tmp_path / "none.duckdb"), lake, catalog())
    assert lake.version() == version


def test_a_row_that_arrives_otherwise_stops_the_move(shared, new_lake, monkeypatch):
    """A target that rounds: nothing of it may show."""
    lake = new_lake()
    rounding = Lake.schema.replace("DECIMAL(18, 4)", "DECIMAL(18, 1)")
    monkeypatch.setattr(Lake, "schema", rounding)
    with pytest.raises(loads.WarehouseBroken, match="observation: "):
        migrate(shared("real", "file"), lake, catalog())
    assert not lake.exists()


# upkeep


def test_upkeep_merges_files_and_changes_no_answer(lake, postgres):
    for name in ("2023-07.xlsx", "public-figures.xlsx"):
        publish(
            lake,
            check_workbook((RAW / name).read_bytes(), name, catalog(), lake),
            "test",
            catalog(),
        )
    files = f"SELECT count(*) FROM {lake.namespace}.ducklake_data_file WHERE end_snapshot IS NULL"
    before, many = ask(lake, "FROM figure ORDER BY ALL"), int(postgres.sql(files))
    assert _maintain(lake).startswith("维护完成：合并")
    assert int(postgres.sql(files)) < many
    assert ask(lake, "FROM figure ORDER BY ALL") == before
    assert ask(lake, "SELECT count(*) FROM load") == [(3,)]


def test_snapshots_older_than_kept_go(lake, postgres):
    postgres.sql(
        f"UPDATE {lake.namespace}.ducklake_snapshot SET snapshot_time = now() - interval '30 "
        "days' WHERE snapshot_id = 0"
    )
    assert "清除 1 个旧快照" in _maintain(lake)
    assert ask(lake, "SELECT count(*) FROM observation") == [(269,)]


def _maintain(lake: Lake) -> str:
    environment = os.environ | {"KPI_WAREHOUSE": str(lake)}
    command = [sys.executable, "-m", "ingest", "maintain"]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_upkeep_gives_way_to_a_writer(lake, monkeypatch, capsys):
    with lake.writing():
        assert run(["maintain"], lake, monkeypatch) == 1
    assert "有人正在入库" in capsys.readouterr().out


def test_a_file_needs_no_upkeep(shared, monkeypatch, capsys):
    assert run(["maintain"], shared("real", "file"), monkeypatch) == 0
    assert "不需要维护" in capsys.readouterr().out
