"""The blocks of 地市排名."""

import pandas as pd
import streamlit as st

from catalog import REGIONS, catalog
from catalog.labels import indicator_label
from ui.page import page_button
from ui.pickers import pick_pills, pick_segment
from ui.plain_text import plain
from ui.tables import at_right, show_table
from words.names import LEVELS
from words.numbers import amount, number, of_cities, percent, places

REGION_HELP = "只有可相加的指标才有区域合计；比率不相加。省直/未分配 = 全省数 − 21 市之和。"
PER_10K_NOTE = "按 2020 年人口普查常住人口折算；注册用户可多于常住人口，数值可大于 10,000。"


def options() -> dict[str, str]:
    return {i.code: indicator_label(i) for i in catalog().indicators_of("city")}


def pick_scale(indicator: str) -> str:
    """value, or per_10k where the indicator adds up over cities: a rate or a count with overlaps
    has no value per resident."""
    if not catalog().indicator(indicator).additive:
        return "value"
    return pick_segment(
        "数值", {"value": "总量", "per_10k": "每万人"}, "scale", "value", help=PER_10K_NOTE
    )


def pick_region() -> list[str]:
    return pick_pills(
        "区域", {r: r for r in REGIONS}, "region", help="不选即全省；位次始终按 21 市计算。"
    )


def stop_if_empty(ranking: pd.DataFrame, month: pd.Series) -> None:
    if ranking.empty:
        st.info(
            f"{month['month_text']} 没有该指标的地市数据。请换一个数据月份或指标。",
            icon=":material/event_busy:",
        )
        st.stop()


def arrange(ranking: pd.DataFrame, order: str, region: list[str]) -> pd.DataFrame:
    """The chosen regions, in the chosen order."""
    shown = ranking[ranking["region"].isin(region)] if region else ranking
    return shown.sort_values("position") if order == "official" else shown


def unit_of(ranking: pd.DataFrame, scale: str) -> tuple[str, int]:
    """(unit, decimals) of what is drawn.

    Per 10,000 residents counts single units, so 万 and 亿 drop out.
    """
    first = ranking.iloc[0]
    if scale == "value":
        return first["unit"], int(ranking["decimals"].max())
    return first["unit"].lstrip("万亿") + "/万人", 0 if ranking["per_10k"].max() >= 100 else 1


def chart_title(indicator: str, scale: str) -> str:
    return indicator_label(catalog().indicator(indicator)) + (
        "（每万人）" if scale == "per_10k" else ""
    )


def summary(ranking: pd.DataFrame, remainder: pd.DataFrame, scale: str) -> None:
    """The answer in one line: first, last, and how the cities add up to the province."""
    first = ranking[ranking["rank"] == 1]
    last = ranking[ranking["rank"] == ranking["rank"].max()]
    unit, decimals = unit_of(ranking, scale)

    def named(cities: pd.DataFrame) -> str:
        names = "、".join(cities["city_name"]) if len(cities) <= 3 else f"{len(cities)} 市并列"
        return f"**{names}**（{amount(cities[scale].iloc[0], unit, decimals)}）"

    parts = [f"第 1 位 {named(first)}", f"第 {last['rank'].iloc[0]} 位 {named(last)}"]
    if unreported := absent(ranking):
        parts.append(f"{unreported}未报，不参与排名，位次变化按两个月都有数的市计算")
    parts += moved(ranking)
    if not remainder.empty:
        r = remainder.iloc[0]
        share = (
            f"，占全省 {percent(100 - r['remainder_pct'])}" if r["complete"] else "，不与全省数相比"
        )
        parts.append(
            f"{of_cities(r['cities'], r['unreported'])}合计 "
            f"{amount(r['city_sum'], r['unit'], r['decimals'])}{share}"
        )
    st.markdown("　·　".join(parts))


def absent(ranking: pd.DataFrame) -> str:
    """The names of the cities that a ranking lacks, '' where it has all."""
    there = set(ranking["city_name"])
    return "、".join(c.name for c in catalog().cities if c.name not in there)


