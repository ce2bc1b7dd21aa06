"""The tables of 县区镇街."""

from functools import partial

import pandas as pd
import streamlit as st

from catalog import BELOW, Area
from ui.areas.blocks import COUNTERS
from ui.areas.choice import look_into_nth
from ui.tables import at_right, show_table
from words.names import LEVELS
from words.numbers import amount, change, is_missing, number, places, rank_words

TABLE_HELP = (
    "数值相同者并列，其后的位次跳过；没有上报的不排名。变化与上月位次相比，没有上月数据时写“—”。"
    "点名称（行多时点一行）就看那个地区。"
)
PROFILE_HELP = "位次是在同一上级之内、同一级地区之间的位次，按总量。"
IN_SIGHT = 21


def ranks(ranking: pd.DataFrame, level: str, scale: str, key: str, leads: list[str]) -> None:
    """Every ranked area; its name leads to it.

    Column by column: 1,610 rows as objects would take longer than all else on the page.
    """
    unit, change_unit = ranking["unit"].iloc[0], ranking["change_unit"].iloc[0]
    decimals = [int(d) for d in ranking["decimals"]]
    columns = {
        "位次": at_right(map(rank_words, ranking["rank"], ranking["tied"])),
        LEVELS[level]: ranking["area_name"].tolist(),
        **(
            {"上级": ranking["parent_name"].tolist()}
            if ranking["parent_code"].nunique() > 1
            else {}
        ),
        f"数值（{unit}）": at_right(map(number, ranking["value"], decimals)),
        "变化": at_right(map(places, ranking["rank_change"])),
    }
    if ranking["per_10k"].notna().any():
        columns["每万人"] = at_right(
            number(v, 0 if not is_missing(v) and v >= 100 else 1) for v in ranking["per_10k"]
        )
    columns |= {
        "环比": at_right(change(c, change_unit) for c in ranking["mom"]),
        "同比": at_right(change(c, change_unit) for c in ranking["yoy"]),
        "出处": ranking["source"].tolist(),
    }
    show_table(
        columns,
        alt="位次表",
        rows_in_sight=IN_SIGHT,
        key=key,
        on_pick=partial(look_into_nth, ranking),
        leads=leads,
    )
    if scale == "per_10k":
        st.caption("位次按每万人；环比、同比按总量。")


def unreported_areas(unreported: pd.DataFrame, ranking: pd.DataFrame, level: str) -> None:
    """Who did not report, with the cell that was left empty; nothing where nobody did: that is said
    above."""
    if unreported.empty or ranking.empty:
        return
    with st.expander(
        f"没有上报、不参与排名：{len(unreported):,}{COUNTERS[level]}", expanded=len(unreported) <= 5
    ):
        columns = {
            LEVELS[level]: unreported["area_name"].tolist(),
            "上级": unreported["parent_name"].tolist(),
            "空白的格子": ["没有印这一行" if is_missing(s) else s for s in unreported["source"]],
        }
        show_table(columns, alt="没有上报", rows_in_sight=IN_SIGHT)


def profile_of(profile: pd.DataFrame, area: Area) -> None:
    """Every indicator of one area, with its rank among those beside it."""
    reported = profile if area.level in BELOW else profile[profile["table_name"] == "city"]
    rows = reported.to_dict("records")
    show_table(
        {
            "指标": [f"{r['platform_name']} {r['indicator_name']}" for r in rows],
            "数值": at_right(amount(r["value"], r["unit"], r["decimals"]) for r in rows),
            "位次": at_right(rank_words(r["rank"], r["tied"]) for r in rows),
            "参加": [
                "—"
                if is_missing(r["ranked"])
                else f"{int(r['ranked'])}{COUNTERS[area.level]}".strip()
                for r in rows
            ],
            "变化": at_right(places(r["rank_change"]) for r in rows),
            "环比": at_right(change(r["mom"], r["change_unit"]) for r in rows),
            "同比": at_right(change(r["yoy"], r["change_unit"]) for r in rows),
            "出处": ["—" if is_missing(r["source"]) else r["source"] for r in rows],
        },
        alt=f"{area.name}的各项指标",
        rows_in_sight=IN_SIGHT,
    )
