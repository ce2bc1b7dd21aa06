"""The blocks of 县区镇街. Where it looks is chosen in ui/areas/choice.py."""

from collections.abc import Callable
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from catalog import BELOW, Area, catalog
from catalog.labels import indicator_label
from charts.area_lines import area_lines
from ui import html_parts
from ui.cities.blocks import chart_title, moved, unit_of
from ui.drawing import months_html
from ui.ending import say_absent
from ui.file_button import kind_buttons
from ui.page import card, page_button, say_address
from ui.person import person
from ui.plain_text import plain
from words.names import LEVELS, TABLES
from words.numbers import amount, is_missing, place_words, places

CHART_HELP = "多于 24 个时只画前 15 位和后 5 位，全部在位次表里。点一个横条就看那个地区。"
HISTORY_HELP = "截至所选月份；没有数据的月份断线。纵轴不从 0 起，以看清变化。"
FIRST = 3
COUNTERS = {"city": " 市", "county": " 个县区", "town": " 个镇街"}


def data_line(month: pd.Series) -> None:
    """Which workbooks the figures come from, and where to see how they came in."""
    report = (
        "没有该月月报"
        if is_missing(month["report_file"])
        else f"月报 {plain(month['report_file'])}"
    )
    parts = [f"全省和地市：{report}"]
    if month["areas"]:
        parts.append(
            f"县区和镇街：{plain(month['area_file'])}"
            + ("（部分数据）" if month["partial"] else "")
        )
    else:
        parts.append("县区和镇街：还没有该月的工作簿，上传后这里会有")
    st.caption("　·　".join(parts))


def title(inside: Area, level: str, indicator: str, scale: str) -> str:
    return f"{inside.name}各{LEVELS[level]}　{chart_title(indicator, scale)}"


def own_place(area: Area, profile: pd.DataFrame, indicator: str) -> None:
    """The area itself: its value, and its place among those beside it."""
    if area.level == "city" and catalog().indicator(indicator).table == "area":
        return  # cities do not report it: there is nothing to miss
    row = profile[profile["indicator_code"] == indicator].iloc[0]
    parent = catalog().areas.by_code[area.parent]
    if is_missing(row["value"]):
        st.markdown(f"**{plain(area.name)}**没有上报该指标，不参与排名")
        return
    change_words = (
        ""
        if is_missing(row["rank_change"])
        else "，与上月持平"
        if row["rank_change"] == 0
        else f"，比上月 {places(row['rank_change'])}"
    )
    place = (
        f"{parent.name} "
        f"{int(row['ranked']):,}{COUNTERS[area.level]}中{place_words(row['rank'], row['tied'])}"
    )
    st.markdown(
        f"**{plain(area.name)}**　{amount(row['value'], row['unit'], row['decimals'])}"
        f"　·　{place}{change_words}"
    )


def say_no_ranking(inside: Area, level: str, indicator: str, month: pd.Series) -> None:
    """Why there is nothing to rank."""
    known, name = catalog().indicator(indicator), indicator_label(catalog().indicator(indicator))
    if level not in BELOW and known.table == "area":
        said = f"“{name}”由县区、镇街上报，没有地市一级的数。请在“排到哪一级”选县区或镇街。"
    elif level in BELOW and not known.reaches(level):
        said = f"“{name}”不下到{LEVELS[level]}，没有可排的数。请换一级或换一个指标。"
    elif level in BELOW and not month["areas"]:
        said = (
            f"{month['month_text']} 还没有县区和镇街的数据。上传这个月的县区镇街工作簿后，"
            f"这里会有{inside.name}各{LEVELS[level]}的排名。"
        )
    else:
        said = (
            f"{month['month_text']} 没有{inside.name}各{LEVELS[level]}的“{name}”。"
            "请换一个数据月份或指标。"
        )
    say_absent(said)


def say_what_loads(month: pd.Series) -> None:
    """What the page will hold once a workbook of counties and towns is there, and where it comes
    from."""
    areas = catalog().areas
    counties, towns = (len(areas.of_level(level)) for level in ("county", "town"))
    st.markdown(
        f"**{month['month_text']} 还没有县区和镇街的数据**。"
        "县区、镇街的数来自单独的工作簿，每月一份。"
    )
    with card("可以装入什么", height="content"):
        st.markdown(
            f"- 全省 {counties:,} 个县区、{towns:,} 个镇街，一行一个地区，一列一个指标；"
            "空白表示没有上报\n"
            "- 空表在“上传”页下载，填好后上传，逐格核对通过即可入库，可以只报一部分地区\n"
            "- 装入后这里有县区和镇街的排名、合计与地市数的对照、历史和下载"
        )
        page_button("cities", "地市的排名", "leaderboard", month=month["month_text"])
        if (known := person()) and known.may("upload"):
            page_button("upload", "取空表、上传", "upload_file")