def moved(ranking: pd.DataFrame, names: str = "city_name", counter: str = " 市") -> list[str]:
    """How many places the largest rise and fall went, and whose; nothing where last month is
    unknown or nobody moved."""
    known = ranking.dropna(subset=["rank_change"])
    said = []
    for word, most in (
        ("上升最多", known["rank_change"].max()),
        ("下降最多", known["rank_change"].min()),
    ):
        if not known.empty and most != 0 and (most > 0) == (word == "上升最多"):
            movers = known[known["rank_change"] == most][names].tolist()
            named = "、".join(movers) if len(movers) <= 2 else f"{len(movers)}{counter}"
            said.append(f"{word} **{named}**（{places(most)}）")
    return said


def links(ranking: pd.DataFrame, month: pd.Series) -> None:
    """One click deeper: the first city and the last, where they are one and not many."""
    with st.container(horizontal=True):
        for rank in (ranking["rank"].min(), ranking["rank"].max()):
            named = ranking[ranking["rank"] == rank]["city_name"]
            if len(named) == 1:
                page_button(
                    "city",
                    f"{named.iloc[0]}画像",
                    "location_city",
                    city=named.iloc[0],
                    month=month["month_text"],
                )
        page_button(
            "areas",
            "看县区镇街",
            "holiday_village",
            month=month["month_text"],
            level=LEVELS["county"],
        )


def region_table(totals: pd.DataFrame, ranking: pd.DataFrame, remainder: pd.DataFrame) -> None:
    """Region sums, the cities' sum, the remainder and the province, for an indicator that adds
    up."""
    unit, decimals = totals.iloc[0]["unit"], int(totals["decimals"].max())
    rows = [
        (
            r["region"] + (f"（缺{r['unreported']}）" if r["unreported"] else ""),
            r["cities"],
            r["value"],
            r["share_pct"],
            r["per_10k"],
        )
        for _, r in totals.iterrows()
    ]
    people = ranking["population_10k"].sum()
    rows.append(
        (
            f"{of_cities(len(ranking), absent(ranking))}合计",
            len(ranking),
            totals["value"].sum(),
            None if absent(ranking) else 100.0,
            (ranking["per_10k"] * ranking["population_10k"]).sum() / people,
        )
    )
    if not remainder.empty:
        r = remainder.iloc[0]
        rows += [
            ("省直/未分配", None, r["remainder"], None, None),
            ("全省", None, r["province"], None, None),
        ]
    whole = ("省直/未分配", "全省")
    show_table(
        {
            "区域": [r[0] for r in rows],
            "市数": at_right(number(r[1], 0) if r[1] else "" for r in rows),
            f"数值（{unit}）": at_right(number(r[2], decimals) for r in rows),
            "占 21 市": at_right("" if r[0] in whole else percent(r[3]) for r in rows),
            "每万人": at_right(number(r[4], 0) if r[4] is not None else "" for r in rows),
        },
        alt="区域合计",
    )
    if not remainder.empty:
        r = remainder.iloc[0]
        left_over = amount(r["remainder"], r["unit"], r["decimals"])
        said = (
            f"省直/未分配 {left_over}，占全省 {percent(r['remainder_pct'])}。"
            if r["complete"]
            else f"缺{r['unreported']}，占比和省直/未分配都不算：缺的数会混在里面。"
        )
        st.caption(f"{said}全省数出处：{plain(r['province_source'])}")


def rules(indicator: str) -> None:
    """What the indicator is and how cities are ranked by it."""
    known = catalog().indicator(indicator)
    lines = [
        known.definition,
        "数值越低位次越前" if known.better == "lower" else "数值越高位次越前",
        "数值相同者并列，其后的位次跳过；没有上报的地市不排名",
        "达到 100% 的比率标“封顶”，封顶的市之间不再分先后",
        "印出的数四舍五入过，可能改变先后的，写明位次区间；位次变化在这个范围之内的，标“舍入内”",
    ]
    lines.append(PER_10K_NOTE if known.additive else "该指标不可相加，没有区域合计，也不折算人均")
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
