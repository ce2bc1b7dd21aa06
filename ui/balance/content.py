"""What 均衡 shows: the answer, who holds which share, months and tables."""

import datetime as dt

import streamlit as st

from charts.side_shares import sides_of
from ui import html_parts
from ui.balance import blocks
from ui.cities.blocks import chart_title
from ui.drawing import sides_html
from ui.page import card
from warehouse import queries


def answer(day: dt.date, indicator: str) -> None:
    """How far the sides are apart by the indicator, or why that is not said."""
    rows = queries.balance.balance(day)
    chosen = rows[rows["indicator_code"] == indicator]
    blocks.say_if_absent(chosen, indicator)
    blocks.summary(chosen, queries.balance.residents())
    blocks.say_unreported(queries.common.unreported_cities(day, indicator))


def shares_card(day: dt.date) -> str:
    """What both sides hold of each indicator that adds up; a row leads to its months."""
    rows = queries.balance.balance(day)
    shared = rows[rows["core_share"].notna()]
    if shared.empty:
        drawn = "<p>本月有市没有上报，不算占比。</p>"
    else:
        people = queries.balance.residents().set_index("side")["share_pct"]["珠三角"]
        sides = sides_of(shared, blocks.ways(shared, f"{day:%Y-%m}"))
        drawn = sides_html(sides, people, "珠三角与粤东西北各占多少")
    return html_parts.card("谁占多少", blocks.SHARE_HELP, drawn)


def months_and_tables(day: dt.date, indicator: str) -> None:
    """The indicator month by month, then every indicator."""
    rows = queries.balance.balance(day)
    st.header(f"{chart_title(indicator, 'value')}：逐月", anchor=False)
    history = queries.balance.balance_history(day, indicator)
    blocks.history_charts(history, queries.balance.residents())
    with card("各项指标", blocks.TABLE_HELP):
        blocks.balance_table(rows, f"{day:%Y-%m}")
        with st.expander("两个区域的水平、合计与出处"):
            blocks.sides_table(rows)
    with card("怎么看", height="content"):
        st.markdown(blocks.NOTES)
