"""What the views say about the real months, and how a warehouse changes under its readers."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import duckdb
import pytest

from catalog import catalog
from ingest.changes.publish import publish
from ingest.changes.rebuild import refresh
from ingest.pipeline import check_workbook
from tests.conftest import AUGUST, JULY_2023, RAW, ROOT, ask, damaged, edited, run, state
from warehouse import configured_warehouse, loads, publisher, queries, structure
from warehouse.file import FileWarehouse
from warehouse.file_engine import attach
from warehouse.kind import Warehouse
from warehouse.reader import Reader

pytestmark = pytest.mark.both_kinds


# known true values


def test_registered_users_of_the_real_month(real):
    row = (
        queries.overview.headlines(AUGUST)
        .set_index("indicator_code")
        .loc["citizen_registered_users"]
    )
    assert (row["value"], row["monthly_value"], round(row["mom"], 2), row["mom_origin"]) == (
        17432.2,
        289.7,
        1.69,
        "derived",
    )
    assert ask(
        real,
        (
            "SELECT value, origin FROM figure WHERE indicator_code = 'citizen_registered_users' "
            "AND month = '2022-07-01'"
        ),
    ) == [(Decimal("17142.5"), "derived")]


def test_a_year_later_the_derived_month_gives_a_yearly_change(real):
    row = (
        queries.overview.headlines(JULY_2023)
        .set_index("indicator_code")
        .loc["citizen_registered_users"]
    )
    assert (row["value"], round(row["yoy"], 2), row["yoy_origin"]) == (18301.3, 6.76, "derived")


def test_no_average_and_no_rate_has_a_derived_month(real):
    assert ask(real, "SELECT DISTINCT kind FROM figure WHERE origin = 'derived'") == [("stock",)]
    assert ask(
        real,
        (
            "SELECT count(*) FROM figure WHERE indicator_code = 'kiosk_daily_visitors' AND month "
            "= '2022-07-01'"
        ),
    ) == [(0,)]


def test_a_reported_month_is_never_derived_again(real):
    assert (
        ask(
            real,
            (
                "SELECT count(*) FROM figure GROUP BY month, indicator_code, member_code, measure "
                "HAVING count(*) > 1"
            ),
        )
        == []
    )


def test_projects_of_the_real_month(real):
    total = queries.projects.project_stages(AUGUST).iloc[-1]
    assert (total["stage_name"], total["count"], total["count_change"], total["amount"]) == (
        "合计",
        1793,
        107,
        1594761.72,
    )
    checks = queries.projects.project_checks(AUGUST)
    assert checks[["stated", "stage_sum", "difference"]].to_numpy().tolist() == [
        [1793, 1793, 0],
        [107, 107, 0],
        [1594761.72, 1594761.72, 0],
    ]


def test_stage_shares_and_averages(real):
    stages = queries.projects.project_stages(AUGUST).set_index("stage_code")
    assert round(stages["count_share_pct"].iloc[:-1].sum(), 6) == 100
    assert round(stages.loc["procurement", "average_amount"], 2) == 1719.13


@pytest.mark.parametrize(
    ("indicator", "city", "value"),
    [
        ("city_business_entities", "佛山", 100.73),
        ("city_citizen_app_installs", "河源", 5.0),
        ("city_citizen_users", "广州", 4221.5),
    ],
)
def test_a_city_of_the_real_month(real, indicator, city, value):
    assert (
        queries.cities.city_ranking(AUGUST, indicator).set_index("city_name").loc[city, "value"]
        == value
    )


@pytest.mark.parametrize(
    ("indicator", "remainder", "share"),
    [
        ("city_citizen_users", 588.9, 3.4),
        ("city_citizen_app_installs", 316.2, 23.1),
        ("city_business_entities", 20.31, 1.6),
        ("city_office_users", 14.97, 6.2),
    ],
)
def test_what_the_cities_leave_over(real, indicator, remainder, share):
    row = queries.cities.city_remainder(AUGUST, indicator).iloc[0]
    assert (round(row["remainder"], 2), round(row["remainder_pct"], 1)) == (remainder, share)


def test_fourteen_cities_share_rank_one_and_the_next_is_fifteenth(real):
    ranking = queries.cities.city_ranking(AUGUST, "city_business_coverage")
    assert ranking["rank"].tolist() == [1] * 14 + [15, 16, 17, 18, 19, 20, 21]
    assert ranking["city_name"].iloc[14] == "河源"


def test_region_sums(real):
    users = queries.cities.region_totals(AUGUST, "city_citizen_users").set_index("region")
    assert (users.loc["珠三角", "value"], round(users.loc["珠三角", "share_pct"], 1)) == (
        11368.4,
        67.5,
    )
    active = queries.cities.region_totals(AUGUST, "city_business_active_users")
    assert (active["value"].sum(), active.set_index("region").loc["珠三角", "value"]) == (
        1412258,
        1152418,
    )
    assert queries.cities.region_totals(AUGUST, "city_office_active_rate").empty


def test_per_ten_thousand_residents(real):
    guangzhou = (
        queries.cities.city_ranking(AUGUST, "city_citizen_users").set_index("city_name").loc["广州"]
    )
    assert round(guangzhou["per_10k"]) == round(4221.5 * 10000 / 1867.66)
    assert queries.cities.city_ranking(AUGUST, "city_business_coverage")["per_10k"].isna().all()
    by_people = queries.cities.city_ranking(AUGUST, "city_citizen_users", "per_10k")
    assert by_people["city_name"].tolist()[:3] == ["广州", "珠海", "汕尾"]
    assert by_people["rank"].tolist() == list(range(1, 22))


def test_what_the_partial_month_lacks(real):
    missing = queries.overview.missing(JULY_2023)
    assert missing.groupby("table_name")["absent"].sum().to_dict() == {
        "city": 168,
        "platform": 58,
        "project": 21,
    }  # 差评按时整改率 is public, 日均页面访问量（当月） never printed


def test_a_gap_is_a_row_without_a_value(real):
    trend = queries.trends.trend(["citizen_services"], "cumulative", [])
    assert trend["month"].diff().dropna().dt.days.max() == 31
    assert trend.dropna(subset=["value"])["origin"].tolist() == [
        "public",
        "public",
        "derived",
        "report",
        "public",
    ]


@pytest.mark.parametrize("measure", ["cumulative", "monthly", "year_to_date"])
def test_targets_stand_beside_every_measure_and_are_lines_in_their_own(real, measure):
    users = ["citizen_registered_users"]
    years = dt.date(2020, 1, 1), dt.date(2022, 12, 31)
    aims = queries.trends.trend_targets(users, measure, *years)
    assert aims[["name", "drawn"]].values.tolist() == [
        ["粤省事实名注册用户", measure == "cumulative"]
    ]
    assert queries.trends.trend_targets(users, measure, *(dt.date(2022, 1, 1),) * 2).empty


def test_every_figure_says_where_it_stands(real):
    assert ask(
        real, "SELECT count(*) FROM figure WHERE source IS NULL OR source NOT LIKE '%.xlsx｜%!%'"
    ) == [(0,)]


# loads over time


def test_a_revision_replaces_and_the_past_stays_visible(new_warehouse, august):
    path = new_warehouse
    _publish(path, august, "2022-08.xlsx")
    _publish(
        path,
        _with_users(august, "17432.3"),
        "2022-08修订.xlsx",
        {("month-revision", "", ""): "原数四舍五入有误，现更正"},
    )
    users = (
        "SELECT value, token FROM figure WHERE indicator_code = 'citizen_registered_users' AND "
        "month = '2022-08-01' AND measure = 'cumulative'"
    )
    assert ask(path, users) == [(Decimal("17432.3"), "17432.3")]
    assert ask(path, users, as_of_load=1) == [(Decimal("17432.2"), "17432.2")]
    assert ask(path, "SELECT count(*) FROM load") == [(2,)]


def test_a_new_catalogue_reaches_the_warehouse_without_a_load(new_warehouse, august):
    path = new_warehouse
    _publish(path, august, "2022-08.xlsx")
    assert refresh(path, catalog()) is None
    with damaged(path) as con:
        con.execute("UPDATE meta SET value = 'older' WHERE key = 'vocabulary'")
        con.execute("DELETE FROM indicator WHERE code = 'kiosk_people_served'")
    assert refresh(path, catalog()) == "refreshed"
    assert ask(path, "SELECT count(*) FROM indicator") == [(len(catalog().indicators),)]


# a change


def test_a_failing_change_leaves_the_warehouse_untouched(new_warehouse, august):
    path = new_warehouse
    _publish(path, august, "2022-08.xlsx")
    before = state(path)
    with pytest.raises(ZeroDivisionError), publisher.change(path, catalog()) as con:
        con.execute("DELETE FROM observation")
        raise ZeroDivisionError
    assert state(path) == before


def test_an_inconsistent_change_is_refused(new_warehouse, august):
    path = new_warehouse
    _publish(path, august, "2022-08.xlsx")
    before = state(path)
    for damage, rule in [
        (
            "INSERT INTO observation SELECT * FROM observation LIMIT 1",
            "two observations of one load",
        ),
        (
            "UPDATE observation SET indicator_code = 'unknown' WHERE token = '17432.2'",
            "not in the catalogue",
        ),
        (
            "UPDATE observation SET member_code = '999999' WHERE token = '17432.2'",
            "neither the province",
        ),
        ("UPDATE observation SET month = '2022-08-02'", "not the first of a month"),
        ("DELETE FROM load", "has no load"),
    ]:
        with (
            pytest.raises(loads.WarehouseBroken, match=rule),
            publisher.change(path, catalog()) as con,
        ):
            con.execute(damage)
    assert state(path) == before


def test_a_writer_killed_in_mid_change_loses_nothing(new_warehouse, august):
    path = new_warehouse
    _publish(path, august, "2022-08.xlsx")
    code = f"""
