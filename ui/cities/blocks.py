"""The blocks of 地市排名."""

import pandas as pd
import streamlit as st

from catalog import REGION_CODES, catalog
from catalog.labels import indicator_label
from charts.city_bars import FOLDED
from ui.drawing import CLICKS, show_chart
from ui.ending import end_page
from ui.page import go, page_button
from ui.pickers import pick_pills, pick_segment
from ui.plain_text import plain
from words.names import LEVELS
from words.numbers import amount, is_missing, number, of_cities, percent, places

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
    chosen = pick_pills("区域", REGION_CODES, "region", help="不选即全省；位次始终按 21 市计算。")
    return [REGION_CODES[code] for code in chosen]


def stop_if_empty(ranking: pd.DataFrame, month: pd.Series) -> None:
    if ranking.empty:
        st.info(
            f"{month['month_text']} 没有该指标的地市数据。请换一个数据月份或指标。",
            icon=":material/event_busy:",
        )
        end_page()


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
    """The answer: first and last with the gap between them; then how concentrated, who moved, how
    the cities add up to the province."""
    unit, decimals = unit_of(ranking, scale)
    first = ranking[ranking["rank"] == 1]
    last = ranking[ranking["rank"] == ranking["rank"].max()]

    def named(cities: pd.DataFrame) -> str:
        names = "、".join(cities["city_name"]) if len(cities) <= 3 else f"{len(cities)} 市"
        value = amount(cities[scale].iloc[0], unit, decimals)
        tied, capped = "并列" * (len(cities) > 1), "，封顶" * bool(cities["capped"].iloc[0])
        return f"**{names}**{tied}第 {cities['rank'].iloc[0]} 位（{value}{capped}）"

    if len(first) == len(ranking):
        st.markdown(named(first))
    else:
        spread = ranking["spread"].iloc[0]
        gap = (
            f"相差 **{number(spread, decimals)} 百分点**"
            if unit == "%"
            else f"最高是最低的 **{number(spread, 1)} 倍**"
        )
        st.markdown(f"{named(first)}，{named(last)}，{gap}")
    said = []
    if unreported := absent(ranking):
        said.append(f"{unreported}未报，不参与排名，位次变化按两个月都有数的市计算")
    elif not is_missing(ranking["first_three_pct"].iloc[0]) and scale == "value":
        said.append(f"前三位合计占 21 市的 {percent(ranking['first_three_pct'].iloc[0])}")
    said += moved(ranking)
    if not remainder.empty:
        r = remainder.iloc[0]
        share = (
            f"，占全省 {percent(100 - r['remainder_pct'])}" if r["complete"] else "，不与全省数相比"
        )
        said.append(
            f"{of_cities(r['cities'], r['unreported'])}合计 "
            f"{amount(r['city_sum'], r['unit'], r['decimals'])}{share}"
        )
    if said:
        st.markdown("　·　".join(said))


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
    with st.container(horizontal=True, gap="small"):
        for rank in dict.fromkeys((ranking["rank"].min(), ranking["rank"].max())):
            named = ranking[ranking["rank"] == rank]["city_name"].tolist()
            if len(named) == 1:
                _city_link(named[0], f"{named[0]}画像", month, "location_city")
        page_button(
            "areas",
            "看县区镇街",
            "holiday_village",
            month=month["month_text"],
            level=LEVELS["county"],
        )


def _city_link(name: str, label: str, month: pd.Series, icon: str | None = None) -> None:
    page_button("city", label, icon, city=name, month=month["month_text"])


def city_chart(drawn, key: str, alt: str) -> None:
    """A chart whose bars, squares or points lead to their city."""
    event = show_chart(drawn, alt, key=key, **CLICKS)
    codes = {c.name: c.code for c in catalog().cities}
    for point in event["selection"]["points"][:1]:
        if name := point["customdata"][0]:
            go("city", city=codes[name])


def tied_cities(shown: pd.DataFrame, month: pd.Series) -> None:
    """The cities behind a bar of many, each a link: such a bar leads nowhere itself."""
    for rank, tie in shown[shown["tied"] >= FOLDED].groupby("rank"):
        st.caption(f"并列第 {rank} 位的 {len(tie)} 市")
        with st.container(horizontal=True, gap="xxsmall"):
            for name in tie["city_name"]:
                _city_link(name, name, month)


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
