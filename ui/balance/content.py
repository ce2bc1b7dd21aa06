"""What 均衡 shows above and below the chart that is clicked."""

import datetime as dt

import streamlit as st

from ui.balance import blocks
from ui.cities.blocks import chart_title
from ui.page import card
from warehouse import queries


def answer(day: dt.date, indicator: str) -> None:
    """How far the sides are apart by the indicator, or why that is not said."""
    rows = queries.balance.balance(day)
    chosen = rows[rows["indicator_code"] == indicator]
    blocks.say_if_absent(chosen, indicator)
    blocks.summary(chosen, queries.balance.residents())
    blocks.say_unreported(queries.common.unreported_cities(day, indicator))


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
