"""Where 县区镇街 looks: the area, the level ranked inside it, and every way up and down the tree.

A link to the page it stands on cannot lead back to a default choice (Streamlit drops the parameter
and keeps the old choice), so the ways are buttons that
set the choice; the address follows.
"""

import pandas as pd
import streamlit as st

from catalog import BELOW, PROVINCE, Area, catalog
from catalog.labels import area_labels, indicator_label
from charts.area_bars import WHOLE
from ui import address
from ui.cities.blocks import PER_10K_NOTE
from ui.html_parts import address as link_to
from ui.pickers import pick_one, pick_segment
from words.names import LEVELS

AREA_HELP = "可以直接输入名称查找；同名的看括号里的上级。"


def options() -> dict[str, str]:
    """What cities report, then what only counties and towns do."""
    return {
        i.code: indicator_label(i)
        for table in ("city", "area")
        for i in catalog().indicators_of(table)
    }


def pick_area(where) -> Area:
    """The area looked into. Another one starts with the level right below it."""
    chosen = pick_one(
        "地区", area_labels(), "area", PROVINCE, where, help=AREA_HELP, on_change=_start_level
    )
    return catalog().areas.by_code[chosen]


def ranked_inside(area: Area) -> Area:
    """The area itself, or for one with nothing below it the one above: it is seen among its
    neighbours."""
    areas = catalog().areas
    return area if areas.levels_below(area.code) else areas.by_code[area.parent]


def pick_level(inside: Area) -> str:
    levels = {level: LEVELS[level] for level in _levels(inside)}
    return pick_segment("排到哪一级", levels, "level", next(iter(levels)))


def pick_scale(indicator: str, level: str) -> str:
    """value, or per_10k where the indicator adds up and residents are known."""
    if not catalog().indicator(indicator).additive:
        return "value"
    if not any(a.population_10k for a in catalog().areas.of_level(level)):
        if address.named("scale") not in ([], ["value"], ["总量"]):
            st.info(
                f"目录里没有{LEVELS[level]}的常住人口，不能按每万人排，已改用总量。",
                icon=":material/group_off:",
            )
        return "value"
    return pick_segment(
        "数值", {"value": "总量", "per_10k": "每万人"}, "scale", "value", help=PER_10K_NOTE
    )


def look_into(code: str) -> None:
    """Before the next script run: another area, and the level right below it."""
    st.session_state["area"] = code
    _start_level()


def _start_level() -> None:
    inside = ranked_inside(catalog().areas.by_code[st.session_state["area"]])
    st.session_state["level"] = _levels(inside)[0]


def _levels(inside: Area) -> list[str]:
    """What can be ranked inside an area; 地市排名 has the cities."""
    return [level for level in catalog().areas.levels_below(inside.code) if level in BELOW]


def breadcrumb(area: Area) -> None:
    """全省 › 广州 › 天河区: one click up. Nothing at the province: the picker says it."""
    *above, _ = catalog().areas.path(area.code)
    if not above:
        return
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        for step in above:
            _way(f"up_{step.code}", step.code, step.name, f"回到{step.name}")
            st.markdown("›", width="content")
        st.markdown(f"**{area.name}**", width="content")


def _way(key: str, code: str, name: str, help: str | None = None) -> None:
    """A button that leads into an area."""
    st.button(name, key=key, on_click=look_into, args=(code,), type="tertiary", help=help)


def cities_down() -> None:
    """A button for each city: the first step down the tree."""
    st.caption("看一个市")
    with st.container(horizontal=True, gap="small"):
        for city in catalog().areas.of_level("city"):
            _way(f"city_{city.code}", city.code, city.name)


def ways_down(ranking: pd.DataFrame) -> None:
    """A button for each of a few areas, by rank; many are reached by bar, row or search."""
    if len(ranking) > WHOLE:
        st.caption("点横条或下表看那个地区，也可在“地区”里输入名称。")
        return
    st.caption("看其中一个：点横条，或点表格里、下面的名称")
    with st.container(horizontal=True, gap="small"):
        for code, name in zip(ranking["area_code"], ranking["area_name"], strict=True):
            _way(f"down_{code}", code, name)


def look_into_nth(areas: pd.DataFrame, n: int) -> None:
    """What a click on a bar or a row does."""
    look_into(areas["area_code"].iloc[n])


def row_addresses(ranking: pd.DataFrame, indicator: str, month: str) -> list[str]:
    """Where the rows of the table lead as text."""
    to = link_to("areas", indicator=indicator, month=month)
    return [f"{to}&area={code}" for code in ranking["area_code"]]
