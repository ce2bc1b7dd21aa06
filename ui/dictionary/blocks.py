"""The blocks of 数据字典."""

import pandas as pd
import streamlit as st

from catalog import BELOW, Indicator, catalog
from catalog.labels import area_label, indicator_label
from catalog.owners import owner_of
from ui.page import card, say_empty
from ui.pickers import ask_text
from ui.plain_text import dated, plain
from ui.systems import links as systems
from ui.tables import at_right, show_table
from words.clock import beijing
from words.names import KINDS, LEVELS, TABLES, measure_name
from words.numbers import is_missing, number, percent

COMPLETE_HELP = "完整度：现行各期月报应印的格子里，有数值的占多少。公开数据不计。"
AREAS_LISTED = 200
BETTER = {"higher": "越高越好", "lower": "越低越好", "none": "不评高低"}
_WHERE = {
    "platform": "平台推广应用，行",
    "project": "信息化项目，列",
    "city": "地市推广应用，列",
    "area": "县区镇街，列",
    "public": "只见于公开数据",
}
HELP = {
    "性质": "存量：累计按当月新增增长；流量：一段时间内的数；均值：日均；比率：百分数",
    "口径": "月报印的口径：累计、当月、当年",
    "相加": "各市数值能否相加成区域和全省",
    "最细到": "有数值的最细一级地区",
    "首月": "最早有数值的月份",
    "末月": "最近有数值的月份",
    "完整度": COMPLETE_HELP,
    "月报位置": "在月报哪张表、哪个行名或列名下",
    "核对规则": "入库时按这些规则核对",
    "责任单位": "谁对这个指标的数负责；月报没有写明，由管理员指定",
    "代码": "不会改变，链接和取数地址都用它",
}


def ask(where) -> str:
    return ask_text("查找", "find", "指标、地区或代码", where)


def versions(loads: pd.DataFrame) -> None:
    """Which catalogue and which data this is."""
    if loads.empty:
        say_empty("下面只有目录，还没有首末月份和完整度")
    last = "还没有入库"
    if not loads.empty:
        at = dated(beijing(loads["loaded_at"].max()))
        last = f"数据到第 {loads['load_id'].max()} 次入库（{at}）"
    st.caption(
        f"目录版本 {catalog().version[:12]}　·　{last}　·　程序可读："
        "[/data/catalog.json](/data/catalog.json)"
    )


def matching(indicators: pd.DataFrame, search: str) -> pd.DataFrame:
    """The indicators in whose texts every word of the search occurs."""
    known = catalog()
    said = [
        " ".join(
            map(
                str,
                (
                    r["platform_name"],
                    r["indicator_name"],
                    r["definition"],
                    r["unit"],
                    r["indicator_code"],
                    KINDS[r["kind"]],
                    known.indicator(r["indicator_code"]).label,
                    owner_of(known.indicator(r["indicator_code"])).owner,
                ),
            )
        )
        for _, r in indicators.iterrows()
    ]
    return indicators[[_holds(text, search) for text in said]]


def indicator_table(found: pd.DataFrame) -> None:
    if found.empty:
        st.info("没有这样的指标。", icon=":material/search_off:")
        return
    entries = [catalog().indicator(code) for code in found["indicator_code"]]
    rows = [r for _, r in found.iterrows()]
    show_table(
        {
            "指标": [r["indicator_name"] for r in rows],
            "定义": [r["definition"] for r in rows],
            "平台": [r["platform_name"] for r in rows],
            "单位": [r["unit"] for r in rows],
            "性质": [KINDS[r["kind"]] for r in rows],
            "口径": ["、".join(measure_name(m, i.monthly) for m in i.measures) for i in entries],
            "当月的依据": [i.monthly_note for i in entries],
            "相加": ["可" if i.additive else "不可" for i in entries],
            "最细到": [_finest(i) for i in entries],
            "高低": [BETTER[i.better] for i in entries],
            "首月": [r["first_text"] or "—" for r in rows],
            "末月": [r["last_text"] or "—" for r in rows],
            "完整度": at_right(_complete(r) for r in rows),
            "月报位置": [
                f"{_WHERE[i.table]}“{i.label}”" if i.table != "public" else _WHERE["public"]
                for i in entries
            ],
            "核对规则": ["；".join(rules(i)) for i in entries],
            "责任单位": [owner_of(i).owner for i in entries],
            "联系方式": [owner_of(i).contact for i in entries],
            "代码": [i.code for i in entries],
        },
        alt="指标",
        rows_in_sight=16,
        help=HELP,
    )


