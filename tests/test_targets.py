"""Targets: what the plans ask for, how the actual is formed, and the status that follows."""

import csv
import dataclasses
import datetime as dt
import re
import shutil
from collections import Counter
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from catalog import CatalogError, catalog, load_catalog, loader
from catalog.targets import read_targets
from charts.target_bar import STATUS_COLOURS, target_bar
from charts.theme import BACKGROUNDS
from ingest import publish
from tests.conftest import AUGUST, JULY_2023, RAW, ROOT, run
from tests.test_charts import _contrast
from ui import target_words
from warehouse import publisher, queries
from warehouse.publisher import Contents, Load, Observation

ROW = {
    "code": "2024-1", "plan_year": "2024", "document": "试〔2024〕1号", "clause": "（一）", "platform": "kiosk", "name": "测试目标", "operator": "≥",
    "value": "220", "unit": "台", "kind": "level", "due": "2024-12-31", "indicator": "kiosk_terminals", "formed": "province", "measure": "cumulative",
    "basis": "confirmed", "grade": "official", "source_title": "测试要点", "source_url": "", "note": "",
}  # fmt: skip
FLOW = {"kind": "flow", "indicator": "kiosk_services", "formed": "new_in_year", "measure": "monthly", "unit": "项", "value": "120"}
ACTIVE = {"indicator": "city_business_active_users", "formed": "city_sum", "measure": "monthly", "unit": "人"}


def target(**fields: str) -> dict[str, str]:
    return ROW | fields


def judged(tmp_path, monkeypatch, row: dict, month: str, figures: dict) -> dict:
    """The target's row of the page in that data month, in a warehouse with these figures: {(month, measure, [member]): value}."""
    known = catalog()
    targets = read_targets([row], {i.code: i for i in known.indicators}, {p.code for p in known.platforms})
    observations = [_observation(row["indicator"], n, *key, value=value) for n, (key, value) in enumerate(figures.items(), 1)]
    path = tmp_path / "targets.duckdb"
    with publisher.change(path, dataclasses.replace(known, targets=targets), fresh=True) as con:
        load = Load("public", None, "public", False, False, None, None, None, None, "测试.xlsx", "0", b"", "test")
        publisher.insert_load(con, load, Contents(observations))
    monkeypatch.setenv("KPI_WAREHOUSE", str(path))
    (found,) = queries.targets(dt.date.fromisoformat(f"{month}-01"), []).to_dict("records")
    return found


def _observation(indicator: str, n: int, month: str, measure: str, member: str = "440000", *, value) -> Observation:
    bound = {"超": "above", "近": "below"}.get(str(value)[0])
    number = Decimal(str(value).lstrip("超近"))
    return Observation(dt.date.fromisoformat(f"{month}-01"), indicator, member, measure, number, bound, str(value), 0, "表", f"A{n}")


def level(**months) -> dict:
    """level(m2024_06=160) → {("2024-06", "cumulative"): 160}"""
    return {(m[1:].replace("_", "-"), "cumulative"): value for m, value in months.items()}


def test_every_numeric_target_of_the_three_plans_is_a_record():
    targets = catalog().targets
    assert Counter(t.plan_year for t in targets) == {2020: 46, 2022: 5, 2023: 20}
    assert Counter(t.kind for t in targets) == {"level": 62, "full_coverage": 6, "flow": 2, "reduction": 1}
    assert [t.code for t in targets if t.grade == "press"] == ["2022-p-1", "2022-p-2", "2022-p-3", "2022-p-4"]
    assert [t.code for t in targets if t.basis == "unconfirmed"] == ["2020-04-1", "2020-05-2", "2020-10-3", "2022-p-1", "2022-p-4"]
    assert {t.document for t in targets} == {"粤办函〔2020〕20号", "粤办函〔2022〕24号", ""}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"operator": "≧"}, "2024-1: operator is '≧'"),
        ({"kind": "stock"}, "2024-1: kind is 'stock'"),
        ({"value": "两百"}, "2024-1: plan_year, value or due does not read"),
        ({"value": "NaN"}, "2024-1: value NaN must be above 0"),
        ({"due": "2023-12-31"}, "2024-1: due 2023-12-31 lies before plan year 2024"),
        ({"code": "2023-1"}, "2023-1: code must begin with its plan year 2024"),
        ({"clause": ""}, "2024-1: clause may be empty only where the press"),
        ({"grade": "press"}, "2024-1: a press source needs its source_url"),
        ({"platform": "kiosks"}, "2024-1: unknown platform 'kiosks'"),
        ({"indicator": "kiosk_terminal"}, "2024-1: unknown indicator 'kiosk_terminal'"),
        ({"indicator": ""}, "2024-1: formed, measure and basis say how an indicator is read"),
        ({"measure": "year_to_date"}, "2024-1: measure is 'year_to_date', but kiosk_terminals has cumulative, monthly"),
        ({"basis": "unconfirmed"}, "2024-1: an unconfirmed basis needs a note"),
        ({"unit": "%", "value": "80"}, "2024-1: unit % against 台"),
        ({"unit": "%", "value": "120"}, "2024-1: 120% is more than the whole"),
        ({"formed": "city_sum"}, "2024-1: city_sum cannot be formed from kiosk_terminals"),
        (ACTIVE | {"indicator": "city_business_coverage", "unit": "%", "value": "80"}, "2024-1: city_business_coverage does not add up over cities"),
        ({"kind": "flow"}, "2024-1: a flow is formed by new_in_year"),
        (FLOW | {"indicator": "kiosk_daily_visits"}, "2024-1: 当月 of kiosk_daily_visits"),
        ({"kind": "full_coverage"}, "2024-1: full coverage is = 100 %"),
        ({"kind": "reduction"}, "2024-1: a reduction is at least so many %"),
    ],
)
def test_a_contradicting_row_is_named(tmp_path, fields, said):
    with pytest.raises(CatalogError, match=f"target.csv, {re.escape(said)}"):
        load_catalog(_with_rows(tmp_path, target(**fields)))


