"""What grew in one city month by month, as columns from zero: the last one dark, the same month of
the year before outlined, months that cannot be compared left out."""

import pandas as pd

from charts.city_lines import BOTTOM, HEIGHT, STYLE, TOP, WIDTH, grid, width
from charts.remember import drawn_once
from charts.small_columns import look
from words.clock import months_between
from words.numbers import number, signed

MONTHS = 36


@drawn_once
def city_columns(frame: pd.DataFrame, end: pd.Timestamp) -> str:
    """SVG of up to 36 months to `end`, at least 13 wide; a fall hangs below. Needs month, grown,
    decimals; the last row is the newest."""
    back = [months_between(m, end) for m in frame["month"]]
    shown = [(b, float(v)) for b, v in zip(back, frame["grown"], strict=True) if b < MONTHS]
    months, decimals = max(13, *(1 + b for b, _ in shown)), int(frame["decimals"].max())
    high, low = max(0.0, *(v for _, v in shown)), min(0.0, *(v for _, v in shown))
    marks = {low: signed(low, decimals), high: number(high, decimals), 0.0: "0"}
    last = signed(shown[-1][1], decimals) if shown[-1][0] == 0 else ""
    left, right = 10 + max(map(width, marks.values())), WIDTH - 12 - width(last)
    step = (right - left) / months

    def at(value: float) -> float:
        return TOP + (high - value) / (high - low or 1) * (BOTTOM - TOP)

    columns = "".join(
        f'<rect x="{right - (b + 1) * step + 0.5:.1f}" y="{min(at(0), at(v)):.1f}" '
        f'width="{step - 1.5:.1f}" height="{max(abs(at(v) - at(0)), 1):.1f}" {look(b)}/>'
        for b, v in shown
    )
    values = "".join(
        f'{grid(at(v), left, right)}<text x="{left - 6:.1f}" y="{at(v) + 4.5:.1f}" '
        f'text-anchor="end">{said}</text>'
        for v, said in marks.items()
    )
    start = end - pd.DateOffset(months=months - 1)
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" xmlns="http://www.w3.org/2000/svg">{STYLE}'
        f'{values}{columns}<text x="{right + 6:.1f}" y="{at(shown[-1][1]) + 4.5:.1f}">{last}</text>'
        f'<text x="{left:.1f}" y="{HEIGHT - 6}">{start:%Y-%m}</text>'
        f'<text x="{(left + right) / 2:.1f}" y="{HEIGHT - 6}" text-anchor="middle">逐月增加</text>'
        f'<text x="{right:.1f}" y="{HEIGHT - 6}" text-anchor="end">{end:%Y-%m}</text></svg>'
    )
