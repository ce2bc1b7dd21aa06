"""The tile map of charts/tile_map.py as plain HTML, each square a link where it has one."""

from html import escape

import pandas as pd

from charts.bar_rows import attribute, element
from charts.tile_map import ink_on, scale_fills, shade

_SQUARE = (
    '<{tag} title="{said}" style="grid-area:{row}/{column};background:{fill};'
    'color:{ink}"><b>{name}</b>{rank}</{end}>'
)


def tile_grid(
    frame: pd.DataFrame,
    places: dict[str, tuple[str, int, int]],
    said: dict[str, str],
    hrefs: dict[str, str],
    alt: str,
    dark: bool,
) -> str:
    """One square per entry of `places` (city code → name, row, column), its rank under its name,
    dotted where the frame lacks it; the scale below. `said` (what its hover says) is by code, and
    so are `hrefs`, which may lack any."""
    rows = {r["city_code"]: r for _, r in frame.iterrows()}
    squares = "".join(
        _square(place, shade(rows[code], dark), rows[code]["rank"], said[code], hrefs.get(code, ""))
        if code in rows
        else f'<span class="none" title="没有上报，不排名" style="grid-area:{place[1]}/{place[2]}">'
        f"{escape(place[0])}<br>未报</span>"
        for code, place in places.items()
    )
    ranked = int(frame["ranked"].max())
    scale = "".join(f'<i style="background:{fill}"></i>' for fill in scale_fills(ranked, dark))
    return (
        f'<div class="tiles" role="group" aria-label="{escape(alt)}">{squares}</div>'
        f'<p class="scale">第 1 位{scale}第 {ranked} 位</p>'
    )


def _square(place: tuple[str, int, int], fill: str, rank: int, said: str, href: str) -> str:
    name, row, column = place
    return _SQUARE.format(
        **element(href),
        said=attribute(said),
        row=row,
        column=column,
        fill=fill,
        ink=ink_on(fill),
        name=escape(name),
        rank=rank,
    )
