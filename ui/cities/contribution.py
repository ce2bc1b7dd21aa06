"""对全省增长的贡献 on 地市排名: how much of the province's growth each city made."""

import datetime as dt
from functools import partial

import pandas as pd
import streamlit as st

from catalog import catalog
from charts.contribution_bars import bars_of
from ui.cities.blocks import city_addresses
from ui.drawing import bars_html
from ui.html_parts import bold, box
from ui.pickers import chosen, pick_segment
from ui.tables import at_right, table_html
from warehouse import queries
from words.clock import months_before
from words.numbers import amount, number, percent, shares_note, signed

TITLE = "对全省增长的贡献"
SPANS = {"month": "比上月", "year": "年初以来"}
HELP = (
    "贡献率 = 该市增量 ÷ 全省增量；拉动百分点 = 该市增量 ÷ 全省期初数。各市与省直/未分配的贡献率"
    "相加为 100%，拉动相加为全省增速。只用月报印的数，不用推算；有市没有上报时不算。"
)


def is_said(indicator: str) -> bool:
    """Of a stock that adds up and that the report prints for the province too."""
    known = catalog().indicator(indicator)
    return bool(known.additive and known.kind == "stock" and known.province_code)


def pick_span() -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.header(TITLE, anchor=False, help=HELP, width="content")
        pick_segment("时段", SPANS, "span", "month", redraws=partial(list, ("table",)))


def block(day: dt.date, indicator: str) -> str:
    """The sentence, the bars and, folded, the table."""
    span = chosen("span")
    rows = queries.cities.contributions(day, indicator, span)
    base = months_before(day, 1) if span == "month" else dt.date(day.year - 1, 12, 1)
    said = f"<p>{bold(sentence(rows, SPANS[span], base))}</p>"
    if rows.empty or not rows["known"].all():
        return box(said)
    decimals = int(rows["decimals"].iloc[0])
    table = _table(rows, decimals)
    bars = _bars(rows, rows["unit"].iloc[0], decimals, f"{day:%Y-%m}")
    return box(f"{said}{bars}<details><summary>各市的增量、贡献率和拉动</summary>{table}</details>")


def _bars(rows: pd.DataFrame, unit: str, decimals: int, month: str) -> str:
    bars = bars_of(rows, unit, decimals, city_addresses(month))
    return bars_html(bars, "各市对全省增长的贡献率")


def sentence(rows: pd.DataFrame, span: str, base: dt.date) -> str:
    """Who made most of the growth, or why it is not said."""
    if rows.empty:
        return f"没有 {base:%Y-%m} 的各市数和全省数，算不出贡献。"
    first = rows.iloc[0]
    if not first["known"]:
        return f"{first['missing']}：有市没有上报，不算贡献。"
    size = amount(abs(first["grown"]), first["unit"], first["decimals"])
    if first["grown"] <= 0:
        return (
            f"全省{span}" + ("持平" if first["grown"] == 0 else f"减少 {size}") + "，不算贡献率。"
        )
    cities = rows[rows["member_code"] != "remainder"].head(3)
    named = "、".join(
        f"**{r['member_name']}**（{percent(r['contribution_pct'])}，拉动 "
        f"{number(r['pull_pp'], 2)} 百分点）"
        for _, r in cities.iterrows()
    )
    rest = rows[rows["member_code"] == "remainder"].iloc[0]
    return (
        f"全省{span}增加 {size}（{percent(first['growth_pct'], 2)}），贡献最大的是{named}；"
        f"省直/未分配占 {percent(rest['contribution_pct'])}。"
    )


def _table(rows: pd.DataFrame, decimals: int) -> str:
    whole = rows.iloc[0]
    cells = [
        (r["member_name"], r["added"], r["contribution_pct"], r["pull_pp"])
        for _, r in rows.iterrows()
    ]
    share = 100.0 if whole["grown"] > 0 else None
    cells.append(("全省", whole["grown"], share, whole["growth_pct"]))
    shown = table_html(
        {
            "地市": [c[0] for c in cells],
            f"增量（{whole['unit']}）": at_right(signed(c[1], decimals) for c in cells),
            "贡献率": at_right(percent(c[2]) for c in cells),
            "拉动（百分点）": at_right(number(c[3], 2) for c in cells),
        },
        alt=TITLE,
        rows_in_sight=8,
    )
    note = shares_note("贡献率", rows["contribution_pct"]) if share else ""
    return shown + (f"<small>{note}。</small>" if note else "")