def summary(
    ranking: pd.DataFrame, unreported: pd.DataFrame, inside: Area, level: str, scale: str
) -> None:
    """The answer in one line: first, last, who moved most, how many are not ranked."""
    unit, decimals = unit_of(ranking, scale)
    counter = COUNTERS[level]

    def named(rank: int) -> str:
        rows = ranking[ranking["rank"] == rank]
        names = "、".join(rows["area_name"]) if len(rows) <= 3 else f"{len(rows)}{counter}并列"
        digits = rows["decimals"].iloc[0] if scale == "value" else decimals
        return f"第 {rank} 位 **{names.strip()}**（{amount(rows[scale].iloc[0], unit, digits)}）"

    ends = dict.fromkeys((int(ranking["rank"].min()), int(ranking["rank"].max())))
    parts = [
        f"{inside.name} {len(ranking):,}{counter}".replace("  ", " "),
        *map(named, ends),
        *moved(ranking, "area_name", counter),
    ]
    silent = len(unreported)
    if silent:
        parts.append(f"{silent_names(unreported, level).strip()}未报，不参与排名")
    if scale == "per_10k" and (unknown := _count_inside(inside, level) - silent - len(ranking)):
        parts.append(f"{unknown}{counter}没有常住人口，不能按每万人排")
    st.markdown("　·　".join(parts))


def _count_inside(inside: Area, level: str) -> int:
    areas = catalog().areas
    return sum(inside in areas.path(a.code) for a in areas.of_level(level))


def silent_names(unreported: pd.DataFrame, level: str) -> str:
    """Who did not report: by name where they are few."""
    if len(unreported) > FIRST:
        return f" {len(unreported):,}{COUNTERS[level]}"
    return "、".join(plain(name) for name in unreported["area_name"])


def ranked(areas: pd.DataFrame) -> pd.DataFrame:
    """Those of the question `area_ranking` that have a rank."""
    with_rank = areas[areas["rank"].notna()]
    return with_rank.astype({"rank": int, "tied": int, "decimals": int}).reset_index(drop=True)


def unreported(areas: pd.DataFrame) -> pd.DataFrame:
    """Those that have no value, in official order."""
    return areas[areas["value"].isna()].reset_index(drop=True)


def first_codes(ranking: pd.DataFrame, area: Area) -> list[str]:
    """Whose history stands beside the ranking: the first in it, and the area itself."""
    return list(dict.fromkeys([*ranking["area_code"].head(FIRST), area.code]))


def histories(rows: pd.DataFrame, ranking: pd.DataFrame, area: Area) -> dict[str, pd.DataFrame]:
    """Title → history of the first and of the area itself, where it has two months: one month is no
    line."""
    first = ranking["area_code"].head(FIRST)
    titled = {
        f"前 {len(first)} 位的历史": rows[rows["area_code"].isin(first)],
        f"{area.name}的历史": rows[rows["area_code"] == area.code],
    }
    return {
        title: lines
        for title, lines in titled.items()
        if lines.dropna(subset=["value"])["month"].nunique() > 1
    }


def history_card(history: pd.DataFrame, title: str) -> None:
    head = f"{title}（{history['unit'].iloc[0]}）"
    st.html(html_parts.card(head, HISTORY_HELP, months_html(area_lines(history), title)))


def downloads(
    month: pd.Series, level: str, inside: Area, known: int | None, make: Callable[[str], bytes]
) -> None:
    """All indicators of the level inside the area for the month, as files made when asked for, and
    by address."""
    if level not in BELOW:
        st.caption("位次表随“导出本页”下载。地市的全部指标在“下载”页。")
        page_button(
            "download",
            "下载地市数据",
            "download",
            months=month["month_text"],
            tables=TABLES["city"],
        )
        return
    if not month["areas"]:
        st.caption(f"{month['month_text']} 还没有县区和镇街的数据可下载。")
        return
    st.caption(
        f"{inside.name}各{LEVELS[level]}本月全部指标，空白也在内。XLSX "
        f"一行一个{LEVELS[level]}、一列一个指标，带说明页；其余一行一个数值，带原文和出处。"
        "位次表随“导出本页”下载。"
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        kind_buttons(f"粤数月报-{inside.name}各{LEVELS[level]}-{month['month_text']}", make)
        if not is_missing(month["area_load"]):
            page_button("history", "看这次入库", "history", load=str(int(month["area_load"])))
    query = {"month": month["month_text"], "level": level, "area": inside.code} | (
        {} if known is None else {"known": str(known)}
    )
    st.caption(
        "取数地址：程序和 Excel“自网站”都能直接读，.csv 可换成 .xlsx、.parquet、.json；加 "
        "&layout=wide 为一行一个地区"
    )
    say_address(f"/data/areas.csv?{urlencode(query)}")
