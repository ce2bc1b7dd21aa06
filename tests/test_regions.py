"""Ranks, scores and regions of the real month and of the simulated ones."""

import datetime as dt

import pandas as pd
import pytest

from catalog import catalog
from tests.conftest import AUGUST
from warehouse import queries

USERS, COVERAGE = "city_citizen_users", "city_business_coverage"


@pytest.fixture
def real(real_warehouse, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))


@pytest.fixture
def simulated(simulated_warehouse, monkeypatch):
    monkeypatch.setenv("KPI_WAREHOUSE", str(simulated_warehouse))


def test_balance_of_the_real_month(real):
    rows = queries.balance.balance(AUGUST).set_index("indicator_code")
    assert rows.loc[USERS, ["core_total", "rest_total"]].tolist() == [11368.4, 5474.9]
    assert round(rows.loc[USERS, "core_share"], 1) == 67.5
    active = rows.loc["city_business_active_users"]
    assert (
        active["core_total"],
        active["core_total"] + active["rest_total"],
        round(active["core_share"], 1),
    ) == (1152418, 1412258, 81.6)
    assert (
        rows.loc[USERS, "core_source"]
        == "2022-08.xlsx｜地市推广应用!D4、D5、D6、D8、D12、D14、D15、D16、D20"
    )
    assert rows["gap_change"].isna().all()
    assert pd.isna(rows.loc[COVERAGE, "core_share"])


def test_residents_of_the_two_sides(real):
    assert queries.balance.residents().round(1).to_numpy().tolist() == [
        ["粤东西北", 12, 4799.8, 38.1],
        ["珠三角", 9, 7801.4, 61.9],
    ]


def test_the_real_month_has_no_month_before_for_its_cities(real):
    """The city table prints no 当月, so no earlier figure is derived from it."""
    assert queries.cities.city_progress(AUGUST, USERS).empty
    assert queries.cities.city_ranking(AUGUST, USERS)["rank_change"].isna().all()
    assert queries.cities.rank_history(AUGUST, USERS, "value")["month"].nunique() == 1


def test_a_month_with_a_silent_city_compares_no_regions(simulated):
    row = queries.balance.balance(dt.date(2024, 7, 1)).iloc[0]
    assert (row["cities"], row["complete"]) == (20, False)
    assert row[["core_share", "gap", "variation", "max_to_min"]].isna().all()
    assert queries.balance.balance_history(dt.date(2025, 12, 1), USERS)["gap"].isna().sum() == 1


def test_a_city_beside_its_region_and_the_province(real):
    guangzhou = queries.city.city_profile(AUGUST, "440100").set_index("indicator_code")
    users, coverage = guangzhou.loc[USERS], guangzhou.loc[COVERAGE]
    assert (users["level_kind"], round(users["all_level"]), round(users["all_gap"], 1)) == (
        "sum",
        13366,
        69.1,
    )
    assert (
        coverage["level_kind"],
        coverage["all_level"],
        round(coverage["region_gap"], 2),
        coverage["gap_unit"],
    ) == ("median", 100.0, -31.56, "百分点")


def test_the_parts_add_up_to_the_score(real):
    weights = {i.code: n for n, i in enumerate(catalog().indicators_of("city"))}
    scores = queries.city.city_scores(AUGUST, weights).set_index("city_code")
    for city in ("440100", "445200"):
        assert (
            abs(
                queries.city.city_score_parts(AUGUST, city, weights)["points"].sum()
                - scores.loc[city, "score"]
            )
            <= 0.05
        )
    assert (scores["best_rank"] <= scores["worst_rank"]).all()
