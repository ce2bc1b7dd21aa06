"""The tile map as SVG on a dark ground, in the shades of charts/tile_map.py."""

from html import escape

import pandas as pd

from charts.remember import drawn_once
from charts.theme import NEUTRAL
from charts.tile_map import ink_on, scale_fills, shade

_SIZE = 60


@drawn_once
def tile_squares(frame: pd.DataFrame, places: dict[str, tuple[str, int, int]]) -> str:
    """One square per entry of `places`, its rank under its name; dotted where the frame lacks it.
    Below them the scale."""
    rows = {r["city_code"]: r for _, r in frame.iterrows()}
    across = max(column for _, _, column in places.values())
    down = max(row for _, row, _ in places.values())
    squares = "".join(_square(place, rows.get(code)) for code, place in places.items())
    return (
        f'<svg viewBox="0 0 {across * _SIZE} {(down + 1) * _SIZE}" '
        'xmlns="http://www.w3.org/2000/svg" font-family="inherit" text-anchor="middle">'
        f"{squares}{_scale(int(frame['ranked'].max()), across, down)}</svg>"
    )


def _square(place: tuple[str, int, int], row) -> str:
    name, down, across = place
    x, y = (across - 1) * _SIZE, (down - 1) * _SIZE
    fill = "none" if row is None else shade(row, dark=True)
    ink = NEUTRAL if row is None else ink_on(fill)
    edge = f'stroke="{NEUTRAL}" stroke-dasharray="3"' if row is None else ""
    said = "未报" if row is None else row["rank"]
    return (
        f'<rect x="{x + 2}" y="{y + 2}" width="{_SIZE - 4}" height="{_SIZE - 4}" rx="3" '
        f'fill="{fill}" {edge}/><text x="{x + _SIZE / 2}" fill="{ink}">'
        f'<tspan y="{y + 26}" font-size="17">{escape(name)}</tspan>'
        f'<tspan x="{x + _SIZE / 2}" y="{y + 47}" font-size="17" font-weight="600">{said}</tspan>'
        "</text>"
    )


def _scale(ranked: int, across: int, down: int) -> str:
    """第 1 位 ■■■■■■■ 第 21 位."""
    step, fills = 24, scale_fills(ranked, dark=True)
    left, y = (across * _SIZE - len(fills) * step) / 2, down * _SIZE + 22
    squares = "".join(
        f'<rect x="{left + n * step:.0f}" y="{y}" width="{step}" height="18" fill="{fill}"/>'
        for n, fill in enumerate(fills)
    )
    ends = ((left - 36, "第 1 位"), (left + len(fills) * step + 40, f"第 {ranked} 位"))
    texts = "".join(
        f'<text x="{x:.0f}" y="{y + 15}" font-size="16" fill="#C6D2E3">{said}</text>'
        for x, said in ends
    )
    return squares + texts