import time
from catalog import catalog
from warehouse import warehouse_named, publisher
with publisher.change(warehouse_named({str(path)!r}), catalog()) as con:
    con.execute("DELETE FROM observation")
    print("inside", flush=True)
    time.sleep(60)
"""
    writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, cwd=ROOT)
    assert writer.stdout.readline() == b"inside\n"
    os.kill(writer.pid, signal.SIGKILL)
    writer.wait()
    assert ask(path, "SELECT count(*) FROM observation") == [(269,)]
    _publish(
        path, (RAW / "2023-07.xlsx").read_bytes(), "2023-07.xlsx"
    )  # and the next writer is not held up
    assert ask(path, "SELECT count(*) FROM load") == [(2,)]


def test_a_write_ahead_log_beside_the_file_stops_the_writer(tmp_path, august):
    path = FileWarehouse(tmp_path / "w.duckdb")
    _publish(path, august, "2022-08.xlsx")
    (tmp_path / "w.duckdb.wal").write_bytes(b"left by somebody")
    with pytest.raises(loads.WarehouseBroken, match="in place"):
        _publish(path, (RAW / "2023-07.xlsx").read_bytes(), "2023-07.xlsx")


def test_a_state_is_attached_once_and_only_while_it_is_published(tmp_path, august):
    """Attaching reads every view: 8 ms of each check and publication."""
    path = FileWarehouse(tmp_path / "w.duckdb")
    count = "SELECT count(*) FROM load"
    attached = "SELECT count(*) FROM duckdb_databases() WHERE path LIKE '%/w.duckdb'"
    _publish(path, august, "2022-08.xlsx")
    assert [publisher.read(path, q) for q in (count, count, attached)] == [[(1,)], [(1,)], [(1,)]]
    with publisher.reading(path) as old:
        _publish(path, (RAW / "2023-07.xlsx").read_bytes(), "2023-07.xlsx")
        assert publisher.read(path, count) == [(2,)]
        assert old.execute(count).fetchall() == [(1,)]
    del old
    assert publisher.read(path, attached) == [(1,)]


def test_a_process_may_write_several_warehouses_at_once(tmp_path, august):
    """Each lists its views: in a transaction that is in the other's file as well."""
    paths = [FileWarehouse(tmp_path / f"{n}.duckdb") for n in range(2)]
    both = threading.Barrier(2, timeout=20)

    def write(path: FileWarehouse) -> None:
        _publish(path, august, "2022-08.xlsx")
        both.wait()
        for _ in range(4):
            with publisher.change(path, catalog()) as con:
                structure.write(con, catalog())

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, paths))
    assert [ask(path, "SELECT count(*) FROM load") for path in paths] == [[(1,)], [(1,)]]


