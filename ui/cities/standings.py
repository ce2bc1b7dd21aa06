"""The blocks of 地市排名 below its bars: the standings, the tile map, ranks over months, who did
not report."""

import datetime as dt

import pandas as pd
import streamlit as st

from catalog import catalog
from ui.page import go
from ui.pickers import pick_many
from ui.plain_text import plain
from ui.tables import at_right, picked_row, show_table
from words.clock import months_before
from words.numbers import change, is_missing, number, places, rank_words

MAP_HELP = (
    "每个方块一个市，大小相同，位置只是大致方位，不是地图。颜色按位次，见图下的色标，方块里是位次；"
    "虚线框是没有上报的市。点一个方块看那个市。"
)
PROGRESS_HELP = "与上月相比：数量看环比 %，比率看百分点。进步位次按两位小数排，看不出差别的并列。"
BARS_HELP = "点一个横条看那个市；四个市以上并列时合为一条。"
TABLE_HELP = "选中一行看那个市。"
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


def standing_table(
    shown: pd.DataFrame, progress: pd.DataFrame, additive: bool, month: dt.date
) -> None:
    """What the bars do not say: moves since last month, progress (环比 and the rank by it), what
    rounding leaves open, sources. A row leads to its city."""
    rows = [r for _, r in shown.iterrows()]
    before = {r["city_code"]: r for _, r in progress.iterrows()}
    then = [before.get(r["city_code"]) for r in rows]
    unit = rows[0]["unit"]
    columns = {
        "位次": at_right(rank_words(r["rank"], r["tied"]) for r in rows),
        "地市": [r["city_name"] for r in rows],
        f"数值（{unit}）": at_right(number(r["value"], r["decimals"]) for r in rows),
    }
    if before:
        columns |= {
            "变化": at_right(places(r["rank_change"]) + _open(r["change_open"]) for r in rows),
            "环比": at_right(_progress(b) for b in then),
            "进步位次": at_right(
                "—" if b is None else rank_words(b["rank"], b["tied"]) for b in then
            ),
            "进步区间": ["" if b is None else _range(b) for b in then],
            f"上月（{unit}）": at_right(
                "—" if b is None else number(b["last_value"], b["last_decimals"]) for b in then
            ),
        }
    if additive:
        columns["每万人"] = at_right(
            number(r["per_10k"], 0 if r["per_10k"] >= 100 else 1) for r in rows
        )
    columns["区域"] = [r["region"] for r in rows]
    if any(ranges := [_range(r) for r in rows]):
        columns["位次区间"] = ranges
    if any(r["capped"] for r in rows):
        columns["标记"] = ["封顶" if r["capped"] else "" for r in rows]
    columns["出处"] = [r["source"] for r in rows]
    if before:
        columns["上月出处"] = ["—" if b is None else b["last_source"] for b in then]
    help = {
        "位次区间": RANGE_HELP,
        "进步区间": RANGE_HELP,
        "变化": CHANGE_HELP,
        "环比": PROGRESS_HELP,
    }
    show_table(columns, alt="位次表", help=help, key="city_rows", on_pick=lambda: None)
    if (row := picked_row("city_rows")) is not None:
        go("city", city=rows[row]["city_code"])
    say_progress(progress, month)


def say_progress(progress: pd.DataFrame, month: dt.date) -> None:
    """Why some or all cities have no progress."""
    if progress.empty:
        before = months_before(month, 1)
        st.caption(
            f"没有 {before:%Y-%m} 的地市数据，还不能说进步或退步。地市表不印当月新增，"
            f"上月数也推算不出来；装入 {before:%Y-%m} 的月报后，表里会有变化、环比和进步位次。"
        )
    elif progress["stuck"].any():
        st.caption(
            f"{int(progress['stuck'].sum())} 市两个月都已封顶，数值不会再升，不参与进步排名。"
        )


def _progress(row) -> str:
    if row is None:
        return "—"
    return "封顶，无从进步" if row["stuck"] else change(row["change"], row["change_unit"])


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
