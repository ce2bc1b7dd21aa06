"""贡献: what each city gave to the province's growth adds up, and is withheld where a city is
missing."""

import datetime as dt
import re

import pytest

from catalog import catalog
from tests.conftest import AUGUST, ask
from tests.tables_on_page import bars, tables
from tests.test_key_points import said
from tests.test_pages import show, texts
from ui.cities.contribution import sentence
from warehouse import publisher, queries
from warehouse.file import FileWarehouse
from warehouse.loads import Contents, Load, Observation, insert_load

USERS = "city_citizen_users"
OCTOBER = dt.date(2024, 10, 1)


def test_shares_add_up_to_the_whole_and_points_to_the_growth(simulated_warehouse):
    """Of every month, stock and span that has all cities: 100 % and the province's growth."""
    sums = ask(
        simulated_warehouse,
        "SELECT sum(contribution_pct), sum(pull_pp) - any_value(growth_pct), "
        "sum(added) - any_value(grown), count(*), any_value(grown) "
        "FROM contribution WHERE known GROUP BY month, indicator_code, span",
    )
    assert len(sums) > 150
    for share, points, added, members, grown in sums:
        assert members == 22
        assert (abs(points) < 1e-9, added) == (True, 0)
        assert abs(share - 100) < 1e-9 if grown > 0 else share is None


def test_where_the_province_shrinks_there_are_points_and_no_shares(tmp_path):
    """Every city falls from 10 to 9 and the province from 300 to 270: each city's point of 300 is
    lost, but no part of a growth is made."""
    members = {c.code: (10, 9) for c in catalog().cities} | {"440000": (300, 270)}
    rows = [
        Observation(month, code, member, "cumulative", value, None, str(value), 0, "表", "A1")
        for member, values in members.items()
        for month, value in zip((dt.date(2024, 5, 1), dt.date(2024, 6, 1)), values, strict=True)
        for code in ("citizen_registered_users" if member == "440000" else USERS,)
    ]
    path = FileWarehouse(tmp_path / "shrinking.duckdb")
    with publisher.change(path, catalog(), fresh=True) as con:
        load = Load("public", None, "public", False, False, "a.xlsx", "0", b"", "a")
        insert_load(con, load, Contents(rows))
    told = ask(path, "SELECT contribution_pct, round(pull_pp, 4), added FROM contribution")
    assert set(told) == {(None, round(-100 / 300, 4), -1), (None, -3.0, -9)}
    assert len(told) == 22


def test_it_is_the_citys_own_growth_over_the_provinces(simulated_warehouse):
    [(now, then, whole_now, whole_then, share, points)] = ask(
        simulated_warehouse,
        """
        SELECT n.value, b.value, c.province, c.base, c.contribution_pct, c.pull_pp
        FROM contribution c
        JOIN observation n ON n.indicator_code = c.indicator_code AND n.month = c.month
            AND n.member_code = c.member_code
        JOIN observation b ON b.indicator_code = c.indicator_code AND b.month = c.base_month
            AND b.member_code = c.member_code
        WHERE c.indicator_code = 'city_citizen_users' AND c.month = DATE '2024-10-01'
            AND c.span = 'year' AND c.member_code = '440300'
        """,
    )
    added, grown = float(now - then), float(whole_now - whole_then)
    assert (share, points) == pytest.approx(
        (100 * added / grown, 100 * added / float(whole_then)), abs=1e-9
    )


def test_without_a_city_nothing_is_said(monkeypatch, simulated_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(simulated_warehouse))
    for month in (dt.date(2024, 7, 1), dt.date(2024, 8, 1)):  # and in the month after
        rows = queries.cities.contributions(month, USERS, "month")
        assert rows["member_name"].isna().tolist() == [True]
        assert sentence(rows, "比上月", month) == "2024-07 缺云浮：有市没有上报，不算贡献。"


def test_a_month_without_an_earlier_one_says_which(monkeypatch, real_warehouse):
    app = show("cities", monkeypatch, real_warehouse, month="2022-08")
    assert "没有 2022-07 的各市数和全省数，算不出贡献。" in texts(app)
    assert not any("贡献" in s for s in said(real_warehouse, AUGUST))


def test_the_page_draws_and_says_who_made_the_growth(monkeypatch, simulated_warehouse):
    app = show("cities", monkeypatch, simulated_warehouse, month="2024-10")
    rows = queries.cities.contributions(OCTOBER, USERS, "month")
    first = rows.iloc[0]
    assert f"贡献最大的是**{first['member_name']}**（" in texts(app)
    drawn = app.get("html")[-1].proto.body  # a bar leads to its city, 省直/未分配 nowhere
    leads = re.findall('<li><a href="/city[?]city=([0-9]+)&amp;month=2024-10" ', drawn)
    assert (leads[0], len(leads)) == (first["member_code"], 21)
    drawn = bars(app)[-1]
    assert (next(iter(drawn)), len(drawn)) == (first["member_name"], 22)
    table = next(t for t in tables(app) if "贡献率" in t)
    assert table["地市"].tolist()[-2:] == ["省直/未分配", "全省"]
    assert table["贡献率"].tolist()[-1] == "100.0%"
    printed = [float(text.rstrip("%")) for text in table["贡献率"][:-1]]
    assert abs(sum(printed) - 100) <= 22 * 0.05
    assert f"贡献最大的是{first['member_name']}（" in "".join(said(simulated_warehouse, OCTOBER))


def test_what_does_not_add_up_has_no_contribution(monkeypatch, simulated_warehouse):
    app = show("cities", monkeypatch, simulated_warehouse, indicator="粤政易 · 日活率")
    assert "贡献最大" not in texts(app)
