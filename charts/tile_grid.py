"""The 21 cities as equal squares in roughly geographic position, darker the better the rank; plain
HTML, each square a link where it has one.

Our own grid: no outside map is drawn.
"""

from html import escape

import pandas as pd

from charts.bar_rows import element

# One hue, so that lightness alone tells it to every eye; the first stands out from the page.
LAST, FIRST = (0xD9, 0xE8, 0xF5), (0x1B, 0x5A, 0xA0)
DARK_LAST, DARK_FIRST = (0x1C, 0x35, 0x57), (0xA9, 0xD2, 0xF7)
_STEPS = 7  # squares of the scale
_DARK_INK, _LIGHT_INK = "#000000", "#FFFFFF"

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
    scale = "".join(f'<i style="background:{fill}"></i>' for fill in _scale_fills(ranked, dark))
    return (
        f'<div class="tiles" role="group" aria-label="{escape(alt)}">{squares}</div>'
        f'<p class="scale">第 1 位{scale}第 {ranked} 位</p>'
    )


def _square(place: tuple[str, int, int], fill: str, rank: int, said: str, href: str) -> str:
    name, row, column = place
    return _SQUARE.format(
        **element(href),
        said=escape(said),
        row=row,
        column=column,
        fill=fill,
        ink=ink_on(fill),
        name=escape(name),
        rank=rank,
    )


def shade(row, dark: bool = False) -> str:
    """The fill of a square by its rank, from the first to the last possible one."""
    share = 1 - (row["rank"] - 1) / max(row["ranked"] - 1, 1)
    ends = (DARK_LAST, DARK_FIRST) if dark else (LAST, FIRST)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in zip(*ends, strict=True))


def _scale_fills(ranked: int, dark: bool) -> list[str]:
    """The squares of the scale, from the first rank to the last."""
    steps = (1 + (ranked - 1) * n / (_STEPS - 1) for n in range(_STEPS))
    return [shade({"rank": rank, "ranked": ranked}, dark) for rank in steps]


def ink_on(fill: str) -> str:
    """Black or white, whichever stands out more: one of the two always reaches 4.5 to 1."""
    parts = [int(fill[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    light = sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return _DARK_INK if light > 0.179 else _LIGHT_INK