def test_two_rows_that_contradict_each_other_are_named(tmp_path):
    with pytest.raises(CatalogError, match="2024-1: two rows share this code"):
        load_catalog(_with_rows(tmp_path / "a", target(), target()))
    with pytest.raises(CatalogError, match="2024-2: document '试〔2024〕2号', but 2024-1 of the same plan says '试〔2024〕1号'"):
        load_catalog(_with_rows(tmp_path / "b", target(), target(code="2024-2", document="试〔2024〕2号")))


def test_a_plan_year_is_rows_in_the_file_and_nothing_else(tmp_path, monkeypatch, simulated_warehouse):
    monkeypatch.setattr(loader, "FOLDER", _with_rows(tmp_path, target(value="25000"), target(code="2024-2", indicator="", formed="", measure="", basis="")))
    catalog.cache_clear()
    try:
        path = tmp_path / "warehouse.duckdb"
        shutil.copy(simulated_warehouse, path)
        assert publish.refresh(path, catalog()) == "refreshed"
        app = show(monkeypatch, path, month="2024-06")
        assert app.multiselect(key="plan").value == ["2024"]
        assert "**2** 项数字目标，到 2024-06 有读数的 **1** 项" in texts(app)
    finally:
        catalog.cache_clear()


def test_the_known_readings_of_2022_08(monkeypatch, real_warehouse):
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    rows = {r["code"]: r for r in queries.targets(AUGUST, []).to_dict("records")}
    assert len(rows) == 71
    read = {code: (r["actual"], r["goal"], round(r["progress_pct"], 2), r["status"]) for code, r in rows.items() if r["actual"] == r["actual"]}
    assert read == {
        "2022-p-2": (1412258, 2000000, 70.61, "at_risk"),
        "2022-p-4": (1490.66, 1500, 99.38, "unconfirmed"),
        "2022-p-1": (54.01, 100, 54.01, "unconfirmed"),
        "2023-18-2": (3255, 3500, 93.0, "met"),
        "2020-04-1": (30302.7, 1800, 1683.48, "unconfirmed"),
        "2020-04-2": (17432.2, 5000, 348.64, "met"),
        "2020-05-1": (3255, 500, 651.0, "met"),
        "2020-05-2": (1265.3, 200, 632.65, "unconfirmed"),
        "2020-06-2": (80, 50, 160.0, "met"),
        "2020-10-3": (17173, 6000, 286.22, "unconfirmed"),
    }
    assert Counter(r["status"] for r in rows.values()) == {"unquantified": 61, "unconfirmed": 5, "met": 4, "at_risk": 1}
    active, services, kiosk, office = (rows[c] for c in ("2022-p-2", "2023-18-2", "2022-p-4", "2020-06-2"))
    assert (active["parts"], active["gap"], active["needed_pace"], active["reason"]) == (21, 587742, 146935.5, "no_pace")
    assert (services["gap"], services["needed_pace"], services["pace"], services["start_value"], services["start_origin"]) == (
        245,
        15.3125,
        388,
        2867,
        "derived",
    )
    assert f"{services['reach_month']:%Y-%m}" == "2022-09"
    assert (kiosk["judgement"], round(kiosk["pace"], 2), f"{kiosk['reach_month']:%Y-%m}") == ("met", 47.27, "2022-09")
    assert (office["bound"], f"{office['actual_month']:%Y-%m}") == ("above", "2020-08")  # before its due month, and a lower bound is enough
    assert rows["2023-18-3"]["reason"] == "not_begun"
    assert active["source"].startswith("2022-08.xlsx｜地市推广应用!H4、H5、")
    assert active["source"].count("、") == 20


