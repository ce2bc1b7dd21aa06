"""What an address may ask: the filters of 下载, by code or by label, repeated or with commas.

Anything else gets a sentence.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pandas as pd

from catalog.labels import known_label, labels_by_code
from export.choice import Choice, Refused
from warehouse import queries
from warehouse.extract import FILTERS, ROWS_AT_MOST
from warehouse.reader import look_back_to
from words.clock import first_day, opening_month

LATEST = "latest"
_LISTED = 130  # every indicator, every month of ten years; not every town
LAYOUTS = ("long", "wide")
_OTHER_NAMES = {
    "month": "months",
    "table": "tables",
    "platform": "platforms",
    "indicator": "indicators",
    "region": "regions",
    "measure": "measures",
    "origin": "origins",
    "member": "members",
    "city": "members",
    "cities": "members",
    "stage": "members",
    "stages": "members",
}
ALLOWED = (
    "month",
    "indicator",
    "platform",
    "city",
    "stage",
    "member",
    "region",
    "measure",
    "origin",
    "table",
    "known",
    "layout",
    "limit",
    "offset",
)


class Said(dict[str, list[str]]):
    """Parameter → its values. `names`: what the caller called it, for sentences about it."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, str] = {}


def split_values(
    pairs: Iterable[tuple[str, str]],
    allowed: Iterable[str],
    other_names: dict[str, str],
    said_allowed: Iterable[str],
) -> Said:
    """Parameter → its values, repeated ones and those with commas together.

    Raises Refused for a parameter that is not `allowed`.
    """
    said = Said()
    for written, value in pairs:
        name = written.removeprefix("amp;")  # a link copied out of a page's source: &amp; for &
        known = other_names.get(name, name)
        if known not in allowed:
            raise Refused(f"没有参数「{name[:40]}」。可用的参数：{'、'.join(said_allowed)}。")
        said.names[known] = name
        said.setdefault(known, []).extend(part.strip() for part in value.split(",") if part.strip())
    return said


def read_choice(pairs: Iterable[tuple[str, str]], table: str | None = None) -> Choice:
    """The choice that these query parameters make, on one table's address or on that of all.

    This run looks back where it says. Raises Refused.
    """
    allowed = [
        name
        for name in (*FILTERS, "known", "layout", "limit", "offset")
        if not (table and name == "tables")
    ]
    said = split_values(
        pairs, allowed, _OTHER_NAMES, [name for name in ALLOWED if not (table and name == "table")]
    )
    part = part_of(said)
    filters = {
        name: codes(name, said[name], said.names[name]) for name in FILTERS if said.get(name)
    }
    if table:
        filters["tables"] = [table]
    layout = code_of("layout", single(said, "layout", "long"), labels_by_code()["layout"])
    return Choice(filters, layout=layout, **part)


def part_of(said: dict[str, list[str]]) -> dict[str, Any]:
    """known, limit and offset of a choice. This run looks back where it says."""
    known = known_load(single(said, "known", LATEST))
    look_back_to(known)
    limit, offset = whole(said, "limit", ROWS_AT_MOST, 1), whole(said, "offset", 0, 0)
    return {"known": known, "limit": limit, "offset": offset}


def read_month(pairs: Iterable[tuple[str, str]]) -> dt.date:
    """The month of a report, by default the newest complete one. This run looks back where the
    query says. Raises Refused."""
    allowed = ("month", "known")
    said = split_values(pairs, allowed, {"months": "month"}, allowed)
    look_back_to(known_load(single(said, "known", LATEST)))
    return month_of(said, queries.common.months())


def month_of(said: dict[str, list[str]], months: pd.DataFrame) -> dt.date:
    """One of `months` (month_text, complete; newest first). Raises Refused."""
    if months.empty:
        raise Refused("还没有月报，装入工作簿后这里会有。")
    texts = months["month_text"].tolist()
    asked = single(said, "month", opening_month(texts, months["complete"]))
    return first_day(code_of("month", asked, {m: m for m in texts}))


def codes(name: str, values: list[str], called: str) -> list[str]:
    options = (
        {m: m for m in queries.common.figure_months()["month_text"]}
        if name == "months"
        else labels_by_code()[name]
    )
    return [code_of(called, value, options) for value in dict.fromkeys(values)]


def code_of(name: str, value: str, options: dict[str, str]) -> str:
    if value in options:
        return value
    by_label = {label: code for code, label in options.items()}
    for said in (value, value.removesuffix("市")):  # 广州市 is 广州
        if said in by_label:
            return by_label[said]
    raise Refused(
        f"参数 {name} 没有「{value[:40]}」。可用的值：{_listed(options) or '（还没有数据）'}。"
    )


def known_load(value: str) -> int | None:
    if value in (LATEST, "最新"):
        return None
    look_back_to(None)
    options = {str(n): known_label(n) for n in queries.common.loads()["load_id"]}
    return int(code_of("known", value, options | {LATEST: "最新"}))


def single(said: dict[str, list[str]], name: str, default: str) -> str:
    values = said.get(name) or [default]
    if len(values) > 1:
        raise Refused(f"参数 {name} 只能有一个值。")
    return values[0]


def whole(said: dict[str, list[str]], name: str, default: int, least: int) -> int:
    text = single(said, name, str(default))
    if not (
        len(text) < 20 and text.isascii() and text.isdigit() and least <= int(text) <= ROWS_AT_MOST
    ):
        raise Refused(f"参数 {name} 应为不小于 {least} 的整数，不是「{text[:40]}」。")
    return int(text)


def _listed(options: dict[str, str]) -> str:
    named = [code if code == label else f"{code}（{label}）" for code, label in options.items()]
    return "、".join(named[:_LISTED]) + (
        f"……共 {len(named):,} 个，见 /data/catalog.json" if len(named) > _LISTED else ""
    )
