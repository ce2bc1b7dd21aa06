"""The blocks of 地市画像: one city, or up to six side by side; its score: ui/city/score.py."""

import pandas as pd
import streamlit as st

from catalog import catalog
from charts.city_columns import MONTHS, city_columns
from charts.city_lines import city_lines
from ui import change_colour
from ui.ending import end_without
from ui.html_parts import address
from ui.page import page_button
from ui.pickers import pick_many, pick_one
from ui.plain_text import plain
from ui.revised import mark
from ui.tables import at_right, show_table
from words.columns import revised
from words.numbers import (
    amount,
    is_missing,
    number,
    of_cities,
    place_words,
    places,
    rank_words,
    rounded,
    signed,
)

BESIDE = 5  # cities to compare with
FEWEST = 3  # months that make a line
HISTORY_HELP = (
    "截至所选月份。累计类指标画逐月增加（本月累计 − 上月累计，由系统计算），最后一根是所选月份，"
    "描边的是上年同月；比率和均值，以及与别的市对比时，画数值：没有数据的月份断线，"
    "纵轴不从 0 起，以看清变化；各市用同一纵轴，线端写市名和本月数。"
)
STRIP_HELP = (
    "每条线上一个点是一个市，越靠右位次越前。可相加的指标按每万人比较，避免大市只因人多而领先；"
    "比率和不可相加的数量按数值比较。并列的市落在同一点，颜色深。"
)
TABLE_HELP = (
    "与全省、与本区域比：可相加的指标比每万人数（各市之和 ÷ 常住人口），"
    "其余的比中位数——比率没有各市之和，中位数不是全省值。点指标看它的地市排名。"
)


def pick_cities(left, right) -> list[str]:
    """The city, then those to set beside it."""
    cities = {c.code: c.name for c in catalog().cities}
    city = pick_one("地市", cities, "city", next(iter(cities)), left)
    label = f"对比（最多 {BESIDE} 个）"
    others = pick_many(label, cities, "compare", [], right, limit=BESIDE, empty="不对比")
    return [city, *(code for code in others if code != city)]


def stop_if_empty(profile: pd.DataFrame, month: pd.Series) -> None:
    if profile["value"].isna().all():
        name = profile["city_name"].iloc[0]
        end_without(f"{month['month_text']} 没有{name}的数据。请换一个数据月份或地市。")


def links(profile: pd.DataFrame, month: pd.Series) -> None:
    """One click deeper: the counties or towns of the city."""
    page_button(
        "areas",
        f"看{profile['city_name'].iloc[0]}的县区镇街",
        "holiday_village",
        area=profile["city_code"].iloc[0],
        month=month["month_text"],
    )


def indicator_table(profile: pd.DataFrame, others: list[pd.DataFrame], month: str) -> None:
    """Every indicator with value, rank, change and the gap to the province, or the other cities'
    values and ranks beside it; what that stands on is folded under it. A name leads to its
    ranking."""
    rows = [r for _, r in profile.iterrows()]
    names = [f"{r['platform_name']} {r['indicator_name']}" for r in rows]
    columns = {"指标": names} | _standing(rows)
    working = {
        "变化": at_right(places(r["rank_change"]) for r in rows),
        "每万人位次": at_right(
            rank_words(r["per_10k_rank"], r["per_10k_tied"]) if r["additive"] else "不适用"
            for r in rows
        ),
        "与全省比": at_right(_gap(r["all_gap"], r["gap_unit"]) for r in rows),
    }
    if not others:
        columns, working = columns | working, {}
    for other in others:
        columns |= _standing([r for _, r in other.iterrows()], other["city_name"].iloc[0])
    to = [address("cities", indicator=r["indicator_code"], month=month) for r in rows]
    show_table(columns, alt="各项指标", leads=to)
    region = rows[0]["region"]
    working = {
        "指标": names,
        **working,
        "每万人": at_right(_per_10k(r["per_10k"]) for r in rows),
        "全省": [_level(r, "all") for r in rows],
        f"与{region}比": at_right(_gap(r["region_gap"], r["gap_unit"]) for r in rows),
        region: [_level(r, "region") for r in rows],
        "出处": ["—" if is_missing(r["source"]) else r["source"] for r in rows],
    }
    for other in others:
        name = other["city_name"].iloc[0]
        working[f"{name}每万人"] = at_right(_per_10k(v) for v in other["per_10k"])
        working[f"{name}出处"] = ["—" if is_missing(s) else s for s in other["source"]]
    with st.expander("每万人、区域和出处"):
        show_table(working, alt="各项指标的依据")


