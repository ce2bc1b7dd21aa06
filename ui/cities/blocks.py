"""The blocks of 地市排名."""

from html import escape

import pandas as pd

from catalog import REGION_CODES, catalog
from catalog.labels import indicator_label
from charts.bar_rows import key
from charts.city_bars import COLOURS, FOLDED, bars_of
from ui.drawing import bars_html
from ui.ending import end_without
from ui.html_parts import address, bold, card, way
from ui.pickers import Redraws, chosen, pick_pills, pick_segment
from words.numbers import amount, is_missing, number, of_cities, percent, places

SCALES = {"value": "总量", "per_10k": "每万人"}
ORDERS = {"rank": "按位次", "official": "官方顺序"}
BARS_HELP = "点一个横条看那个市；四个市以上并列时合为一条。"
PER_10K_NOTE = "按 2020 年人口普查常住人口折算；注册用户可多于常住人口，数值可大于 10,000"


def options() -> dict[str, str]:
    return {i.code: indicator_label(i) for i in catalog().indicators_of("city")}


def pick_scale(indicator: str, redraws: Redraws) -> None:
    """Total, or per 10,000 residents where the indicator adds up over cities: a rate or a count
    with overlaps has no value per resident."""
    if catalog().indicator(indicator).additive:
        pick_segment("数值", SCALES, "scale", "value", help=PER_10K_NOTE, redraws=redraws)


def scale() -> str:
    """The column of the ranking that is drawn."""
    return chosen("scale") if catalog().indicator(chosen("indicator")).additive else "value"


def pick_region(redraws: Redraws) -> None:
    pick_pills(
        "区域", REGION_CODES, "region", help="不选即全省；位次始终按 21 市计算。", redraws=redraws
    )


def stop_if_empty(ranked: bool, month: pd.Series) -> None:
    if not ranked:
        end_without(f"{month['month_text']} 没有该指标的地市数据。请换一个数据月份或指标。")


def arrange(ranking: pd.DataFrame, order: str, region: list[str]) -> pd.DataFrame:
    """The chosen regions, in the chosen order."""
    names = [REGION_CODES[code] for code in region]
    shown = ranking[ranking["region"].isin(names)] if names else ranking
    return shown.sort_values("position") if order == "official" else shown


def unit_of(ranking: pd.DataFrame, scale: str) -> tuple[str, int]:
    """(unit, decimals) of what is drawn."""
    unit, decimals = _unit_alone(ranking, scale)
    return unit if scale == "value" else f"{unit}/万人", decimals


def _unit_alone(ranking: pd.DataFrame, scale: str) -> tuple[str, int]:
    """Where 每万人 is said before: it counts single units, so 万 and 亿 drop out."""
    unit = ranking["unit"].iloc[0]
    if scale == "value":
        return unit, int(ranking["decimals"].max())
    return unit.lstrip("万亿"), 0 if ranking["per_10k"].max() >= 100 else 1


def chart_title(indicator: str, scale: str) -> str:
    return indicator_label(catalog().indicator(indicator)) + (
        "（每万人）" if scale == "per_10k" else ""
    )


def answer(ranking: pd.DataFrame, remainder: pd.DataFrame, scale: str) -> str:
    """First and last with the gap between them; then how concentrated, who moved, how the cities
    add up to the province."""
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
    lines = [_first_and_last(ranking, scale), "　·　".join(said)]
    return "".join(f"<p>{bold(line)}</p>" for line in lines if line)


def _first_and_last(ranking: pd.DataFrame, scale: str) -> str:
    unit, decimals = _unit_alone(ranking, scale)
    first = ranking[ranking["rank"] == 1]
    last = ranking[ranking["rank"] == ranking["rank"].max()]

    def named(cities: pd.DataFrame) -> str:
        names = "、".join(cities["city_name"]) if len(cities) <= 3 else f"{len(cities)} 市"
        digits = cities["decimals"].iloc[0] if scale == "value" else decimals
        value = amount(cities[scale].iloc[0], unit, digits).strip()
        value = value if scale == "value" else f"每万人 {value}"
        tied, capped = "并列" * (len(cities) > 1), "，封顶" * bool(cities["capped"].iloc[0])
        return f"**{names}**{tied}第 {cities['rank'].iloc[0]} 位（{value}{capped}）"

    if len(first) == len(ranking):
        return named(first)
    spread = ranking["spread"].iloc[0]
    gap = (
        f"相差 **{number(spread, decimals)} 百分点**"
        if unit == "%"
        else f"最高是最低的 **{number(spread, 1)} 倍**"
    )
    return f"{named(first)}，{named(last)}，{gap}"


def absent(ranking: pd.DataFrame) -> str:
    """The names of the cities that a ranking lacks, '' where it has all."""
    there = set(ranking["city_name"])
    return "、".join(c.name for c in catalog().cities if c.name not in there)


def moved(ranking: pd.DataFrame, names: str = "city_name", counter: str = " 市") -> list[str]:
    """How many places the largest rise and fall went, and whose, or that nobody moved; nothing
    where last month is unknown."""
    known = ranking.dropna(subset=["rank_change"])
    if not known.empty and (known["rank_change"] == 0).all():
        return ["位次都与上月相同"]
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


def ways(ranking: pd.DataFrame, month: str) -> str:
    """One click deeper: the first city and the last, where they are one and not many."""
    shown = ""
    for rank in dict.fromkeys((ranking["rank"].min(), ranking["rank"].max())):
        named = ranking[ranking["rank"] == rank]
        if len(named) == 1:
            name, code = named.iloc[0]["city_name"], named.iloc[0]["city_code"]
            shown += way("city", f"{name}画像", city=code, month=month)
    shown += way("areas", "看县区镇街", month=month, level="county")
    return f"<nav>{shown}</nav>"


def city_addresses(month: str) -> dict[str, str]:
    """City code → its page."""
    return {c.code: address("city", city=c.code, month=month) for c in catalog().cities}


def bars_card(shown: pd.DataFrame, scale: str, title: str, fold: bool, month: str) -> str:
    """Each city a bar that leads to it; the cities behind a bar of many, each a link."""
    unit, decimals = unit_of(shown, scale)
    bars = bars_of(shown, scale, unit, decimals, fold, city_addresses(month))
    regions = {name: c for name, c in COLOURS.items() if c in {bar.colour for bar in bars}}
    drawn = f"{key(regions)}{bars_html(bars, title, regions)}"
    many = shown[shown["tied"] >= FOLDED].groupby("rank") if fold else ()
    for rank, tie in many:
        cities = zip(tie["city_name"], tie["city_code"], strict=True)
        names = "".join(way("city", name, city=code, month=month) for name, code in cities)
        said = f"并列第 {rank} 位的 {len(tie)} 市"
        drawn += f"<small>{said}</small><nav>{names}</nav>"
    of = f"（{unit}）" * (scale == "value")  # the title of the other scale says 每万人
    return card(f"{title}{of}", BARS_HELP, drawn)


def rules_card(indicator: str) -> str:
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
    return card("怎么排", "", f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>")