def test_a_later_month_does_not_make_an_old_reading_new(monkeypatch, real_warehouse):
    """2023-07 is partial: the newest readings are of 2022-08, after which one plan ended and another began."""
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    reasons = {r["code"]: r["reason"] for r in queries.targets(JULY_2023, [2022, 2023]).to_dict("records") if isinstance(r["indicator_code"], str)}
    assert reasons == {
        "2022-p-1": "no_final", "2022-p-2": "no_final", "2022-p-4": "no_final", "2023-18-2": "stale", "2023-18-3": "no_data",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("operator", "month", "status", "reason"),
    [("≥", "2024-06", "met", "reached"), (">", "2024-06", "at_risk", "no_pace"), ("≥", "2024-12", "met", "reached"), (">", "2024-12", "behind", "missed"),
     ("=", "2024-12", "met", "reached"), ("≤", "2024-12", "met", "reached")],
)  # fmt: skip
def test_more_than_and_at_least_differ_at_equality(tmp_path, monkeypatch, operator, month, status, reason):
    found = judged(tmp_path, monkeypatch, target(operator=operator), month, {(month, "cumulative"): 220})
    assert (found["status"], found["reason"]) == (status, reason)


@pytest.mark.parametrize(
    ("operator", "goal", "june", "reason", "reach"),
    [
        ("≥", "220", 160, "on_pace", "2024-12"),  # 100 in December, 160 in June: exactly there in December
        (">", "220", 160, "nearly", "2025-01"),
        ("≥", "220", 161, "on_pace", "2024-12"),
        ("≥", "190", 140, "nearly", "2025-02"),  # 40 of the 50 that are needed: exactly four fifths
        ("≥", "190", 139, "behind", "2025-02"),
        ("≥", "190", 100, "behind", "NaT"),  # nothing moves
        ("≥", "190", 90, "behind", "NaT"),
    ],
)
def test_status_follows_from_the_pace_that_is_needed(tmp_path, monkeypatch, operator, goal, june, reason, reach):
    found = judged(tmp_path, monkeypatch, target(operator=operator, value=goal), "2024-06", level(m2023_12=100, m2024_06=june))
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
    found = judged(tmp_path, monkeypatch, target(), month, figures | {(month, "monthly", "440100"): 1})  # something else was reported then
    assert found["reason"] == reason


def test_a_plan_that_has_not_begun_is_judged_by_the_pace_before_it(tmp_path, monkeypatch):
    """5 a month since June, 14 months to go from 120: exactly 190."""
    found = judged(tmp_path, monkeypatch, target(value="190"), "2023-10", level(m2023_06=100, m2023_10=120))
    assert (found["reason"], found["pace"], f"{found['reach_month']:%Y-%m}") == ("on_pace", 5, "2024-12")


def test_a_level_after_the_due_month_says_nothing_about_it(tmp_path, monkeypatch):
    row = target(indicator="kiosk_daily_visits", unit="次")
    found = judged(tmp_path, monkeypatch, row, "2025-01", {("2025-01", "cumulative"): 900})
    assert (found["reason"], found["status"], found["actual"]) == ("only_after", "unquantified", 900)


def test_new_in_the_year_moves_with_new_only(tmp_path, monkeypatch):
    months = {(f"2024-{n:02}", "monthly"): 10 for n in (1, 2, 3)}
    found = judged(tmp_path, monkeypatch, target(**FLOW), "2024-03", months | {("2023-12", "monthly"): 99})
    assert (found["actual"], found["months_missing"], found["pace"], found["expected"], found["reason"]) == (30, 0, 10, 30, "on_pace")
    again = judged(tmp_path, monkeypatch, target(**FLOW), "2024-03", months | {("2024-03", "cumulative"): 5000})
    assert (again["actual"], again["reason"]) == (30, "on_pace")
    assert again["source"] == "测试.xlsx｜表!A1；测试.xlsx｜表!A2；测试.xlsx｜表!A3"


