"""A figure over months as plain HTML over a picture of its lines: it stretches to any width, and
nothing is fetched to draw it. A workbook's chart is made of the same figure."""

import re
from html import unescape
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from charts.bar_rows import attribute, key
from charts.picture import picture
from charts.theme import AROUND, NEUTRAL
from words.numbers import is_missing

_FIELD = re.compile(r"%{(x|y|customdata)(?:\[(\d)\])?(?:\|%Y-%m)?}")
_MONTH = pd.Timedelta(days=30)
_DASHES = {"dash": "6 4", "dot": "2 3"}
_BESIDE = {"left": "0", "center": "-50%", "right": "-100%"}
_ABOVE = {"top": "0", "middle": "-50%", "bottom": "-100%"}


class _Plot(NamedTuple):
    """Where months and values stand, in hundredths of the plot."""

    first: pd.Timestamp
    last: pd.Timestamp
    low: float
    high: float

    def across(self, month, of: str = "x") -> float:
        if of != "x":
            return float(month) * 100
        return (pd.Timestamp(month) - self.first) / (self.last - self.first) * 100

    def down(self, value: float, of: str = "y") -> float:
        if of != "y":  # paper, or the axis of notes: both from 0 to 1
            return (1 - value) * 100
        return (self.high - value) / (self.high - self.low) * 100


def over_months(chart: go.Figure, alt: str) -> str:
    """Lines, marks, columns, texts and shapes of a figure whose axes charts/theme.py has named;
    every point tells its hover. Texts of annotations are HTML already."""
    drawn = chart.to_dict()
    traces, layout = drawn["data"], drawn["layout"]
    ticks = _ticks(layout["yaxis"])
    plot = _Plot(*map(pd.Timestamp, layout["xaxis"]["range"]), *layout["yaxis"]["range"])
    lines = [path(f"M0 {plot.down(v):.2f}H100", NEUTRAL, 1, 0.35) for v, _ in ticks]
    lines += [_shape(s, plot) for s in layout.get("shapes", ())]
    lines += [_line(t, plot) for t in traces if "lines" in t.get("mode", "")]
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" '
        f'preserveAspectRatio="none" fill="none">{"".join(lines)}</svg>'
    )
    places = "".join(f'<span style="top:{plot.down(v):.1f}%">{said}</span>' for v, said in ticks)
    months = "".join(
        f'<span style="left:{plot.across(m):.1f}%">{m:%Y-%m}</span>'
        for m in layout["xaxis"]["tickvals"]
    )
    texts = "".join(_text(a, plot) for a in layout.get("annotations", ()))
    named = {t["name"]: _colour(t) for t in traces if t.get("showlegend", True) and "name" in t}
    margin, left = layout.get("margin", {}), max(len(said) for _, said in ticks)
    return (
        f"{key(named) if layout.get('showlegend') else ''}"
        f'<div class="over-months" style="--apart:{100 * _MONTH / (plot.last - plot.first):.1f}%;'
        f"height:{layout['height'] - AROUND}px;margin:"
        f'{margin.get("t", 8) + 6}px {margin.get("r", 16)}px 2rem calc({left}ch + .8em)">'
        f"{picture(svg, '；'.join([alt, *filter(None, map(_told, traces))]))}"
        f'<div class="places">{places}</div><div class="months">{months}</div>'
        f"{texts}{''.join(_points(t, plot) for t in traces)}</div>"
    )


def _ticks(axis: dict[str, Any]) -> list[tuple[float, str]]:
    """The values in sight and how each is printed."""
    low, high = sorted(axis["range"])
    texts = axis.get("ticktext") or map(str, axis["tickvals"])
    named = zip(axis["tickvals"], texts, strict=True)
    return [(value, said) for value, said in named if low <= value <= high]


def path(steps: str, colour: str, width: float, opacity: float = 1, dash: str = "solid") -> str:
    """A line of a picture that stretches, as thick at any width."""
    dashed = f' stroke-dasharray="{_DASHES[dash]}"' if dash in _DASHES else ""
    return (
        f'<path d="{steps}" stroke="{colour}" stroke-width="{width}" stroke-opacity="{opacity}"'
        f'{dashed} vector-effect="non-scaling-stroke"/>'
    )


def _line(trace: dict[str, Any], plot: _Plot) -> str:
    """A line through what is known, begun anew after a month without a value."""
    steps, going = "", False
    for month, value in zip(trace["x"], trace["y"], strict=True):
        known = not is_missing(value)
        if known:
            steps += f"{'L' if going else 'M'}{plot.across(month):.2f} {plot.down(value):.2f}"
        going = known
    line = trace["line"]
    how = trace.get("opacity", 1), line.get("dash", "solid")
    return path(steps, line["color"], line["width"], *how)


