"""A line of history as small as a word, broken where a month is missing."""

import itertools

import pandas as pd

from charts.remember import drawn_once
from charts.theme import ACCENT
from words.clock import months_between

_WIDTH, _HEIGHT = 132, 40  # pixels


@drawn_once
def small_line(frame: pd.DataFrame, end: pd.Timestamp) -> str:
    """SVG of the two years to `end` as a bare line, broken where a month is missing. Needs month,
    value."""
    back = [months_between(m, end) for m in frame["month"]]
    shown = [(b, float(v)) for b, v in zip(back, frame["value"], strict=True) if 0 <= b < 24]
    months, top = max(12, *(b for b, _ in shown)), max(v for _, v in shown)
    bottom = min(*(v for _, v in shown), top - abs(top) * 0.1)
    points = [
        (
            b,
            _WIDTH - 5 - b / months * (_WIDTH - 10),
            4 + (top - v) / (top - bottom or 1) * (_HEIGHT - 8),
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
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" '
        f'xmlns="http://www.w3.org/2000/svg">{lines}{dots}</svg>'
    )
