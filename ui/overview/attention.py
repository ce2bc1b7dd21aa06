"""需要关注: what got worse, what is late, what does not agree, what is not there, each a link."""

from collections.abc import Callable, Iterator
from html import escape

import pandas as pd

from catalog.opening import MOST_INDICATORS
from paper.attention import NOTHING, PARTLY, WORDS
from paper.target_words import completed
from ui.html_parts import address, box, link
from ui.plain_text import unbroken
from words.clock import first_day, months_named
from words.numbers import change

_SHOWN = 3  # of a kind by name, the rest behind one link: a line of a desktop
_LOOKS = {
    "worse": ("red", ""),
    "behind": ("red", "✕ "),
    "at_risk": ("orange", "⚠ "),
    "failed": ("orange", ""),
    "newer": ("blue", ""),
    "absent": ("gray", ""),
    "noted": ("gray", ""),
}


def block(matters: pd.DataFrame, month: str) -> str:
    """`queries.overview.attention`, a line a kind."""
    lines = "".join(
        f'<div class="matter">{_named(kind)}<span>{"".join(_LINES[kind](rows, month))}</span></div>'
        for kind, rows in matters.groupby("kind", sort=False)
    )
    none = f"{_badge('green', '✓')} {NOTHING}"
    return box(f"<header><h2>需要关注</h2></header>{lines or none}")


def _named(kind: str) -> str:
    colour, sign = _LOOKS[kind]
    return _badge(colour, f"{sign}{WORDS[kind]}")


def _badge(colour: str, text: str) -> str:
    return f'<b class="badge {colour}">{text}</b>'


def _link(page: str, name: str, more: str = "", **query: str | list[str]) -> str:
    return f"{link(address(page, **query), name)}{escape(more)}　"


def _indicators(rows: pd.DataFrame, month: str) -> Iterator[str]:
    for row in rows.head(_SHOWN).itertuples():
        more = f" {unbroken(change(row.value, row.unit))}"
        yield _link("trends", row.name, more, indicators=row.code, measure=row.measure)
    if len(rows) > _SHOWN:
        yield _link(
            "trends", f"等 {len(rows)} 项", indicators=list(rows["code"].head(MOST_INDICATORS))
        )


def _targets(rows: pd.DataFrame, month: str) -> Iterator[str]:
    status = rows["kind"].iloc[0]
    for row in rows.head(_SHOWN).itertuples():
        more = f"（{completed(row.value, row.bound)}）"
        yield _link("targets", row.name, more, month=month, status=status)
    if len(rows) > _SHOWN:
        yield _link("targets", f"等 {len(rows)} 项", month=month, status=status)


def _checks(rows: pd.DataFrame, month: str) -> Iterator[str]:
    for name in rows["name"].head(_SHOWN):
        yield _link("quality", name, month=month)
    if len(rows) > _SHOWN:
        yield _link("quality", f"等 {len(rows)} 项", month=month)


def _months(rows: pd.DataFrame, month: str) -> Iterator[str]:
    yield _link("quality", months_named(map(first_day, rows["name"])), month=month)


def _newer(rows: pd.DataFrame, month: str) -> Iterator[str]:
    for name in rows["name"]:
        yield _link("overview", name, PARTLY, month=name)


def _notes(rows: pd.DataFrame, month: str) -> Iterator[str]:
    for row in rows.itertuples():
        said = _link(
            "trends", row.name, f"：{row.unit}", indicators=list(row.codes[:MOST_INDICATORS])
        )
        yield f"<div>{said}</div>"


_LINES: dict[str, Callable[[pd.DataFrame, str], Iterator[str]]] = {
    "worse": _indicators,
    "behind": _targets,
    "at_risk": _targets,
    "failed": _checks,
    "newer": _newer,
    "absent": _months,
    "noted": _notes,
}