def systems_of(found: pd.DataFrame) -> None:
    """Ways to the systems that these indicators are about."""
    codes = found["indicator_code"]
    if named := dict.fromkeys(link for c in codes for link in systems.links_of_indicator(c)):
        st.markdown("系统：" + "、".join(named))


def _finest(indicator: Indicator) -> str:
    """The finest level that has figures: 镇街, 县区, 地市, 全省."""
    return LEVELS[indicator.down_to or "city"] if indicator.table in ("city", "area") else "全省"


def rules(indicator: Indicator) -> list[str]:
    """The rules of the checks that apply to an indicator, as its catalogue row decides them."""
    known = catalog()
    said = [f"单位须为{indicator.unit}，小数 {indicator.decimals} 位"]
    if indicator.kind == "stock" and {"cumulative", "monthly"} <= set(indicator.measures):
        said.append("本月累计 = 上月累计 + 当月新增")
    if indicator.table == "project":
        said.append("各阶段之和 = 合计")
    if indicator.at_most:
        said.append(f"累计不超过“{known.indicator(indicator.at_most).name}”")
    if indicator.province_code:
        said.append(
            "21 "
            "市之和不超过全"
            f"省“{indicator_label(known.indicator(indicator.province_code), known)}”"
        )
    said.append("在 0% 至 100% 之间" if indicator.kind == "rate" else "与上月相差过大须说明")
    return said if indicator.table != "public" else ["来源写“超、近”等词时记为界限，不参与比较"]


def cities_and_stages(search: str) -> None:
    """Every city with its region and people, every project stage, every platform's code."""
    known = catalog()
    cities = [c for c in known.cities if _holds(f"{c.code} {c.name} {c.region}", search)]
    stages = [s for s in known.stages if _holds(f"{s.code} {s.name} {s.definition}", search)]
    left, right = st.columns(2)
    with left, card(f"地市 {len(cities)} 个", "按官方顺序；人口为 2020 年人口普查常住人口。"):
        columns = {
            "代码": [c.code for c in cities],
            "地市": [c.name for c in cities],
            "区域": [c.region for c in cities],
            "常住人口（万人）": at_right(number(c.population_10k, 2) for c in cities),
        }
        show_table(columns, alt="地市", rows_in_sight=12)
    with right, card(f"项目阶段 {len(stages)} 个"):
        show_table(
            {
                "阶段": [s.name for s in stages],
                "定义": [s.definition for s in stages],
                "代码": [s.code for s in stages],
            },
            alt="项目阶段",
        )
        st.caption("表：" + "、".join(f"{name}（{plain(code)}）" for code, name in TABLES.items()))


def counties_and_towns(search: str) -> None:
    """Every county and town with its code and what it lies in."""
    found = [
        a
        for level in BELOW
        for a in catalog().areas.of_level(level)
        if _holds(f"{a.code} {area_label(a)}", search)
    ]
    counts = {level: sum(a.level == level for a in found) for level in BELOW}
    with card(
        f"县区 {counts['county']:,} 个，镇街 {counts['town']:,} 个",
        "东莞、中山没有县区，镇街直接在市下。常住人口未知，不折算每万人。",
        height="content",
    ):
        shown = found[:AREAS_LISTED]
        above = [catalog().areas.path(a.code)[1:-1] for a in shown]
        columns = {
            "代码": [a.code for a in shown],
            "名称": [a.name for a in shown],
            "级别": [LEVELS[a.level] for a in shown],
            "上级": ["".join(p.name for p in path) for path in above],
        }
        with st.container(key="preview"):  # on paper its first rows: print.js
            show_table(columns, alt="县区和镇街", rows_in_sight=12)
        if len(found) > len(shown):
            st.caption(f"仅列前 {len(shown)} 个；在上面查找，或见 /data/catalog.json。")


def _holds(text: str, search: str) -> bool:
    return all(word in text.casefold() for word in search.casefold().split())


def _complete(row: pd.Series) -> str:
    return (
        "—"
        if is_missing(row["expected"]) or not row["expected"]
        else percent(100 * row["cells"] / row["expected"])
    )
