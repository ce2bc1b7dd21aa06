"""A line of history as small as a word, true to time: months that nobody reported stay empty,
derived and public points look it."""

import itertools

import pandas as pd

from charts.remember import drawn_once
from charts.theme import ACCENT, NEUTRAL
from words.clock import months_between

WIDE, NARROW = 300, 220  # pixels: as wide as it will stand, or its dates shrink
HEIGHT, EDGE = 46, 6


@drawn_once
def sparkline(frame: pd.DataFrame, end: pd.Timestamp, width: int = WIDE) -> str:
    """SVG of one indicator up to `end`, at least a year wide. Needs month, value, bound, origin."""
    start = min(frame["month"].min(), end - pd.DateOffset(years=1))
    days, top = (end - start).days, float(frame["value"].max()) or 1.0
    bottom = min(
        float(frame["value"].min()), top * 0.9
    )  # a tenth of the value at least is in view, so that a change of 1 % looks like one
    points = [
        (
            EDGE + (row.month - start).days / days * (width - 2 * EDGE),
            HEIGHT - EDGE - (row.value - bottom) / (top - bottom) * (HEIGHT - 2 * EDGE),
            row,
        )
        for row in frame.itertuples()
    ]
    lines = "".join(
        (
            f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ACCENT}" '
            'stroke-width="2"/>'
        )
        for (x1, y1, a), (x2, y2, b) in itertools.pairwise(points)
        if (b.month - a.month).days <= 31
        and not isinstance(a.bound, str)
        and not isinstance(b.bound, str)
    )
    marks = "".join(
        _mark(x, y, row, row.month == end, dense=len(points) > 6) for x, y, row in points
    )
    return (
        f'<svg viewBox="0 0 {width} {HEIGHT + 14}" xmlns="http://www.w3.org/2000/svg">'
        f'<line x1="0" y1="{HEIGHT}" x2="{width}" y2="{HEIGHT}" stroke="{NEUTRAL}" '
        'stroke-opacity="0.45"/>'
        f"{lines}{marks}{_date(2, 'start', start)}{_date(width - 2, 'end', end)}</svg>"
    )


def _mark(x: float, y: float, row, last: bool, dense: bool) -> str:
    if isinstance(row.bound, str):
        tip, base = (y - 4, y + 4) if row.bound == "above" else (y + 4, y - 4)
        return (
            f'<path d="M{x:.1f} {tip:.1f}L{x + 4.5:.1f} {base:.1f}H{x - 4.5:.1f}Z" fill="none" '
            f'stroke="{ACCENT}" stroke-width="1.5"/>'
        )
    if row.origin == "public":
        return f'<path d="M{x:.1f} {y - 4.5:.1f}l4.5 4.5l-4.5 4.5l-4.5 -4.5Z" fill="{ACCENT}"/>'
    if dense and not last and row.origin == "report":
        return ""
    fill = "none" if row.origin == "derived" else ACCENT
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{4 if last else 3.5}" fill="{fill}" '
        f'stroke="{ACCENT}" stroke-width="1.5"/>'
    )


def _date(x: int, anchor: str, month: pd.Timestamp) -> str:
    return (
        f'<text x="{x}" y="{HEIGHT + 12}" font-size="10" fill="{NEUTRAL}" '
        f'font-family="sans-serif" text-anchor="{anchor}">{month:%Y-%m}</text>'
    )


@drawn_once
def small_line(frame: pd.DataFrame, end: pd.Timestamp, width: int = 132, height: int = 40) -> str:
    """SVG of the two years to `end` as a bare line, broken where a month is missing. Needs month,
    value."""
    back = [months_between(m, end) for m in frame["month"]]
    shown = [(b, float(v)) for b, v in zip(back, frame["value"], strict=True) if 0 <= b < 24]
    months, top = max(12, *(b for b, _ in shown)), max(v for _, v in shown)
    bottom = min(*(v for _, v in shown), top - abs(top) * 0.1)
    points = [
        (
            b,
            width - 5 - b / months * (width - 10),
            4 + (top - v) / (top - bottom or 1) * (height - 8),
        )
        for b, v in shown
    ]
    lines = "".join(
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{ACCENT}" '
        'stroke-width="2"/>'
        for (b1, x1, y1), (b2, x2, y2) in itertools.pairwise(points)
        if b1 - b2 == 1
    )
    dots = "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{3.5 if b == 0 else 1.5}" fill="{ACCENT}"/>'
        for b, x, y in points
    )
    return (
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'xmlns="http://www.w3.org/2000/svg">{lines}{dots}</svg>'
    )
