"""Cities as horizontal bars, coloured by region; many that tie are one bar."""

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts.remember import drawn_once
from charts.theme import NEUTRAL, REGION_COLOURS, figure, plain
from words.numbers import number

FOLDED = 4  # so many cities on one rank are one bar
COLOURS = REGION_COLOURS | {"多区域": NEUTRAL}
_BAR, _FEW = 27, 14  # pixels a bar; with fewer bars each is thicker


@drawn_once
def city_bars(
    frame: pd.DataFrame, value: str, unit: str, decimals: int, fold: bool = False
) -> go.Figure:
    """One bar per row, in the frame's order from the top, or one for all that tie (`fold`: only
    where rows stand by rank); capped values say so. customdata begins with the city's name, with
    nothing for several.

    Needs city_name, region, rank, tied, source, capped and the column `value`; `decimals` are those
    of what is worked out (per_10k), the column `value` has its own, as each cell is printed.
    """
    rows = bars_of(frame, value, unit, decimals, fold)
    chart = figure(height=60 + (_BAR if len(rows) > _FEW else 40) * len(rows))
    for region, colour in COLOURS.items():
        mine = [bar for bar in rows if bar["region"] == region]
        if mine:
            chart.add_bar(
                name=region,
                orientation="h",
                x=[bar["value"] for bar in mine],
                y=[bar["name"] for bar in mine],
                marker_color=colour,
                text=[bar["text"] for bar in mine],
                textposition="outside",
                cliponaxis=False,
                customdata=[bar["said"] for bar in mine],
                hovertemplate="%{customdata[1]}<br>%{customdata[2]}<br>%{customdata[3]}<extra></extra>",
            )
    chart.update_layout(showlegend=True, barmode="overlay", clickmode="event+select")
    chart.update_layout(margin_t=36, dragmode=False)
    chart.update_xaxes(
        showticklabels=False,
        showgrid=False,
        range=[0, float(frame[value].max() or 1) * (1.42 if frame["capped"].any() else 1.24)],
        title={"text": f"单位：{plain(unit)}", "font_size": 12},
    )
    chart.update_yaxes(
        categoryorder="array", categoryarray=[bar["name"] for bar in rows][::-1], tickfont_size=13
    )
    return chart


def bars_of(
    frame: pd.DataFrame, value: str, unit: str, decimals: int, fold: bool
) -> list[dict[str, Any]]:
    """What each bar is: name, place, region, value, text, and said, the lines of its hover after
    the city's name."""
    rows = [_bar(r, value, unit, decimals) for _, r in frame.iterrows()]
    if not fold:
        return rows
    many = frame[frame["tied"] >= FOLDED]
    ties = [_tie(tie, value, unit, decimals) for _, tie in many.groupby("rank", sort=False)]
    single = [bar for bar, n in zip(rows, frame["tied"], strict=True) if n < FOLDED]
    return sorted(ties + single, key=lambda bar: bar["place"])


def _bar(row: pd.Series, value: str, unit: str, decimals: int) -> dict:
    printed = number(row[value], row["decimals"] if value == "value" else decimals)
    return {
        "name": row["city_name"],
        "place": row["rank"],
        "region": row["region"],
        "value": row[value],
        "text": f"{printed}{'%' if unit == '%' else ''}{' 封顶' if row['capped'] else ''}",
        "said": [
            row["city_name"],
            f"{row['city_name']}（{row['region']}）　第 {row['rank']} 位",
            f"{printed} {plain(unit)}",
            plain(row["source"]),
        ],
    }


def _tie(tie: pd.DataFrame, value: str, unit: str, decimals: int) -> dict:
    bar = _bar(tie.iloc[0], value, unit, decimals)
    names, count = tie["city_name"].tolist(), len(tie)
    lines = ["、".join(names[n : n + 8]) for n in range(0, count, 8)]
    regions = set(tie["region"])
    return bar | {
        "name": f"{count} 市并列",
        "region": bar["region"] if len(regions) == 1 else "多区域",
        "said": ["", f"{count} 市并列第 {bar['place']} 位", bar["said"][2], "<br>".join(lines)],
    }
