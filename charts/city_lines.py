"""One indicator of up to six cities over the months, on one axis, each line named at its end."""

import itertools
from html import escape

import pandas as pd

from charts.end_labels import spread
from charts.remember import drawn_once
from charts.theme import BACKGROUNDS, INKS, NEUTRAL, SERIES_COLOURS
from words.clock import months_between
from words.numbers import number

WIDTH, HEIGHT = 340, 190
TOP, BOTTOM, _LINE, _LETTER = 16, HEIGHT - 24, 16, 7.4  # pixels
STYLE = (  # a rim in the page's colour, so that a line behind a text does not cross it
    "<style>text{font:13px 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif}"
    f"text{{paint-order:stroke;stroke-width:3px;fill:{INKS['light']};"
    f"stroke:{BACKGROUNDS['light']}}}@media(prefers-color-scheme:dark){{text{{"
    f"fill:{INKS['dark']};stroke:{BACKGROUNDS['dark']}}}}}</style>"
)


@drawn_once
def city_lines(frame: pd.DataFrame, cities: list[str], end: pd.Timestamp) -> str:
    """SVG up to `end`, at least a year wide, broken where a month is missing. The place of a city
    in `cities` is its colour. Needs city_code, city_name, month, value, decimals."""
    low, high = float(frame["value"].min()), float(frame["value"].max())
    low = min(low, high - abs(high) * 0.1)  # a change of 1 % looks like one
    back = [months_between(m, end) for m in frame["month"]]
    months = max(12, *back)
    lines = [(code, rows) for code in cities if len(rows := frame[frame["city_code"] == code])]
    texts = [_text(rows.iloc[-1], end, len(cities) > 1) for _, rows in lines]
    decimals, start = frame["decimals"].max(), end - pd.DateOffset(months=months)
    marks = [(TOP, number(high, decimals)), (BOTTOM, number(low, decimals))]
    left, right = 10 + max(width(said) for _, said in marks), WIDTH - 14 - max(map(width, texts))

    def at(month: pd.Timestamp, value: float) -> tuple[float, float]:
        x = left + (1 - months_between(month, end) / months) * (right - left - 6)
        return x, TOP + (high - value) / (high - low or 1) * (BOTTOM - TOP)

    ends = [at(rows["month"].iloc[-1], rows["value"].iloc[-1]) for _, rows in lines]
    places = spread([y for _, y in ends], _LINE, TOP - 8, BOTTOM)
    drawn = "".join(
        _line([(r.month, *at(r.month, r.value)) for r in rows.itertuples()], _colour(cities, code))
        + _label(*last, right, place, text, _colour(cities, code))
        for (code, rows), last, place, text in zip(lines, ends, places, texts, strict=True)
    )
    around = "".join(  # left of the lines, which would cross them
        f'{grid(y, left, right)}<text x="{left - 6:.1f}" y="{y + 4.5}" text-anchor="end">'
        f"{said}</text>"
        for y, said in marks
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" xmlns="http://www.w3.org/2000/svg">{STYLE}'
        f'{around}{drawn}<text x="{left:.1f}" y="{HEIGHT - 6}">{start:%Y-%m}</text>'
        f'<text x="{right:.1f}" y="{HEIGHT - 6}" text-anchor="end">{end:%Y-%m}</text></svg>'
    )


def _colour(cities: list[str], code: str) -> str:
    return SERIES_COLOURS[cities.index(code)]


def _text(last: pd.Series, end: pd.Timestamp, named: bool) -> str:
    said = number(last["value"], last["decimals"]) if last["month"] == end else "本月未报"
    return f"{last['city_name']} {said}" if named else said


def width(text: str) -> float:
    return sum(_LETTER if letter.isascii() else 13 for letter in text)


def grid(y: float, left: float, right: float) -> str:
    return (
        f'<line x1="{left:.1f}" x2="{right:.1f}" y1="{y:.1f}" y2="{y:.1f}" stroke="{NEUTRAL}" '
        'stroke-opacity="0.35"/>'
    )


def _line(points: list[tuple[pd.Timestamp, float, float]], colour: str) -> str:
    steps = "".join(
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        'stroke-width="2"/>'
        for (m1, x1, y1), (m2, x2, y2) in itertools.pairwise(points)
        if months_between(m1, m2) == 1
    )
    _, x, y = points[-1]
    return f'{steps}<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>'


def _label(x: float, y: float, right: float, place: float, text: str, colour: str) -> str:
    line = f"M{x:.1f} {y:.1f}L{right + 2:.1f} {place:.1f}h6"
    return (
        f'<path d="{line}" stroke="{colour}" fill="none" stroke-opacity="0.7"/>'
        f'<text x="{right + 11:.1f}" y="{place + 4.5:.1f}">{escape(text)}</text>'
    )
