"""Six platform cards: name, level, what changed, what grew month by month, the second headline."""

from html import escape

import pandas as pd

from charts.picture import picture as as_picture
from paper.card_picture import picture
from paper.cards import UNPUBLISHED, changes, name, value
from ui import change_colour
from ui.html_parts import address, bold, note
from ui.plain_text import unbroken
from words.numbers import is_missing

_APART = "\u2002"  # narrower than a Chinese space: three changes stand in one line


def platform_cards(headlines: pd.DataFrame, history: pd.DataFrame, month: pd.Timestamp) -> str:
    """One card a platform of `queries.overview.headlines`, as HTML."""
    shown = (
        _card(rows, history, month) for _, rows in headlines.groupby("platform_name", sort=False)
    )
    return f'<div class="figures">{"".join(shown)}</div>'


def _card(rows: pd.DataFrame, history: pd.DataFrame, month: pd.Timestamp) -> str:
    first, *others = [row for _, row in rows.iterrows()]
    measure = "monthly" if first["measure"] == "monthly" else "cumulative"
    to = address("trends", indicators=first["indicator_code"], measure=measure)
    lines = [
        _line(_changes(first, "mom", "yoy", "new")),
        *(_line(_other(row), ' class="second"') for row in others),
    ]
    return (
        f'<article class="card"><a href="{escape(to)}"><b>{escape(first["platform_name"])}</b>'
        f"<i> · </i>{escape(name(first))}</a><div><strong>{escape(value(first))}</strong>"
        f"{note(_where(first))}{_picture(first, history, month)}</div>"
        f"{''.join(lines)}</article>"
    )


def _line(said: str, kind: str = "") -> str:
    return f"<p{kind}>{said}</p>" if said else ""


def _picture(row: pd.Series, history: pd.DataFrame, month: pd.Timestamp) -> str:
    return as_picture(*drawn) if (drawn := picture(row, history, month)) else ""


def _other(row: pd.Series) -> str:
    said = f"{name(row)} **{unbroken(value(row))}**"
    return f"{bold(said)}{_APART}{_changes(row, 'mom')}"


def _changes(row: pd.Series, *parts: str) -> str:
    """环比, 同比 and this month's 新增 in one line; a number keeps its unit beside it."""
    if is_missing(row["value"]):
        return UNPUBLISHED
    return _APART.join(
        unbroken(f"{escape(word)} ") + _coloured(unbroken(text), size)
        for word, text, size in changes(row, *parts)
    )


def _coloured(text: str, size: float | None) -> str:
    if size is None:
        return escape(text)
    return f'<span class="{change_colour.colour(size)}">{escape(text)}</span>'


def _where(row: pd.Series) -> str:
    said = [row["definition"]]
    if not is_missing(row["source"]):
        said.append(f"出处：{row['source']}")
        said += [] if is_missing(row["revision"]) else [f"修订：{row['revision']}"]
        if row["mom_origin"] == "derived":
            said.append("环比按上月推算值（本月累计 − 当月新增）计算。")
    return "\n".join(said)
