"""The blocks of 趋势."""

import pandas as pd
import streamlit as st

from catalog import catalog
from catalog.labels import indicator_label
from charts.growth_columns import growth_columns
from charts.trend_lines import trend_lines
from paper import target_words
from ui import html_parts, notes
from ui.drawing import months_html
from ui.ending import end_page
from ui.html_parts import bold, way
from ui.page import say_empty
from ui.pickers import pick_many, pick_segment
from ui.plain_text import unbroken
from ui.tables import at_right, show_table, source_link
from warehouse import queries
from words.columns import derived, revised
from words.names import MEASURES, measure_name
from words.numbers import amount, bounded, change, is_missing, number

MEASURE_HELP = (
    "累计：截至当月底；当月：当月新增、当月变化、当月数或当月比率，因指标而定；当年：当年 1 月起。"
)
COLUMNS_HELP = "柱为当月新增，最后一月深色，去年同月加框；累计见标题和鼠标悬停处。"
FEWEST = 2  # points that make a line; one is a sentence
FEWEST_COLUMNS = 3
FIGURE_COLUMNS = 13  # of the table at most, with 修订
Span = tuple[pd.Timestamp, pd.Timestamp]


def stop_if_empty(known: pd.DataFrame) -> None:
    if known.empty:
        say_empty("没有可画的历史")
        end_page()


def options(known: pd.DataFrame) -> dict[str, str]:
    return {code: indicator_label(catalog().indicator(code)) for code in known["indicator_code"]}


def pick_members(known: pd.DataFrame, indicators: list[str]) -> list[str]:
    """The cities and stages to draw; asked only when a chosen indicator has them."""
    tables = set(known[known["indicator_code"].isin(indicators)]["table_name"])
    members: list[str] = []
    if "city" in tables:
        cities = {c.code: c.name for c in catalog().cities}
        members += pick_many(
            "地市", cities, "cities", ["440100", "440300"], limit=8, empty="请选择地市"
        )
    if "project" in tables:
        stages = {s.code: s.name for s in catalog().stages}
        members += pick_many(
            "阶段", stages, "stages", [s for s in stages if s != "total"], empty="请选择阶段"
        )
    return members


def say_without_data(
    known: pd.DataFrame, indicators: list[str], measure: str, series: pd.DataFrame
) -> None:
    """A chosen indicator without this measure is named, with the measure it has."""
    drawn = set(series["indicator_code"])
    for _, row in known[
        known["indicator_code"].isin([i for i in indicators if i not in drawn])
    ].iterrows():
        others = "、".join(
            f"“{MEASURES[m]}”" for m in MEASURES if m in row["measures"] and m != measure
        )
        label = indicator_label(catalog().indicator(row["indicator_code"]))
        st.info(
            f"{label} 没有“{MEASURES[measure]}”数据" + (f"，可改看{others}。" if others else "。")
        )


def pick_months() -> int:
    """How many months back; 0 for all."""
    spans = {"0": "全部", "36": "近 3 年", "12": "近 1 年"}
    return int(pick_segment("时间", spans, "span", "0"))


def _title(rows: pd.DataFrame, measure: str) -> str:
    first = rows.iloc[0]
    name = f"{first['platform_name']} · {first['indicator_name']}"
    return f"{name}（{_measure(first, measure)}，{first['unit']}）"


def _finding(rows: pd.DataFrame) -> str:
    """实名注册用户数 20,502.9 万，12 个月 +4.23%; of several members only what is drawn."""
    first = rows.iloc[0]
    name = f"{first['platform_name']} · {first['indicator_name']}"
    stated = rows.dropna(subset=["value"])
    if rows["member_name"].nunique() > 1 or stated.empty:
        return f"{name}（{_measure(first, first['measure'])}，{first['unit']}）"
    last = stated.iloc[-1]
    value = bounded(amount(last["value"], last["unit"], last["decimals"]), last["bound"])
    said = f"{name} {value}"
    if is_missing(last["yoy"]):
        return f"{said}（{last['month']:%Y-%m}）"
    moved = unbroken(f"12 个月 {change(last['yoy'], last['change_unit'])}")
    return f"{said}，{moved}{derived(last['yoy_origin'])}"