def test_a_month_missing_in_the_year_makes_a_lower_bound_and_it_is_said(tmp_path, monkeypatch):
    row = target(**FLOW)
    found = judged(tmp_path, monkeypatch, row, "2024-04", {("2024-01", "monthly"): 5, ("2024-04", "monthly"): 5})
    assert (found["actual"], found["bound"], found["months_missing"], found["status"], found["reason"]) == (10, "above", 2, "at_risk", "lower_bound")
    assert words(found).endswith("当年缺 2 个月的新增，合计只是下限。")
    assert target_words.actual(series(found)) == "≥ 10 项"
    late = judged(tmp_path, monkeypatch, row, "2024-12", {("2024-01", "monthly"): 5, ("2024-12", "monthly"): 5})
    assert (late["status"], late["reason"]) == ("unquantified", "bound_at_due")
    enough = judged(tmp_path, monkeypatch, row, "2024-12", {("2024-12", "monthly"): 120})
    assert (enough["status"], enough["reason"]) == ("met", "reached")


def test_a_sum_without_one_city_is_a_lower_bound(tmp_path, monkeypatch):
    cities = [c.code for c in catalog().cities]
    figures = {("2024-06", "monthly", city): 10 for city in cities[1:]}
    found = judged(tmp_path, monkeypatch, target(**ACTIVE, value="205"), "2024-06", figures)
    assert (found["actual"], found["bound"], found["reason"]) == (200, "above", "no_pace")
    assert words(found).endswith("只有 20 市上报，只是下限。")
    assert judged(tmp_path, monkeypatch, target(**ACTIVE, value="200"), "2024-06", figures)["status"] == "met"


def test_full_coverage_is_there_with_the_last_city(tmp_path, monkeypatch):
    row = target(indicator="city_business_coverage", formed="city_lowest", measure="monthly", kind="full_coverage", operator="=", value="100", unit="%")
    cities = [c.code for c in catalog().cities]
    figures = {("2024-12", "monthly", city): 100 for city in cities}
    assert judged(tmp_path, monkeypatch, row, "2024-12", figures)["reason"] == "reached"
    found = judged(tmp_path, monkeypatch, row, "2024-12", figures | {("2024-12", "monthly", "440300"): 99.5})
    assert (found["reason"], found["actual"], found["detail"], words(found)) == ("missed", 99.5, "深圳", "期限 2024-12 已过，差 0 个百分点。")


def test_a_reduction_is_measured_from_december(tmp_path, monkeypatch):
    row = target(kind="reduction", formed="fall_in_year", value="60", unit="%")
    found = judged(tmp_path, monkeypatch, row, "2024-12", level(m2023_12=200, m2024_12=80))
    assert (found["actual"], found["reason"], found["source"]) == (60, "reached", "测试.xlsx｜表!A1；测试.xlsx｜表!A2")
    assert judged(tmp_path, monkeypatch, row, "2024-12", level(m2023_12=200, m2024_12=81))["reason"] == "missed"


def test_an_unconfirmed_basis_shows_the_reading_and_is_no_verdict(tmp_path, monkeypatch):
    row = target(basis="unconfirmed", note="计划数人，月报数台")
    found = judged(tmp_path, monkeypatch, row, "2024-12", level(m2024_12=220))
    assert (found["status"], found["judgement"], found["actual"]) == ("unconfirmed", "met", 220)
    assert words(found) == "计划数人，月报数台；若口径一致，则为“达标”。2024-12 已达到，期限 2024-12。"
    assert judged(tmp_path, monkeypatch, row, "2024-12", {("2024-12", "monthly"): 1})["status"] == "unquantified"


def test_every_reason_has_its_sentence():
    view = (ROOT / "warehouse" / "views" / "62_target_status.sql").read_text(encoding="utf-8")
    judged_block = view[view.index("judged AS") : view.index("named AS")]
    assert set(re.findall(r"(?:THEN|ELSE) '(\w+)'", judged_block)) == set(target_words._REASONS)


