"""What grew month by month as columns as small as a word: the last one dark, the same month of the
year before outlined, months that nobody reported left out."""

import pandas as pd

from charts.remember import drawn_once
from charts.theme import ACCENT, NEUTRAL
from words.clock import months_between

WIDTH, HEIGHT, MONTHS = 132, 40, 24


@drawn_once
def small_columns(frame: pd.DataFrame, end: pd.Timestamp) -> str:
    """SVG of up to 24 months to `end`, from zero. Needs month, value; a fall hangs below."""
    back = [months_between(m, end) for m in frame["month"]]
    shown = [(b, float(v)) for b, v in zip(back, frame["value"], strict=True) if 0 <= b < MONTHS]
    months = max(13, 1 + max(b for b, _ in shown))
    top, bottom = max(0.0, *(v for _, v in shown)), min(0.0, *(v for _, v in shown))
    scale, step = (HEIGHT - 2) / (top - bottom or 1), WIDTH / months
    columns = "".join(
        f'<rect x="{(months - 1 - b) * step + 0.5:.1f}" '
        f'y="{1 + (top - max(v, 0)) * scale:.1f}" width="{step - 1.5:.1f}" '
        f'height="{max(abs(v) * scale, 1):.1f}" {look(b)}/>'
        for b, v in shown
    )
    zero = 1 + top * scale
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'xmlns="http://www.w3.org/2000/svg">{columns}<line x1="0" x2="{WIDTH}" y1="{zero:.1f}" '
        f'y2="{zero:.1f}" stroke="{NEUTRAL}" stroke-opacity="0.5"/></svg>'
    )


def look(back: int) -> str:
    """How the column of so many months ago is filled."""
    if back == 0:
        return f'fill="{ACCENT}"'
    if back == 12:
        return f'fill="{ACCENT}" fill-opacity="0.3" stroke="{ACCENT}" stroke-width="1.2"'
    return f'fill="{ACCENT}" fill-opacity="0.38"'