def targets(
    indicators: list[str], measure: str, first: pd.Timestamp, last: pd.Timestamp
) -> pd.DataFrame:
    """The targets of the years in sight with what stands at their line: 2023 年目标 > 3,500 项."""
    aims = queries.trends.trend_targets(indicators, measure, first.date(), last.date())
    said = [f"{r['plan_year']} 年目标 {target_words.goal(r)}" for _, r in aims.iterrows()]
    return aims.assign(label=said)


def card(rows: pd.DataFrame, span: Span, said: pd.DataFrame, aims: pd.DataFrame) -> str:
    """An indicator: what is found, how it developed, what plans ask of it, notes on it."""
    if _too_few(rows):
        told, drawn = "", _points(rows)
    elif grows(rows):
        told = COLUMNS_HELP
        drawn = months_html(growth_columns(rows, span, said), _title(rows, "monthly"))
    else:
        chart = trend_lines(rows, span, said, aims[aims["drawn"]])
        told, drawn = "", months_html(chart, _title(rows, rows["measure"].iloc[0]))
    under = _to_targets(aims) + notes.under_chart(said, rows["month"])
    return html_parts.card(_finding(rows), told, drawn + under)


def _to_targets(aims: pd.DataFrame) -> str:
    """What the plans ask of the indicator, each leading to 目标 in its year."""
    said = [(f"{r.label}（{r.name}，期限 {r.due_month:%Y-%m}）", r) for r in aims.itertuples()]
    return "".join(f"<p>{way('targets', text, plan=str(r.plan_year))}</p>" for text, r in said)


def grows(rows: pd.DataFrame) -> bool:
    """Whether a stock's 新增 of enough months is known to draw it instead of the level."""
    return rows["member_name"].nunique() == 1 and rows["grown"].notna().sum() >= FEWEST_COLUMNS


def _too_few(rows: pd.DataFrame) -> bool:
    return rows["value"].notna().sum() < FEWEST and not grows(rows)


def _points(rows: pd.DataFrame) -> str:
    """One point is a sentence, not a chart."""
    said = [
        f"{r.month:%Y-%m}　{r.member_name}　"
        f"**{bounded(amount(r.value, r.unit, r.decimals), r.bound)}**　{r.origin_name}"
        for r in rows.dropna(subset=["value"]).itertuples()
    ]
    return "".join(f"<p>{bold(s)}</p>" for s in said)


def _measure(row: pd.Series, measure: str) -> str:
    return measure_name(measure, catalog().indicator(row["indicator_code"]).monthly)


def figure_table(series: pd.DataFrame) -> None:
    """Every point with its origin and source, newest first."""
    newest = series.dropna(subset=["value"]).sort_values("month", ascending=False, kind="stable")
    rows = newest.to_dict("records")
    show_table(
        {
            "月份": [f"{r['month']:%Y-%m}" for r in rows],
            "指标": [f"{r['platform_name']} {r['indicator_name']}" for r in rows],
            "地区或阶段": [r["member_name"] for r in rows],
            "口径": [_measure(r, r["measure"]) for r in rows],
            "数值": at_right(
                revised(bounded(number(r["value"], r["decimals"]), r["bound"]), r["revision"])
                for r in rows
            ),
            "单位": [r["unit"] for r in rows],
            "原文": [r["token"] for r in rows],
            "性质": [r["origin_name"] for r in rows],
            "出处": [r["source"] for r in rows],
            "来源": ["" if is_missing(r["source_title"]) else r["source_title"] for r in rows],
            "网址": ["" if is_missing(r["source_url"]) else r["source_url"] for r in rows],
            "备注": ["" if is_missing(r["note"]) else r["note"] for r in rows],
        },
        alt="各点数值与出处",
        heading="数值与出处",
        rows_in_sight=12,
        links=[
            source_link(f"{r['month']:%Y-%m}", r["indicator_code"], r["member_code"], r["measure"])
            for r in rows
        ],
    )