def test_the_status_word_is_never_typed_by_hand():
    header = (ROOT / "catalog" / "target.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
    assert not {"status", "状态", "progress", "actual"} & set(header)


def test_a_bar_shows_actual_target_and_the_straight_line():
    bar = target_bar(70.6, 50.0, "at_risk")
    assert 'width="338.9" height="8"' in bar
    assert 'd="M235.0 0H245.0L240.0 6Z"' in bar
    assert 'x="383.0" y="1"' in target_bar(1683.5, None, "met")  # beyond 125 % the bar is cut, the target stays in sight
    assert all(_contrast(colour, ground) >= 3 for colour in STATUS_COLOURS.values() for ground in BACKGROUNDS.values())


# the page


def show(monkeypatch, warehouse, **query) -> AppTest:
    monkeypatch.setenv("KPI_WAREHOUSE", str(warehouse))
    app = AppTest.from_file(str(ROOT / "ui" / "menu.py"), default_timeout=60)
    for step in (app.run, app.switch_page(str(ROOT / "pages" / "targets.py")).run):
        app.query_params = query
        step()
    assert not app.exception, app.exception
    assert [t.value for t in app.title] == ["目标对账"]
    return app


def texts(app: AppTest) -> str:
    return "\n".join(p.value for p in [*app.markdown, *app.caption, *app.info, *app.warning])


def counts(app: AppTest) -> dict[str, str]:
    return {m.label.split()[-1]: re.sub(r"[^0-9]", "", m.value) for m in app.metric}


def series(found: dict):
    import pandas as pd

    return pd.Series(found)


def words(found: dict) -> str:
    return target_words.why(series(found))


def test_an_empty_warehouse_gets_a_sentence(monkeypatch, tmp_path):
    app = show(monkeypatch, tmp_path / "none.duckdb")
    assert "数据仓库还是空的" in app.info[0].value


def test_the_answer_comes_first(monkeypatch, real_warehouse):
    app = show(monkeypatch, real_warehouse)
    assert app.multiselect(key="plan").value == ["2022"]
    assert "2022 年工作要点共 **5** 项数字目标，到 2022-08 有读数的 **3** 项。最需关注：**粤商通月活用户**（预警，70.6%）。" in texts(app)
    assert counts(app) == {"滞后": "0", "预警": "1", "口径待确认": "2", "达标": "0", "无法量化": "2"}
    assert "**70.6%**　**1,412,258 人** / 目标 > 200 万人　:small[21 市之和，2022-08；期限 2022-12]" in texts(app)
    assert "现速每月 47.27 万（2022-07 至 2022-08），按此 2022-09 达到。" in texts(app)
    assert "（推算：本月累计 − 当月新增）" in "".join(m.help for m in app.markdown)
    assert app.dataframe[0].value["目标"].tolist() == ["基层填表报数工作量压减", "粤智助覆盖行政村和镇街"]
    assert app.dataframe[0].value["来源等级"].tolist() == ["正式文本", "媒体报道"]


def test_a_partial_month_says_what_it_cannot_say(monkeypatch, tmp_path):
    path = tmp_path / "partial.duckdb"
    assert run(["load", str(RAW / "2023-07.xlsx")], path, monkeypatch) == 0
    app = show(monkeypatch, path)
    assert counts(app) == {"滞后": "0", "预警": "0", "口径待确认": "0", "达标": "0", "无法量化": "20"}
    assert "到所选月份，2023 年没有“粤商通 · 上线涉企服务数”的数据" in texts(app)


def test_the_simulated_months_close_the_plan_of_2023(monkeypatch, simulated_warehouse):
    app = show(monkeypatch, simulated_warehouse, month="2023-07")
    assert counts(app) == {"滞后": "1", "预警": "0", "口径待确认": "0", "达标": "1", "无法量化": "18"}
    assert "当年 7 个月平均" in texts(app)
    assert counts(show(monkeypatch, simulated_warehouse, month="2025-12"))["滞后"] == "1"


def test_plan_status_and_platform_are_choices(monkeypatch, real_warehouse):
    app = show(monkeypatch, real_warehouse, plan=["2020 年", "2023 年"], status=["达标"], platform=["粤商通"])
    cards = [m.value for m in app.markdown if "badge[" in m.value]
    assert [re.search(r"\*\*(.+?)\*\*", card)[1] for card in cards] == ["粤商通服务事项", "粤商通服务事项"]
    assert "没有符合所选状态和平台的目标" in texts(show(monkeypatch, real_warehouse, status=["滞后"]))


def test_the_download_holds_what_is_shown(monkeypatch, real_warehouse):
    from ui.targets import _table

    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))
    table = _table(queries.targets(AUGUST, [2022])).set_index("编号")
    assert table.loc["2022-p-2", ["状态", "要求", "读数", "单位", "期限"]].tolist() == ["预警", "> 200 万人", 1412258, "人", "2022-12"]
    assert len(table) == 5


def _with_rows(folder, *rows: dict):
    folder = folder / "catalog"
    folder.mkdir(parents=True)
    for path in loader.FOLDER.glob("*.csv"):
        shutil.copy(path, folder)
    with open(folder / "target.csv", "a", encoding="utf-8", newline="") as f:
        csv.DictWriter(f, list(ROW)).writerows(rows)
    return folder
