"""How the areas inside another add up to its own figure."""

import pandas as pd
import streamlit as st

from catalog import Area
from ui.areas.blocks import COUNTERS, silent_names
from ui.plain_text import plain
from words.numbers import amount, is_missing, percent


def say_sum(row: pd.Series, unreported: pd.DataFrame, inside: Area, level: str) -> None:
    """How the parts add up to the area's own figure, where they add up at all."""
    if is_missing(row["sum"]):
        st.caption("该指标不可相加，没有合计。")
        return
    said = [
        (
            f"{row['reported']:,}{COUNTERS[level]}"
            + (f"（缺{silent_names(unreported, level)}）" if len(unreported) else "")
            + "合计 "
            f"{amount(row['sum'], row['unit'], row['sum_decimals'])}"
        ).strip()
    ]
    if is_missing(row["own"]):
        said.append(f"{inside.name}没有同口径的数，合计无从对照")
    else:
        said.append(
            f"{inside.name} "
            f"{amount(row['own'], row['unit'], row['sum_decimals'])}（{plain(row['own_source'])}）"
        )
    if not is_missing(row["own"]) and len(unreported):
        said.append("有缺，不算差额和占比：缺的数会混在里面")
    elif not is_missing(row["own"]):
        gap = amount(abs(row["remainder"]), row["unit"], row["sum_decimals"])
        share = (
            "" if is_missing(row["remainder_pct"]) else f"，占 {percent(abs(row['remainder_pct']))}"
        )
        left_over = (
            "省直/未分配" if inside.level == "province" and level == "city" else "未分到下级"
        )
        said.append(
            "两者相等"
            if row["remainder"] == 0
            else f"{left_over if row['remainder'] > 0 else '合计多出'} {gap}{share}"
        )
    st.caption("　·　".join(said))
