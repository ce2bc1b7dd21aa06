"""The blocks of 地市排名 below its bars: the standings, the tile map, ranks over months, who did
not report."""

import datetime as dt
from functools import partial

import pandas as pd
import streamlit as st

from catalog import catalog
from charts.rank_bump import rank_bump
from charts.tile_grid import tile_grid
from paper.tables import NOT_RANKED
from ui import revised
from ui.cities.blocks import city_addresses, unit_of
from ui.drawing import months_html, note_words
from ui.html_parts import card, small
from ui.pickers import Redraws, chosen, pick_many
from ui.tables import at_right, table_html
from words import columns as words
from words.clock import months_before
from words.numbers import change, is_missing, number, places, rank_words

MAP_HELP = (
    "每个方块一个市，大小相同，位置只是大致方位，不是地图。颜色按位次，见图下的色标，方块里是位次；"
    "虚线框是没有上报的市。点一个方块看那个市。"
)
PROGRESS_HELP = "与上月相比：数量看环比 %，比率看百分点。进步位次按两位小数排，看不出差别的并列。"
TABLE_HELP = "点市名看那个市；点表头排序。"
RANGE_HELP = (
    "印出的数是四舍五入过的；真实数值在这半个末位之内时，位次可能落在的范围。只有一种可能时不写。"
)
CHANGE_HELP = "与上月位次相比，只在两个月都有数的市之间排；本月或上月没有数的市写“—”。"
HIGHLIGHTED = 3


def tiles_card(ranking: pd.DataFrame, scale: str, title: str, month: str) -> str:
    """Every city as a square in its place, darker the better its rank."""
    unit, decimals = unit_of(ranking, scale)
    alt, mark = f"{title}：各市位次的方位图", revised.marker() or (lambda source: "")
    said: dict[str, str] = {}
    told: dict[str, list[str]] = {"位次": [], "数值": []}
    for _, r in ranking.iterrows():
        rank, change = rank_words(r["rank"], r["tied"]), mark(r["source"])
        figure = f"{number(r[scale], r['decimals'] if scale == 'value' else decimals)} {unit}"
        lines = [f"{r['city_name']}　第 {rank} 位", figure, r["source"], change]
        said[r["city_code"]] = "\n".join(filter(None, lines))
        told["位次"].append(rank)
        told["数值"].append(words.revised(figure, change))
    note_words(alt, "地市", ranking["city_name"].tolist(), told)
    dark = st.context.theme.type == "dark"
    drawn = tile_grid(ranking, catalog().tile_places, said, city_addresses(month), alt, dark)
    return card("方位图", MAP_HELP, drawn)


def unreported(missing: pd.DataFrame) -> str:
    """Who did not report, with the cell that was left empty."""
    named = "、".join(
        r["city_name"] + ("" if is_missing(r["source"]) else f"（空白：{r['source']}）")
        for _, r in missing.iterrows()
    )
    return f"{NOT_RANKED}：{named}" if named else ""


def standing_card(
    shown: pd.DataFrame, progress: pd.DataFrame, additive: bool, scale: str, month: dt.date
) -> str:
    """What the bars do not say: moves since last month, progress (环比 and the rank by it), what
    rounding leaves open, sources; what the ranks are by stands beside them. A name leads to its
    city."""
    rows = [r for _, r in shown.iterrows()]
    before = {r["city_code"]: r for _, r in progress.iterrows()}
    then = [before.get(r["city_code"]) for r in rows]
    unit = rows[0]["unit"]
    columns = {
        "位次": at_right(rank_words(r["rank"], r["tied"]) for r in rows),
        "地市": [r["city_name"] for r in rows],
    }
    amounts = {f"数值（{unit}）": at_right(number(r["value"], r["decimals"]) for r in rows)}
    densities = {"每万人": at_right(_per_10k(r["per_10k"]) for r in rows)} if additive else {}
    columns |= densities | amounts if scale == "per_10k" else amounts
    if before:
        columns |= _moves(rows, then, unit)
    columns |= densities
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
    to = city_addresses(f"{month:%Y-%m}")
    drawn = table_html(columns, "位次表", None, help, [to[r["city_code"]] for r in rows])
    return card("位次表", TABLE_HELP, drawn + small(_why_none(progress, month)))


def _moves(rows: list, then: list, unit: str) -> dict[str, list[str]]:
    """The columns that compare with last month; `then`: each city's progress, None without one."""
    return {
        "变化": at_right(places(r["rank_change"]) + _open(r["change_open"]) for r in rows),
        "环比": at_right(_progress(b) for b in then),
        "进步位次": at_right("—" if b is None else rank_words(b["rank"], b["tied"]) for b in then),
        "进步区间": ["" if b is None else _range(b) for b in then],
        f"上月（{unit}）": at_right(
            "—" if b is None else number(b["last_value"], b["last_decimals"]) for b in then
        ),
    }


def _per_10k(value: float) -> str:
    return number(value, 0 if value >= 100 else 1)


def _why_none(progress: pd.DataFrame, month: dt.date) -> str:
    """Why some or all cities have no progress."""
    if progress.empty:
        before = months_before(month, 1)
        return (
            f"没有 {before:%Y-%m} 的地市数据，还不能说进步或退步。地市表不印当月新增，"
            f"上月数也推算不出来；装入 {before:%Y-%m} 的月报后，表里会有变化、环比和进步位次。"
        )
    stuck = int(progress["stuck"].sum())
    return f"{stuck} 市两个月都已封顶，数值不会再升，不参与进步排名。" if stuck else ""


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


def pick_highlighted() -> None:
    """The cities to draw in colour; left empty, the ones that moved most over the year."""
    cities = {c.code: c.name for c in catalog().cities}
    redraws: Redraws = partial(list, ("bump", "table"))
    empty = f"自动：变化最大的 {HIGHLIGHTED} 市"
    pick_many("突出显示", cities, "highlight", [], limit=5, empty=empty, redraws=redraws)


def bump(history: pd.DataFrame, title: str, month: str) -> str:
    """The ranks over a year; where none moved, that."""
    shown, alt = chosen("highlight") or _movers(history), f"{title}：位次走势"
    if not shown:
        return "<p>一年之内各市的位次没有变化；选“突出显示”的市，可看它逐月的位次。</p>"
    return months_html(rank_bump(history, shown, city_addresses(month)), alt)


def _movers(history: pd.DataFrame) -> list[str]:
    ranks = history.dropna(subset=["rank"]).groupby("city_code", sort=False)["rank"]
    moved = (ranks.max() - ranks.min()).sort_values(ascending=False, kind="stable")
    return moved[moved > 0].head(HIGHLIGHTED).index.tolist()


def say_one_month(month: dt.date) -> None:
    st.markdown(
        f"一年之内只有 {month:%Y-%m} 一个月有地市数据，还画不出位次的走势；有两个月以后这里会有图。"
    )
