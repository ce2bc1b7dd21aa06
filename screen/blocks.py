"""What stands above the slides, a platform's card, and targets as rows."""

from html import escape

import pandas as pd

from charts.target_bar import STATUS_COLOURS, target_bar
from paper import target_words
from paper.card_picture import picture
from paper.cards import UNPUBLISHED, changes, name, value
from paper.issue import day_issued, month_named
from warehouse.reader import earlier_answers
from words.names import EARLIER, SIMULATED_SENTENCE, STATUSES
from words.numbers import is_missing


def head(row: pd.Series, state: pd.Series) -> str:
    """Which month this is, which report, and what must be known of all its figures."""
    issue = [] if is_missing(row["issue_no"]) else [str(row["issue_no"])]
    marks = [SIMULATED_SENTENCE] if state["simulated"] else []
    marks += [EARLIER] if earlier_answers() else []
    told = "".join(f"<strong>{escape(text)}</strong>" for text in marks)
    said = escape("　".join(issue + day_issued(row)))
    return f"<b>{escape(month_named(row))}</b><span>{said}</span>{told}"


def platform_card(rows: pd.DataFrame, history: pd.DataFrame, month: pd.Timestamp) -> str:
    first, *others = [row for _, row in rows.iterrows()]
    drawn = picture(first, history, month)
    second = "".join(
        f"<p>{escape(name(row))} <b>{escape(value(row))}</b>　{_moved(row, 'mom')}</p>"
        for row in others
    )
    return (
        f"<article><h3>{escape(first['platform_name'])} · {escape(name(first))}</h3>"
        f'<div class="figure"><b>{escape(value(first))}</b>'
        f"{_labelled(*drawn) if drawn else ''}</div>"
        f"<p>{_moved(first, 'mom', 'yoy', 'new')}</p>{second}</article>"
    )


def _labelled(svg: str, alt: str) -> str:
    return f'<figure role="img" aria-label="{escape(alt)}">{svg}</figure>'


def _moved(row: pd.Series, *parts: str) -> str:
    if is_missing(row["value"]):
        return UNPUBLISHED
    said = [f"{word} {text}" for word, text, _ in changes(row, *parts)]
    return "".join(f"<span>{escape(text)}</span>" for text in said)


def target_rows(rows: pd.DataFrame) -> str:
    """Status, name, what is asked, what was read of which month, and how far that is."""
    return "".join(_target(row) for _, row in rows.iterrows())


def unread(rows: pd.DataFrame) -> str:
    """The names of targets without a reading."""
    if rows.empty:
        return ""
    return f'<p class="others">暂无对应数据：{escape("、".join(rows["name"]))}。</p>'


def _target(row: pd.Series) -> str:
    expected = None if is_missing(row["expected"]) else 100 * row["expected"] / row["goal"]
    said = (
        f"{target_words.actual(row)}（{row['actual_month']:%Y-%m}）"
        f"，要求 {target_words.goal(row)}，期限 {row['due_month']:%Y-%m}"
    )
    return (
        f'<div class="target"><i style="background:{STATUS_COLOURS[row["status"]]}">'
        f"{STATUSES[row['status']]}</i><h3>{escape(row['name'])}</h3><p>{escape(said)}</p>"
        f"<figure>{target_bar(row['progress_pct'], expected, row['status'])}</figure>"
        f"<b>{target_words.progress(row)}</b></div>"
    )
