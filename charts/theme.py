"""The one look of every figure.

Colours stay 3:1 against both backgrounds and apart for colour-blind readers (tests/test_charts.py).
"""

import itertools
from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import pandas as pd
import plotly.graph_objects as go

from words.clock import months_between
from words.numbers import is_missing, number

BACKGROUNDS = {"light": "#FFFFFF", "dark": "#0D1626"}
REGION_COLOURS = {"珠三角": "#2A7AC0", "粤东": "#D07A00", "粤西": "#0C9A78", "粤北": "#B560A0"}
PLATFORM_COLOURS = {
    "粤省事": "#2A7AC0",
    "粤商通": "#D07A00",
    "粤政易": "#0C9A78",
    "粤省心": "#B560A0",
    "广东政务服务网": "#7868E0",
    "粤智助": "#CC5A33",
}
SERIES_COLOURS = [*PLATFORM_COLOURS.values(), "#4DA3D9", "#8F7F10"]
MARKS = ("circle", "square", "diamond", "triangle-up", "x")
NEUTRAL = "#7A8798"
INKS = {"light": "#5A6778", "dark": "#9DABC0"}  # text in a drawing that no page's style reaches
ACCENT = "#2A7AC0"

TEMPLATE = go.layout.Template(
    layout={
        "margin": {"l": 8, "r": 16, "t": 8, "b": 8},
        "hovermode": "closest",
        "separators": ".,",
        "bargap": 0.28,
        "showlegend": False,
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom"},
        "xaxis": {"automargin": True, "zeroline": False, "fixedrange": True},
        "yaxis": {"automargin": True, "zeroline": False, "fixedrange": True},
    }
)
AROUND = 80  # pixels of a figure over months that are not its plot
_SMALLEST = 12  # pixels; in the template Streamlit would overwrite it by 11.25
CONFIG = {"displayModeBar": False, "scrollZoom": False, "locale": "zh-CN"}


def figure(height: int) -> go.Figure:
    """An empty figure with the template, no text smaller than 12 pixels."""
    chart = go.Figure(layout={"template": TEMPLATE, "height": height, "font_size": 13})
    chart.update_layout(hoverlabel={"align": "left", "font_size": 13}, legend_font_size=13)
    chart.update_xaxes(tickfont_size=_SMALLEST)
    return chart.update_yaxes(tickfont_size=_SMALLEST)


def name_unit(chart: go.Figure, unit: str, what: str = "") -> None:
    """The unit above the axis, where a title beside it would stand on its ticks; `what` is drawn
    where the title speaks of something else."""
    chart.add_annotation(
        text=f"{what and what + '，'}单位：{plain(unit)}",
        xref="paper",
        yref="paper",
        x=0,
        y=1,
        xanchor="left",
        yanchor="bottom",
        yshift=6,
        showarrow=False,
        font={"size": 12},
    )
    chart.update_layout(margin_t=28)


def name_values(
    chart: go.Figure, values: Iterable, suffix: str = "", whole: bool = False, **axis
) -> None:
    """The value axis from its first to its last tick, in at most five steps of 1, 2 or 5 whose
    texts are written here: a browser rounds binary floats, and prints 124,512.2 as 124,512."""
    known = [float(v) for v in values if not is_missing(v)] or [0.0]
    low, high = Decimal(repr(min(known))), Decimal(repr(max(known)))
    span = high - low or abs(high) / 5 or Decimal(1)
    power = Decimal(1).scaleb(span.adjusted() - 1)
    step = next(s for n in (1, 2, 5, 10, 20, 50) if span <= 5 * (s := n * power))
    step = max(step, Decimal(1)) if whole else step
    first, last = (low / step).to_integral(ROUND_FLOOR), (high / step).to_integral(ROUND_CEILING)
    ticks = [step * n for n in range(int(first), int(last) + 1)]
    decimals = max(-int(step.normalize().as_tuple().exponent), 0)
    alone = first == last
    chart.update_yaxes(
        tickvals=[float(t) for t in ticks],
        ticktext=[number(t, decimals) + suffix for t in ticks],
        **{"range": [float(step * t) for t in (first - alone, last + alone)]} | axis,
    )


def name_months(chart: go.Figure, months: pd.Series) -> None:
    """The months axis with at most five ticks, the last month one of them."""
    first, last = padded(months)
    shown = months_between(first, months.max()) + 1
    step = next(s for s in itertools.chain((1, 2, 3), itertools.count(6, 6)) if shown <= 5 * s)
    ticks = pd.date_range(end=months.max(), periods=-(-shown // step), freq=f"{step}MS")
    chart.update_xaxes(
        type="date",
        tickformat="%Y-%m",
        tickvals=[t for t in ticks.tolist() if t >= first],
        range=[first, last],
    )


def plain(text: str) -> str:
    """Text that Plotly shows as it is: its labels read a subset of HTML."""
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def padded(months: pd.Series) -> list:
    """Room at both ends, and at least a year in view, which ends with the last month: one or two
    points must not be stretched over the whole width."""
    first, last = months.min(), months.max()
    days = (last - first).days
    room = pd.Timedelta(days=max(days * 0.04, 20))
    return [first - room - pd.Timedelta(days=max(0, 365 - days)), last + room]