def test_a_publication_writes_what_it_brings_and_nothing_of_what_stands_there(tmp_path, august):
    path = FileWarehouse(tmp_path / "w.duckdb")
    _publish(path, august, "2022-08.xlsx")
    for _ in range(8):
        with publisher.change(path, catalog()) as con:
            loads.insert_load(con, _kept(os.urandom(1 << 20)), loads.Contents())
    before = path.path.read_bytes()
    _publish(path, (RAW / "2023-07.xlsx").read_bytes(), "2023-07.xlsx")
    after = path.path.read_bytes()
    block = 1 << 14
    written = (
        sum(after[n : n + block] != before[n : n + block] for n in range(0, len(after), block))
        * block
    )
    assert len(before) > 8 << 20
    assert (
        written < 1 << 20
    )  # merged, the eight workbooks would be written again: 8.9 MB instead of 0.6


def test_a_reader_follows_the_published_file(new_warehouse, august):
    path = new_warehouse
    reader = Reader(path)
    assert reader.ask("months").empty
    _publish(path, august, "2022-08.xlsx")
    assert reader.ask("months")["month_text"].tolist() == ["2022-08"]
    _publish(path, (RAW / "2023-07.xlsx").read_bytes(), "2023-07.xlsx")
    assert reader.ask("months")["month_text"].tolist() == ["2023-07", "2022-08"]


