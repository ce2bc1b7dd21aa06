"""Where a city stands among the others, one line per indicator from last (0) to first (100), as
HTML over a picture of its lines."""

from collections.abc import Mapping, Sequence

import pandas as pd

from charts.bar_rows import Bar, key
from charts.over_months import path, point
from charts.picture import picture
from charts.theme import NEUTRAL, SERIES_COLOURS, plain
from words.numbers import number, place_words

# Marks that differ in form and size too: all are seen where cities tie.
_MARKS = (
    ("", 14),
    ("diamond-open", 16),
    ("square-open", 18),
    ("triangle-up-open", 14),
    ("x", 13),
    ("circle-open", 24),
)
_ENDS = {0: "最后", 50: "居中", 100: "最前"}
_NAME = '<span style="top:{:.1f}%;right:calc(100% + 1.3em)">{}</span>'  # clear of the largest mark
_ROW = 38  # pixels a line


def places_of(frame: pd.DataFrame, cities: Sequence[str]) -> dict[str, list[Bar]]:
    """City → its place by each indicator; the chosen ones (by code, six at most) come last, in
    their order and colours, the first above all.

    Needs indicator_name, city_code, city_name, position, rank, tied, source.
    """
    colours = dict(zip(cities, SERIES_COLOURS, strict=False))
    groups = dict(list(frame.dropna(subset=["position"]).groupby("city_code", sort=False)))
    codes = [code for code in groups if code not in colours]
    codes += [code for code in reversed(colours) if code in groups]
    return {
        groups[code]["city_name"].iloc[0]: [
            _place(r, colours.get(code, NEUTRAL)) for _, r in groups[code].iterrows()
        ]
        for code in codes
    }


def _place(row: pd.Series, colour: str) -> Bar:
    rank, score = place_words(row["rank"], row["tied"]), number(row["position"], 1)
    said = [
        f"{plain(row['city_name'])}　{plain(row['indicator_name'])}",
        f"{rank}，得分 {score}",
        plain(row["source"]),
    ]
    return Bar(row["indicator_name"], float(row["position"]), rank, said, colour, printed=score)


def position_strip(places: Mapping[str, list[Bar]], alt: str) -> str:
    """A grey dot per city of `places_of`; the chosen ones as marks of their own, the first as a
    disc, whose places are told to who cannot see them."""
    names = list(dict.fromkeys(bar.name for bars in places.values() for bar in bars))
    down = {name: (n + 0.5) / len(names) * 100 for n, name in enumerate(names)}
    chosen = {city: bars for city, bars in places.items() if bars[0].colour != NEUTRAL}
    named = {city: bars[0].colour for city, bars in reversed(chosen.items())}
    shapes = dict(zip(named, _MARKS, strict=False))
    lines = "".join(path(f"M0 {at:.2f}H100", NEUTRAL, 1, 0.35) for at in down.values())
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" '
        f'preserveAspectRatio="none" fill="none">{lines}</svg>'
    )
    first = chosen[next(iter(named))] if named else []
    told = "，".join(f"{bar.name}{bar.text}" for bar in first)
    rows = "".join(_NAME.format(at, plain(name)) for name, at in down.items())
    ends = "".join(f'<span style="left:{at}%">{said}</span>' for at, said in _ENDS.items())
    dots = "".join(_dots(bars, down, *shapes.get(city, ("", 7))) for city, bars in places.items())
    return (
        f"{key({'其他市': NEUTRAL} | named)}"
        f'<div class="over-months" style="--apart:5%;height:{_ROW * len(names)}px;'
        f'margin:0 22px 2rem {max(map(len, names)) + 1:.1f}em">{picture(svg, f"{alt}：{told}")}'
        f'<div class="places">{rows}</div><div class="months">{ends}</div>{dots}</div>'
    )


def _dots(bars: list[Bar], down: Mapping[str, float], shape: str, size: int) -> str:
    """The marks of one city."""
    drawn = "".join(
        point(bar.value, down[bar.name], "\n".join(bar.said), shape, "") for bar in bars
    )
    full = 0.45 if bars[0].colour == NEUTRAL else 1
    return f'<div style="color:{bars[0].colour};--size:{size}px;--full:{full}">{drawn}</div>'
