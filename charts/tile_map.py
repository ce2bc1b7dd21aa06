"""The 21 cities as equal squares in roughly geographic position, darker the better the rank.

Our own grid: no outside map is drawn.
"""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import NEUTRAL, figure, plain
from words.numbers import number, rank_words

# One hue, so that lightness alone tells it to every eye; the first stands out from the page.
LAST, FIRST = (0xD9, 0xE8, 0xF5), (0x1B, 0x5A, 0xA0)
DARK_LAST, DARK_FIRST = (0x1C, 0x35, 0x57), (0xA9, 0xD2, 0xF7)
STEPS = 7  # squares of the scale
DARK_INK, LIGHT_INK = "#000000", "#FFFFFF"


@drawn_once
def tile_map(
    frame: pd.DataFrame,
    places: dict[str, tuple[str, int, int]],
    unit: str,
    decimals: int,
    value: str = "value",
    dark: bool = False,
) -> go.Figure:
    """One square per entry of `places` (city code → name, row, column), its rank under its name,
    outlined where the frame lacks it, and the scale below. customdata begins with the city's name.

    Needs city_code, rank, tied, ranked, source and the column `value`.
    """
    rows = {r["city_code"]: r for _, r in frame.iterrows()}
    chart = figure(height=300)
    fills = {code: shade(row, dark) for code, row in rows.items()}
    for ink in (DARK_INK, LIGHT_INK):
        mine = [code for code in places if code in rows and ink_on(fills[code]) == ink]
        _add_tiles(chart, mine, places, rows, ink, unit, decimals, value)
    _add_missing(chart, [code for code in places if code not in rows], places)
    height = max(row for _, row, _ in places.values())
    width = max(column for _, _, column in places.values())
    squares = [_square(place, fills.get(code)) for code, place in places.items()]
    chart.update_layout(
        shapes=squares + _scale(chart, int(frame["ranked"].max()), width, height + 1, dark),
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        clickmode="event+select",
        dragmode=False,
    )
    chart.update_xaxes(range=[0.5, width + 0.5], visible=False, automargin=False)
    chart.update_yaxes(range=[height + 1.4, 0.5], visible=False, scaleanchor="x", automargin=False)
    return chart


def shade(row, dark: bool = False) -> str:
    """The fill of a square by its rank, from the first to the last possible one."""
    share = 1 - (row["rank"] - 1) / max(row["ranked"] - 1, 1)
    ends = (DARK_LAST, DARK_FIRST) if dark else (LAST, FIRST)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(*ends, strict=True))


def scale_fills(ranked: int, dark: bool) -> list[str]:
    """The squares of the scale, from the first rank to the last."""
    steps = (1 + (ranked - 1) * n / (STEPS - 1) for n in range(STEPS))
    return [shade({"rank": rank, "ranked": ranked}, dark) for rank in steps]


def _scale(chart: go.Figure, ranked: int, width: int, row: int, dark: bool) -> list[dict]:
    """第 1 位 ■■■■■■■ 第 21 位, at the left of the row below the cities."""
    left, step = width / 2 - 1.2, 0.4
    for x, text, side in (
        (left - 0.1, "第 1 位", "right"),
        (left + STEPS * step + 0.1, f"第 {ranked} 位", "left"),
    ):
        chart.add_annotation(x=x, y=row, text=text, xanchor=side, showarrow=False)
    return [
        {
            "type": "rect",
            "layer": "below",
            "x0": left + n * step,
            "x1": left + (n + 1) * step,
            "y0": row - 0.2,
            "y1": row + 0.2,
            "fillcolor": fill,
            "line_width": 0,
        }
        for n, fill in enumerate(scale_fills(ranked, dark))
    ]


def ink_on(fill: str) -> str:
    """Black or white, whichever stands out more: one of the two always reaches 4.5 to 1."""
    parts = [int(fill[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    light = sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return DARK_INK if light > 0.179 else LIGHT_INK


def _square(place: tuple[str, int, int], fill: str | None) -> dict:
    _, row, column = place
    box: dict[str, Any] = {
        "type": "rect",
        "layer": "below",
        "x0": column - 0.47,
        "x1": column + 0.47,
        "y0": row - 0.47,
        "y1": row + 0.47,
    }
    return box | (
        {"fillcolor": fill, "line": {"color": NEUTRAL, "width": 0.5}}
        if fill
        else {"line": {"color": NEUTRAL, "width": 1.5, "dash": "dot"}}
    )


def _add_tiles(
    chart: go.Figure,
    codes: list[str],
    places: dict,
    rows: dict,
    ink: str,
    unit: str,
    decimals: int,
    value: str,
) -> None:
    chart.add_scatter(
        x=[places[c][2] for c in codes],
        y=[places[c][1] for c in codes],
        mode="markers+text",  # the marker is not seen: the whole square answers, not its text alone
        marker={"symbol": "square", "size": 42, "opacity": 0},
        textfont={"color": ink, "size": 13},
        customdata=[said_of(rows[c], places[c][0], value, unit, decimals) for c in codes],
        text=[f"<b>{plain(places[c][0])}</b><br>{rows[c]['rank']}" for c in codes],
        hovertemplate=(
            "%{customdata[0]}　第 %{customdata[1]} "
            "位<br>%{customdata[2]}<br>%{customdata[3]}<extra></extra>"
        ),
    )


def said_of(row: pd.Series, name: str, value: str, unit: str, decimals: int) -> list[str]:
    """What a square says on hover: city, rank, figure, source."""
    digits = row["decimals"] if value == "value" else decimals
    figure = f"{number(row[value], digits)} {plain(unit)}"
    return [plain(name), rank_words(row["rank"], row["tied"]), figure, plain(row["source"])]


def _add_missing(chart: go.Figure, codes: list[str], places: dict) -> None:
    if codes:
        chart.add_scatter(
            x=[places[c][2] for c in codes],
            y=[places[c][1] for c in codes],
            mode="text",
            textfont_size=13,
            text=[f"{plain(places[c][0])}<br>未报" for c in codes],
            hovertemplate="没有上报，不排名<extra></extra>",
        )