def test_what_one_reader_changes_the_next_does_not_see(real):
    mine = queries.common.months()
    mine.loc[0, "month_text"] = "9999-99"
    assert queries.common.months()["month_text"].tolist() == ["2023-07", "2022-08"]


def test_a_question_can_reach_nothing_but_the_warehouse(real, tmp_path):
    reader = Reader(real)
    reader.ask("months")
    with pytest.raises(duckdb.Error):
        reader._current().con.execute("SELECT * FROM read_csv('/etc/passwd')")
    with pytest.raises(duckdb.Error):
        reader._current().con.execute(f"COPY (SELECT 1) TO '{tmp_path}/x.csv'")


ADD_PAIRS = """
import sys
from catalog import catalog
from warehouse import warehouse_named, publisher
for _ in range(int(sys.argv[2])):
    with publisher.change(warehouse_named(sys.argv[1]), catalog()) as con:
        con.execute("INSERT INTO a VALUES (1)")
        con.execute("INSERT INTO b VALUES (1)")
"""


def test_writers_wait_for_each_other_and_readers_for_nobody(new_warehouse, august):
    """3 writers, each changing a row in both tables again and again, with a reader following: no
    torn read, no error, no lost change."""
    path = new_warehouse
    changes = 8
    _publish(path, august, "2022-08.xlsx")
    with publisher.change(path, catalog()) as con:
        con.execute("CREATE TABLE a (n INTEGER)")
        con.execute("CREATE TABLE b (n INTEGER)")
    reader, seen, done = Reader(path), [], threading.Event()
    following = threading.Thread(target=_follow, args=(reader, seen, done))
    following.start()
    writers = [
        subprocess.Popen([sys.executable, "-c", ADD_PAIRS, str(path), str(changes)], cwd=ROOT)
        for _ in range(3)
    ]
    codes = [writer.wait(timeout=180) for writer in writers]
    done.set()
    following.join()
    assert codes == [0, 0, 0]
    assert all(a == b for a, b in seen)
    assert len({a for a, _ in seen}) > 3
    assert ask(path, "SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b)") == [
        (3 * changes, 3 * changes)
    ]


