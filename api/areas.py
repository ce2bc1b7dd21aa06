"""/data/areas.*: counties and towns, one month at a time, all indicators of a level inside
an area."""

import datetime as dt
from collections.abc import Iterable

from api.parameters import code_of, part_of, single, split_values
from catalog import BELOW, PROVINCE, catalog
from catalog.labels import labels_by_code
from export.choice import AreaChoice, Refused
from warehouse import queries
from words.clock import first_day

ALLOWED = ("month", "level", "area", "indicator", "known", "layout", "limit", "offset")


def read_area_choice(pairs: Iterable[tuple[str, str]]) -> AreaChoice:
    """The choice that these query parameters make: by default the newest month, the towns, the
    whole province. This run looks back where it says."""
    said = split_values(pairs, ALLOWED, {"months": "month", "indicators": "indicator"}, ALLOWED)
    part = part_of(said)
    labels = labels_by_code()
    within = code_of("area", single(said, "area", PROVINCE), labels["area"])
    level = code_of(
        "level", single(said, "level", "town"), {code: labels["level"][code] for code in BELOW}
    )
    indicators = {
        code: label
        for code, label in labels["indicators"].items()
        if catalog().indicator(code).down_to
    }
    called = said.names.get("indicator", "indicator")
    chosen = tuple(code_of(called, value, indicators) for value in said.get("indicator", []))
    layout = code_of("layout", single(said, "layout", "long"), labels["layout"])
    return AreaChoice(_month(said), level, within, chosen, layout=layout, **part)


def _month(said: dict[str, list[str]]) -> dt.date:
    there = queries.areas.area_months()
    months = there[there["areas"]]["month_text"].tolist()
    if not months:
        raise Refused("还没有县区镇街的数据，装入县区镇街工作簿后这里会有。")
    asked = single(said, "month", months[0])
    return first_day(code_of("month", asked, {m: m for m in months}))