def _standing(rows: list[pd.Series], city: str = "") -> dict[str, list]:
    """A city's values and ranks."""
    return {
        f"{city}数值": at_right(
            amount(r["value"], r["unit"], r["decimals"])
            + ("（封顶）" if r["capped"] is True else "")
            for r in rows
        ),
        f"{city}位次": at_right(rank_words(r["rank"], r["tied"]) for r in rows),
    }


def _per_10k(value) -> str:
    return number(value, 0 if not is_missing(value) and value >= 100 else 1)


def _gap(value, unit: str) -> str:
    """+69.1%, −4.28 百分点; — where it cannot be said."""
    if is_missing(value):
        return "—"
    decimals, unit = gap_shown(unit)
    return "持平" if rounded(value, decimals) == 0 else signed(value, decimals) + unit


def gap_shown(unit: str) -> tuple[int, str]:
    """Decimals of a gap in this unit, and what stands behind its number."""
    return (1, "%") if unit == "%" else (2, f" {unit}")


def _level(row: pd.Series, area: str) -> str:
    """What the city is compared with, and of how many cities it is made."""
    level = row[f"{area}_level"]
    if is_missing(level):
        return "—"
    of_it = [c for c in catalog().cities if area == "all" or c.region == row["region"]]
    silent = [c.name for c in of_it if c.code in row["unreported_codes"]]
    cities = of_cities(row[f"{area}_cities"], "、".join(silent))
    if row["level_kind"] == "sum":
        return f"每万人 {_per_10k(level)}（{cities}合计）"
    return f"{amount(level, row['unit'], row['decimals'])}（{cities}中位数）"


def has_history(history: pd.DataFrame) -> bool:
    """Whether some line has three points; fewer are said in a sentence instead of drawn."""
    months = history["month"].nunique()
    if months < FEWEST:
        st.caption(f"截至所选月份只有 {months} 个月的地市数据，满 {FEWEST} 个月后显示各项历史。")
    return months >= FEWEST


def history_card(
    row: pd.Series, history: pd.DataFrame, cities: list[str], month: pd.Timestamp
) -> None:
    """One indicator: value and rank of the city, and the lines of all that are compared."""
    name = f"{row['platform_name']} · {plain(row['indicator_name'])}"
    with st.container(border=True, height="stretch", gap="xsmall"):
        st.markdown(f"**{name}**（{row['unit']}）", help=plain(row["definition"]))
        _say_standing(row)
        mine = history[history["indicator_code"] == row["indicator_code"]]
        if mine.empty:
            return
        grown = mine[mine["grown"].notna() & (mine["month"] > month - pd.DateOffset(months=MONTHS))]
        if len(cities) == 1 and len(grown) >= FEWEST:
            drawn, what = city_columns(grown[["month", "grown", "decimals"]], month), "逐月增加"
        else:
            drawn, what = city_lines(mine, cities, month), "历史"
        of = "、".join(mine["city_name"].unique())
        st.image(drawn, width="stretch", alt=f"{name}截至 {month:%Y-%m} 的{what}：{of}")


def _say_standing(row: pd.Series) -> None:
    changed = mark(row["source"])
    value = revised(amount(row["value"], row["unit"], row["decimals"]), changed)
    where = None if is_missing(row["source"]) else f"出处：{plain(row['source'])}"
    where = f"{where}\n\n修订：{plain(changed)}" if changed else where
    said = (
        "本月未报，不排名"
        if is_missing(row["rank"])
        else f"**{value}**　{place_words(row['rank'], row['tied'])}　"
        f":{change_colour.colour(row['rank_change'])}[{places(row['rank_change'])}]"
    )
    st.markdown(said, help=where)