def _follow(reader: Reader, seen: list, done: threading.Event) -> None:
    while not done.is_set():
        reader.ask("warehouse_state")
        seen += publisher.read(
            reader.warehouse, "SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM b)"
        )
        time.sleep(0.05)


def _publish(path: Warehouse, workbook: bytes, name: str, answers: dict | None = None) -> None:
    checked = check_workbook(workbook, name, catalog(), path)
    assert not checked.blocked, checked.problems
    assert publish(path, checked, "test", catalog(), answers).new


def _with_users(workbook: bytes, users: str) -> bytes:
    return edited(workbook, {"平台推广应用!C4": users})


def _kept(workbook: bytes) -> loads.Load:
    """A load without figures, for the room that its workbook takes."""
    return loads.Load("public", None, "public", True, False, "附件.xlsx", "", workbook, "test")


@pytest.mark.parametrize(
    ("value", "stored"), [("1.84E+4", "18400"), ("3E+2", "300"), ("1.5", "1.5")]
)
def test_an_exponent_is_no_reason_to_store_another_number(value, stored):
    with duckdb.connect() as con:
        con.execute("CREATE TABLE t (v DECIMAL(18, 4))")
        structure.insert_columns(con, "t", {"v": [Decimal(value)]})
        assert con.execute("SELECT v FROM t").fetchone()[0] == Decimal(stored)


def test_what_is_inserted_is_stored_as_it_is():
    now = dt.datetime(2026, 1, 2, 3, 4, 5, 678901)
    rows = [
        ("a\0b'\"\\n{}\x1e", None, 0.1, True, ["a'", '"'], now),
        ("", b"\0\xff'", 5e-324, False, [], None),
        (None, None, None, None, None, now),
        ("NULL", b"", 1e300, True, None, None),
    ]
    with duckdb.connect() as con:
        con.execute(
            "CREATE TABLE t (s VARCHAR, b BLOB, d DOUBLE, f BOOLEAN, l VARCHAR[], w TIMESTAMP)"
        )
        structure.insert_columns(con, "t", dict(zip("sbdflw", map(list, zip(*rows)))))
        assert con.execute("FROM t").fetchall() == rows


def test_the_order_of_the_months_and_a_rebuild_change_no_byte(place, kind, tmp_path, monkeypatch):
    files = [str(path) for path in sorted(RAW.glob("*.xlsx"))]
    written = []
    for order in (files, files[::-1]):
        path = place(kind)
        for file in order:
            assert run(["load", file], path, monkeypatch) == 0
        for again in (False, True):
            if again:
                assert run(["rebuild"], path, monkeypatch) == 0
            assert run(["canonical", str(tmp_path / "all.csv")], path, monkeypatch) == 0
            written.append((tmp_path / "all.csv").read_bytes())
    assert len(written[0].splitlines()) == 369 + 34 + 1
    assert written == [written[0]] * 4


def test_a_file_that_somebody_still_looks_at_is_waited_for(tmp_path):
    """A listing of all tables held a file of the same engine, and a publication failed."""
    held = duckdb.connect(":memory:")
    held.execute(f"ATTACH '{tmp_path}/x.duckdb' AS x")
    letting_go = threading.Timer(0.3, held.close)
    letting_go.start()
    with duckdb.connect(":memory:") as con:
        attach(con, f"ATTACH '{tmp_path}/x.duckdb' AS y")
        assert con.execute(
            "SELECT count(*) FROM duckdb_databases() WHERE database_name = 'y'"
        ).fetchone() == (1,)
    letting_go.join()


def test_a_link_that_is_switched_is_followed(monkeypatch, tmp_path):
    link = tmp_path / "now.duckdb"
    monkeypatch.setenv("KPI_WAREHOUSE", str(link))
    for name in ("one.duckdb", "two.duckdb"):
        link.unlink(missing_ok=True)
        link.symlink_to(name)
        assert configured_warehouse() == FileWarehouse(tmp_path / name)
