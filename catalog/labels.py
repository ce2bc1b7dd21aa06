"""Names of choices as the screen and the URL show them; the addresses also take the code, which
never changes."""

import functools

from catalog.areas import Area
from catalog.entries import PROVINCE, REGION_CODES, Indicator
from catalog.loader import catalog
from catalog.lookup import Catalog
from words.names import (
    CHOSEN_BY,
    LAYOUTS,
    LEVELS,
    MEASURES,
    ORIGINS,
    OTHER_PLATFORM,
    STATUSES,
    TABLES,
)


def indicator_label(indicator: Indicator, registered: Catalog | None = None) -> str:
    """粤省事 · 实名注册用户数"""
    names = (registered or catalog()).platform_names
    return f"{names.get(indicator.platform, '信息化项目')} · {indicator.name}"


def area_label(area: Area) -> str:
    """天河区（广州）, 石牌街道（广州天河区）: names repeat over the province, with all that is
    above them they do not."""
    above = "".join(a.name for a in catalog().areas.path(area.code)[1:-1])
    return f"{area.name}（{above}）" if above else area.name


def area_labels() -> dict[str, str]:
    """Division code → label of every area, in official order."""
    return _area_labels(catalog().version)


@functools.lru_cache(
    maxsize=2
)  # 1,754 labels take 10 ms, and every script run and every address asks for them
def _area_labels(_version: str) -> dict[str, str]:
    return {area.code: area_label(area) for area in catalog().areas.all}


def load_label(load_id: int) -> str:
    return f"第 {load_id} 次入库"


def known_label(load_id: int) -> str:
    return f"{load_label(load_id)}后"


def plan_label(year: int) -> str:
    return f"{year} 年"


def labels_by_code() -> dict[str, dict[str, str]]:
    """URL parameter → code → label, for every choice that has a code."""
    registered = catalog()
    indicators = {i.code: indicator_label(i, registered) for i in registered.indicators}
    cities = {c.code: c.name for c in registered.cities}
    stages = {s.code: s.name for s in registered.stages}
    platforms = registered.platform_names
    members = cities | stages | {PROVINCE: "全省"}
    return {
        "status": STATUSES,
        "platform": platforms | {"other": OTHER_PLATFORM},
        "plan": {str(t.plan_year): plan_label(t.plan_year) for t in registered.targets},
        "indicator": indicators,
        "indicators": indicators,
        "cities": cities,
        "city": cities,
        "compare": cities,
        "highlight": cities,
        "stages": stages,
        "member": members,
        "members": members,
        "platforms": platforms,
        "measure": MEASURES,
        "measures": CHOSEN_BY,
        "tables": TABLES,
        "origins": ORIGINS,
        "rule": {r.code: r.name for r in registered.rules},
        "regions": REGION_CODES,
        "layout": LAYOUTS,
        "area": area_labels(),
        "level": LEVELS,
        "system": {s.code: s.name for s in registered.systems},
    }
