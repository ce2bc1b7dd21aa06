"""Targets: how the actual is formed, and the status that follows from it by the data month."""

import re
from collections import Counter

import pytest

from catalog import catalog
from paper import target_words
from tests.conftest import AUGUST, JULY_2023, ROOT
from tests.targets import ACTIVE, FLOW, judged, level, series, target, words
from ui.targets import sentences
from warehouse import queries


def test_the_known_readings_of_2022_08(monkeypatch, real_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    rows = {r["code"]: r for r in queries.targets.targets(AUGUST, []).to_dict("records")}
    assert len(rows) == 71
    read = {
        code: (r["actual"], r["goal"], round(r["progress_pct"], 2), r["status"])
        for code, r in rows.items()
        if r["actual"] == r["actual"]
    }
    assert read == {
        "2022-p-2": (1412258, 2000000, 70.61, "at_risk"),
        "2022-p-4": (1490.66, 1500, 99.38, "unconfirmed"),
        "2022-p-1": (54.01, 100, 54.01, "unconfirmed"),
        "2023-18-2": (3255, 3500, 93.0, "not_begun"),
        "2020-04-1": (30302.7, 1800, 1683.48, "unconfirmed"),
        "2020-04-2": (17432.2, 5000, 348.64, "met"),
        "2020-05-1": (3255, 500, 651.0, "met"),
        "2020-05-2": (1265.3, 200, 632.65, "unconfirmed"),
        "2020-06-2": (80, 50, 160.0, "met"),
        "2020-10-3": (17173, 6000, 286.22, "unconfirmed"),
    }
    assert Counter(r["status"] for r in rows.values()) == {
        "unquantified": 60,
        "unconfirmed": 5,
        "met": 3,
        "at_risk": 1,
        "not_begun": 2,
    }
    active, services, kiosk, office = (
        rows[c] for c in ("2022-p-2", "2023-18-2", "2022-p-4", "2020-06-2")
    )
    assert (active["parts"], active["gap"], active["needed_pace"], active["reason"]) == (
        21,
        587742,
        146935.5,
        "no_pace",
    )
    assert (
        services["gap"],
        services["needed_pace"],
        services["pace"],
        services["start_value"],
        services["start_origin"],
    ) == (245, 15.3125, 388, 2867, "derived")
    assert str(services["reach_month"]) == "NaT"  # its plan has not begun
    assert (kiosk["judgement"], round(kiosk["pace"], 2), f"{kiosk['reach_month']:%Y-%m}") == (
        "on_track",
        47.27,
        "2022-09",
    )
    assert (office["bound"], f"{office['actual_month']:%Y-%m}") == (
        "above",
        "2020-08",
    )  # before its due month, and a lower bound is enough
    assert rows["2023-18-3"]["reason"] == "not_begun"
    assert active["source"].startswith("2022-08.xlsx｜地市推广应用!H4、H5、")
    assert active["source"].count("、") == 20


def test_a_later_month_does_not_make_an_old_reading_new(monkeypatch, real_warehouse):
    """2023-07 is partial: the newest readings are of 2022-08, after which one plan ended and
    another began."""
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    reasons = {
        r["code"]: r["reason"]
        for r in queries.targets.targets(JULY_2023, [2022, 2023]).to_dict("records")
        if isinstance(r["indicator_code"], str)
    }
    assert reasons == {
        "2022-p-1": "no_final",
        "2022-p-2": "no_final",
        "2022-p-4": "no_final",
        "2023-18-2": "stale",
        "2023-18-3": "no_data",
    }


@pytest.mark.parametrize(
    ("operator", "month", "status", "reason"),
    [
        ("≥", "2024-06", "met", "reached"),
        (">", "2024-06", "at_risk", "no_pace"),
        ("≥", "2024-12", "met", "reached"),
        (">", "2024-12", "behind", "missed"),
        ("=", "2024-12", "met", "reached"),
        ("≤", "2024-12", "met", "reached"),
    ],
)
def test_more_than_and_at_least_differ_at_equality(
    tmp_path, monkeypatch, operator, month, status, reason
):
    found = judged(
        tmp_path, monkeypatch, target(operator=operator), month, {(month, "cumulative"): 220}
    )
    assert (found["status"], found["reason"]) == (status, reason)


@pytest.mark.parametrize(
    ("operator", "goal", "june", "reason", "reach"),
    [
        (
            "≥",
            "220",
            160,
            "on_pace",
            "2024-12",
        ),  # 100 in December, 160 in June: exactly there in December
        (">", "220", 160, "nearly", "2025-01"),
        ("≥", "220", 161, "on_pace", "2024-12"),
        ("≥", "190", 140, "nearly", "2025-02"),  # 40 of the 50 that are needed: exactly four fifths
        ("≥", "190", 139, "behind", "2025-02"),
        ("≥", "190", 100, "behind", "NaT"),  # nothing moves
        ("≥", "190", 90, "behind", "NaT"),
    ],
)
def test_status_follows_from_the_pace_that_is_needed(
    tmp_path, monkeypatch, operator, goal, june, reason, reach
):
    found = judged(
        tmp_path,
        monkeypatch,
        target(operator=operator, value=goal),
        "2024-06",
        level(m2023_12=100, m2024_06=june),
    )
    assert found["reason"] == reason
    assert str(found["reach_month"])[:7] == reach
    assert found["expected"] == 100 + (float(goal) - 100) / 2


@pytest.mark.parametrize(
    ("figures", "month", "reason"),
    [
        (level(m2024_11=210), "2024-12", "no_final"),
        (level(m2024_11=220), "2024-12", "reached"),  # a stock that was there stays there
        (level(m2025_03=221), "2025-03", "reached_since"),
        (level(m2025_03=219), "2025-03", "missed"),
        (level(m2024_12=219, m2025_03=500), "2025-03", "missed"),  # late is late
        (level(m2025_03="超200"), "2025-03", "only_after"),
        (level(m2024_06="超220"), "2024-06", "reached"),
        (level(m2024_06="近230"), "2024-06", "no_pace"),
        (level(m2024_12="超200"), "2024-12", "bound_at_due"),
        (level(m2023_10=210), "2024-02", "stale"),
        (level(m2025_01=1), "2024-06", "no_data"),
        (level(m2024_03=1), "2023-10", "not_begun"),
    ],
)
def test_what_is_known_by_the_data_month_decides(tmp_path, monkeypatch, figures, month, reason):
    found = judged(
        tmp_path, monkeypatch, target(), month, figures | {(month, "monthly", "440100"): 1}
    )  # something else was reported then
    assert found["reason"] == reason


def test_a_plan_that_has_not_begun_is_not_judged_by_the_pace_before_it(tmp_path, monkeypatch):
    """5 a month since June would be 190 in its due month; till it begins nobody knows."""
    found = judged(
        tmp_path, monkeypatch, target(value="190"), "2023-10", level(m2023_06=100, m2023_10=120)
    )
    assert (found["status"], found["reason"], found["pace"]) == ("not_begun", "not_begun", 5)
    assert str(found["reach_month"]) == "NaT"
    assert words(found) == "2024 年计划在所选数据月份之后才开始，不作判断。"


def test_a_pace_starts_from_an_exact_figure(tmp_path, monkeypatch):
    """超100 in December is no start: 110 in January is, five months before 160."""
    months = level(m2023_12="超100", m2024_01=110, m2024_06=160)
    found = judged(tmp_path, monkeypatch, target(), "2024-06", months)
    assert (f"{found['start_month']:%Y-%m}", found["start_value"], found["pace"]) == (
        "2024-01",
        110,
        10,
    )


def test_the_straight_line_ends_at_the_goal_in_the_due_month(tmp_path, monkeypatch):
    months = level(m2023_12=100, m2024_12=180, m2025_01=185)
    due = judged(tmp_path, monkeypatch, target(value="190"), "2024-12", months)
    assert (due["expected"], due["reason"]) == (190, "missed")
    later = judged(tmp_path, monkeypatch, target(value="190"), "2025-01", level(m2025_01=185))
    assert later["expected"] != later["expected"]  # no line beyond it


def test_the_months_of_a_year_are_counted_to_its_end_and_no_further(tmp_path, monkeypatch):
    """Ten of twelve are known, also when the year after has begun."""
    months = {(f"2024-{n:02}", "monthly"): 5 for n in range(1, 11)}
    seen = months | {("2025-03", "cumulative"): 9}  # something else was reported then
    found = judged(tmp_path, monkeypatch, target(**FLOW), "2025-03", seen)
    assert (found["actual"], found["months_missing"]) == (50, 2)


def test_a_lower_bound_below_a_ceiling_proves_nothing(tmp_path, monkeypatch):
    """超200 may be 300 where at most 220 are allowed; 200 is what it says."""
    ceiling = target(operator="≤")
    for said, status in (("超200", "unquantified"), (200, "met")):
        found = judged(tmp_path, monkeypatch, ceiling, "2024-12", level(m2024_12=said))
        assert found["status"] == status


def test_one_month_of_change_is_not_carried_into_the_years(tmp_path, monkeypatch):
    """From 100 to 101 in a month, 99 to go: eight years on, which one month cannot say."""
    months = level(m2024_05=100, m2024_06=101)
    found = judged(tmp_path, monkeypatch, target(value="200"), "2024-06", months)
    assert (found["reason"], str(found["reach_month"])) == ("behind", "NaT")
    assert "1 个月的变化推不到 1 年以外，说不出何时达到。" in words(found)
    near = judged(tmp_path, monkeypatch, target(value="106"), "2024-06", months)
    assert (near["status"], near["reason"]) == ("on_track", "on_pace")
    assert f"{near['reach_month']:%Y-%m}" == "2024-11"


def test_a_level_after_the_due_month_says_nothing_about_it(tmp_path, monkeypatch):
    row = target(indicator="kiosk_daily_visits", unit="次")
    found = judged(tmp_path, monkeypatch, row, "2025-01", {("2025-01", "cumulative"): 900})
    assert (found["reason"], found["status"], found["actual"]) == (
        "only_after",
        "unquantified",
        900,
    )


def test_new_in_the_year_moves_with_new_only(tmp_path, monkeypatch):
    months = {(f"2024-{n:02}", "monthly"): 10 for n in (1, 2, 3)}
    found = judged(
        tmp_path, monkeypatch, target(**FLOW), "2024-03", months | {("2023-12", "monthly"): 99}
    )
    assert (
        found["actual"],
        found["months_missing"],
        found["pace"],
        found["expected"],
        found["reason"],
    ) == (30, 0, 10, 30, "on_pace")
    again = judged(
        tmp_path, monkeypatch, target(**FLOW), "2024-03", months | {("2024-03", "cumulative"): 5000}
    )
    assert (again["actual"], again["reason"]) == (30, "on_pace")
    assert again["source"] == "测试.xlsx｜表!A1；测试.xlsx｜表!A2；测试.xlsx｜表!A3"


def test_a_month_missing_in_the_year_makes_a_lower_bound_and_it_is_said(tmp_path, monkeypatch):
    row = target(**FLOW)
    found = judged(
        tmp_path,
        monkeypatch,
        row,
        "2024-04",
        {("2024-01", "monthly"): 5, ("2024-04", "monthly"): 5},
    )
    assert (
        found["actual"],
        found["bound"],
        found["months_missing"],
        found["status"],
        found["reason"],
    ) == (10, "above", 2, "at_risk", "lower_bound")
    assert words(found).endswith("当年缺 2 个月的新增，合计只是下限。")
    assert target_words.actual(series(found)) == "≥ 10 项"
    late = judged(
        tmp_path,
        monkeypatch,
        row,
        "2024-12",
        {("2024-01", "monthly"): 5, ("2024-12", "monthly"): 5},
    )
    assert (late["status"], late["reason"]) == ("unquantified", "bound_at_due")
    enough = judged(tmp_path, monkeypatch, row, "2024-12", {("2024-12", "monthly"): 120})
    assert (enough["status"], enough["reason"]) == ("met", "reached")


def test_a_sum_without_one_city_is_a_lower_bound(tmp_path, monkeypatch):
    cities = [c.code for c in catalog().cities]
    figures = {("2024-06", "monthly", city): 10 for city in cities[1:]}
    found = judged(tmp_path, monkeypatch, target(**ACTIVE, value="205"), "2024-06", figures)
    assert (found["actual"], found["bound"], found["reason"]) == (200, "above", "no_pace")
    assert words(found).endswith("只有 20 市（缺广州）上报，只是下限。")
    assert (
        judged(tmp_path, monkeypatch, target(**ACTIVE, value="200"), "2024-06", figures)["status"]
        == "met"
    )


def test_full_coverage_is_there_with_the_last_city(tmp_path, monkeypatch):
    row = target(
        indicator="city_business_coverage",
        formed="city_lowest",
        measure="monthly",
        kind="full_coverage",
        operator="=",
        value="100",
        unit="%",
    )
    cities = [c.code for c in catalog().cities]
    figures = {("2024-12", "monthly", city): 100 for city in cities}
    assert judged(tmp_path, monkeypatch, row, "2024-12", figures)["reason"] == "reached"
    found = judged(
        tmp_path, monkeypatch, row, "2024-12", figures | {("2024-12", "monthly", "440300"): 99.5}
    )
    assert (found["reason"], found["actual"], found["detail"], words(found)) == (
        "missed",
        99.5,
        "深圳",
        "期限 2024-12 已过，差 1 个百分点。",
    )


def test_a_reduction_is_measured_from_december(tmp_path, monkeypatch):
    row = target(kind="reduction", formed="fall_in_year", value="60", unit="%")
    found = judged(tmp_path, monkeypatch, row, "2024-12", level(m2023_12=200, m2024_12=80))
    assert (found["actual"], found["reason"], found["source"]) == (
        60,
        "reached",
        "测试.xlsx｜表!A1；测试.xlsx｜表!A2",
    )
    assert (
        judged(tmp_path, monkeypatch, row, "2024-12", level(m2023_12=200, m2024_12=81))["reason"]
        == "missed"
    )


def test_an_unconfirmed_basis_shows_the_reading_and_is_no_verdict(tmp_path, monkeypatch):
    row = target(basis="unconfirmed", note="计划数人，月报数台")
    found = judged(tmp_path, monkeypatch, row, "2024-12", level(m2024_12=220))
    assert (found["status"], found["judgement"], found["actual"]) == ("unconfirmed", "met", 220)
    assert (
        words(found) == "计划数人，月报数台；若口径一致，则为“达标”。2024-12 已达到，期限 2024-12。"
    )
    assert (
        judged(tmp_path, monkeypatch, row, "2024-12", {("2024-12", "monthly"): 1})["status"]
        == "unquantified"
    )


def test_every_reason_has_its_sentence():
    view = (ROOT / "warehouse" / "views" / "target" / "target_status.sql").read_text(
        encoding="utf-8"
    )
    judged_block = view[view.index("judged AS") : view.index("named AS")]
    assert set(re.findall(r"(?:THEN|ELSE) '(\w+)'", judged_block)) == set(sentences._REASONS)