def _shape(shape: dict[str, Any], plot: _Plot) -> str:
    """A line, or a band over several months."""
    across, down = shape.get("xref", "x"), shape.get("yref", "y")
    left, right = (plot.across(shape[x], across) for x in ("x0", "x1"))
    low, high = (plot.down(shape[y], down) for y in ("y0", "y1"))
    if shape["type"] == "rect":
        return (
            f'<rect x="{left:.2f}" y="{high:.2f}" width="{right - left:.2f}" '
            f'height="{low - high:.2f}" fill="{shape["fillcolor"]}" '
            f'fill-opacity="{shape["opacity"]}"/>'
        )
    line, steps = shape["line"], f"M{left:.2f} {low:.2f}L{right:.2f} {high:.2f}"
    return path(steps, line["color"], line["width"], 1, line["dash"])


def _text(said: dict[str, Any], plot: _Plot) -> str:
    left = plot.across(said["x"], said.get("xref", "x"))
    top = plot.down(said["y"], said.get("yref", "y"))
    anchors = said.get("xanchor", "center"), said.get("yanchor", "middle")
    moved = f"{-said.get('yshift', 0):.0f}px 0 0 {said.get('xshift', 0):.0f}px"
    if "width" in said:
        moved += f";width:{said['width']}px"
    return (
        f'<span style="left:{left:.1f}%;top:{top:.1f}%;margin:{moved};'
        f'translate:{_BESIDE[anchors[0]]} {_ABOVE[anchors[1]]}">{said["text"]}</span>'
    )


def _points(trace: dict[str, Any], plot: _Plot) -> str:
    """The marks or columns of a trace, each with its hover."""
    if trace.get("hoverinfo") == "skip":
        return ""
    marker, known = trace["marker"], _known(trace)
    if trace["type"] == "bar":
        drawn = (_column(trace, n, plot) for n in known)
        return f'<div class="columns">{"".join(drawn)}</div>'
    of, many = trace.get("yaxis", "y"), not isinstance(marker.get("symbol", ""), str)
    points = "".join(
        point(
            plot.across(trace["x"][n]),
            plot.down(trace["y"][n], of),
            _hover(trace, n),
            marker["symbol"][n] if many else "",
            trace["text"][n] if "text" in trace else "",
        )
        for n in known
    )
    shape = "" if many else marker.get("symbol", "circle")
    return (
        f'<div class="{shape}" style="color:{_colour(trace)};--size:{marker["size"]}px;'
        f'--full:{trace.get("opacity", 1)}">{points}</div>'
    )


def point(left: float, top: float, said: str, symbol: str, text: str) -> str:
    """A mark at its place in hundredths, with its hover."""
    names = [*([symbol] if symbol not in ("", "circle") else []), *(["left"] if left > 50 else [])]
    names += ["text"] if text else []
    kind = f' class="{" ".join(names)}"' if names else ""
    return (
        f'<i{kind} style="left:{left:.1f}%;top:{top:.1f}%" data-said="{attribute(said)}">{text}</i>'
    )


def _column(trace: dict[str, Any], n: int, plot: _Plot) -> str:
    """From zero to the value; where it is pointed at, it is as high as the plot."""
    half = pd.Timedelta(milliseconds=trace["width"]) / 2
    left, right = (plot.across(trace["x"][n] + move) for move in (-half, half))
    top, bottom = sorted((plot.down(trace["y"][n]), plot.down(0)))
    marker = trace["marker"]
    kind = "rim" * bool(marker["line"]["width"][n]) + " left" * (left > 50)
    return (
        f'<i class="{kind}" style="left:{left:.2f}%;width:{right - left:.2f}%;--top:{top:.1f}%;'
        f'--high:{bottom - top:.1f}%;--fill:{marker["color"][n]};color:{marker["line"]["color"]}"'
        f' data-said="{attribute(_hover(trace, n))}"></i>'
    )


def _hover(trace: dict[str, Any], n: int) -> str:
    """What a point tells."""

    def field(found: re.Match) -> str:
        value = trace[found[1]][n]
        if found[1] == "x":
            return f"{value:%Y-%m}"
        return str(value[int(found[2])] if found[2] else value)

    return _FIELD.sub(field, trace["hovertemplate"].removesuffix("<extra></extra>"))


def _known(trace: dict[str, Any]) -> list[int]:
    """The points that have a value."""
    return [n for n, value in enumerate(trace["y"]) if not is_missing(value)]


def _told(trace: dict[str, Any]) -> str:
    """For who cannot see it: the first and the last point of what is drawn in full."""
    skipped = trace.get("hoverinfo") == "skip" or trace.get("yaxis", "y") != "y"
    if skipped or trace.get("opacity", 1) < 1:
        return ""
    known = _known(trace)
    ends = dict.fromkeys(_hover(trace, n) for n in known[:1] + known[-1:])
    # the last line of a hover is its cell
    return unescape("，".join(k.rpartition("<br>")[0].replace("<br>", " ") for k in ends))


def _colour(trace: dict[str, Any]) -> str:
    colour = trace["marker"].get("color") or trace["line"]["color"]
    return colour if isinstance(colour, str) else NEUTRAL
