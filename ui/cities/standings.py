"""The blocks of 地市排名: where cities stand (水平), how much they moved (进步), the
tile map, ranks over months, who did not report."""

import datetime as dt

import pandas as pd
import streamlit as st

from catalog import catalog
from ui.pickers import pick_many
from ui.plain_text import plain
from ui.tables import at_right, show_table
from words.clock import months_before
from words.numbers import change, is_missing, number, places, rank_words

MAP_HELP = (
    "每个方块一个市，大小相同，位置只是大致方位，不是地图。颜色越深位次越前，方块里是位次；"
    "虚线框是没有上报的市。"
)
PROGRESS_HELP = "与上月相比：数量看环比 %，比率看百分点。按两位小数排名，看不出差别的并列。"
RANGE_HELP = (
    "印出的数是四舍五入过的；真实数值在这半个末位之内时，位次可能落在的范围。只有一种可能时不写。"
)
CHANGE_HELP = "与上月位次相比，只在两个月都有数的市之间排；本月或上月没有数的市写“—”。"
HIGHLIGHTED = 3


def tile_places() -> dict[str, tuple[str, int, int]]:
    """City code → name, row and column of its square."""
    return {c.code: (c.name, c.tile_row, c.tile_column) for c in catalog().cities}


def say_unreported(unreported: pd.DataFrame) -> None:
    """Who did not report, with the cell that was left empty."""
    if not unreported.empty:
        named = [
            plain(r["city_name"])
            + ("" if is_missing(r["source"]) else f"（空白：{plain(r['source'])}）")
            for _, r in unreported.iterrows()
        ]
        st.caption(f"没有上报、不参与排名的市：{'、'.join(named)}")


def rank_table(shown: pd.DataFrame, additive: bool) -> None:
    """水平: rank, change, city, value, what rounding leaves open, source."""
    rows = [r for _, r in shown.iterrows()]
    unit = rows[0]["unit"] if rows else ""
    columns = {
        "位次": at_right(rank_words(r["rank"], r["tied"]) for r in rows),
        "变化": at_right(places(r["rank_change"]) + _open(r["change_open"]) for r in rows),
        "地市": [r["city_name"] for r in rows],
        "区域": [r["region"] for r in rows],
        f"数值（{unit}）": at_right(number(r["value"], r["decimals"]) for r in rows),
    }
    if additive:
        columns["每万人"] = at_right(
            number(r["per_10k"], 0 if r["per_10k"] >= 100 else 1) for r in rows
        )
    columns["位次区间"] = [_range(r) for r in rows]
    if any(r["capped"] for r in rows):
        columns["标记"] = ["封顶" if r["capped"] else "" for r in rows]
    columns["出处"] = [r["source"] for r in rows]
    show_table(columns, alt="位次表", help={"位次区间": RANGE_HELP, "变化": CHANGE_HELP})


def progress_table(progress: pd.DataFrame, month: dt.date) -> None:
    """进步: who moved most since last month; a sentence where last month has no figures."""
    if progress.empty:
        before = months_before(month, 1)
        st.markdown(
            f"没有 {before:%Y-%m} 的地市数据，还不能说进步或退步。地市表不印当月新增，"
            f"上月数也推算不出来；装入 {before:%Y-%m} 的月报后这里会有排名。"
        )
        return
    rows = [r for _, r in progress.iterrows()]
    unit = rows[0]["unit"]
    show_table(
        {
            "位次": at_right(rank_words(r["rank"], r["tied"]) for r in rows),
            "地市": [r["city_name"] for r in rows],
            "区域": [r["region"] for r in rows],
            "变化": at_right(
                "封顶，无从进步" if r["stuck"] else change(r["change"], r["change_unit"])
                for r in rows
            ),
            f"本月（{unit}）": at_right(number(r["value"], r["decimals"]) for r in rows),
            f"上月（{unit}）": at_right(number(r["last_value"], r["last_decimals"]) for r in rows),
            "位次区间": [_range(r) for r in rows],
            "本月出处": [r["source"] for r in rows],
            "上月出处": [r["last_source"] for r in rows],
        },
        alt="进步表",
        help={"位次区间": RANGE_HELP},
    )
    if progress["stuck"].any():
        st.caption(
            f"{int(progress['stuck'].sum())} 市两个月都已封顶，数值不会再升，不参与进步排名。"
        )


def _open(change_open) -> str:
    return (
        "（舍入内）"
        if change_open is True or (not is_missing(change_open) and bool(change_open))
        else ""
    )


def _range(row: pd.Series) -> str:
    if is_missing(row["rank"]) or row["best_rank"] == row["worst_rank"]:
        return ""
    return f"{int(row['best_rank'])}–{int(row['worst_rank'])}"


def pick_highlighted(history: pd.DataFrame) -> list[str]:
    """The cities to draw in colour; left empty, the ones that moved most over the year."""
    cities = {c.code: c.name for c in catalog().cities}
    return pick_many(
        "突出显示", cities, "highlight", [], limit=5, empty=f"自动：变化最大的 {HIGHLIGHTED} 市"
    ) or _movers(history)


def _movers(history: pd.DataFrame) -> list[str]:
    ranks = history.dropna(subset=["rank"]).groupby("city_code", sort=False)["rank"]
    moved = (ranks.max() - ranks.min()).sort_values(ascending=False, kind="stable")
    return moved[moved > 0].head(HIGHLIGHTED).index.tolist()


def has_months(history: pd.DataFrame, month: dt.date) -> bool:
    """Whether ranks of at least two months are known; a sentence where they are not."""
    if history.dropna(subset=["rank"])["month"].nunique() >= 2:
        return True
    st.markdown(
        f"一年之内只有 {month:%Y-%m} 一个月有地市数据，还画不出位次的走势；有两个月以后这里会有图。"
    )
    return False
