"""Ranks over months as a drawing of plain HTML over a picture of its lines: it stretches to any
width, and nothing is fetched to draw it."""

from html import escape

import pandas as pd

from charts.bar_rows import attribute, key
from charts.picture import picture
from charts.rank_bump import OTHERS, Ends, Line, ends_of, lines_of, months_shown, ranks_shown
from charts.remember import drawn_once
from charts.theme import NEUTRAL
from words.numbers import is_missing

_TICK = '<span style="{side}:{at:.1f}%">{said}</span>'


@drawn_once
def rank_lines(
    frame: pd.DataFrame, chosen: list[str], said: list[str], hrefs: dict[str, str], alt: str
) -> str:
    """What charts/rank_bump.py draws. `said`: the hover of each row of `frame`; `hrefs`: city code
    → its page, to which its name at the end of its line leads."""
    frame = frame.assign(said=said)
    months, last = frame["month"].drop_duplicates().sort_values(), int(frame["ranked"].max())
    first, span = months.iloc[0], (months.iloc[-1] - months.iloc[0]).days

    def across(month: pd.Timestamp) -> float:
        return (month - first).days / span * 100

    def down(rank: float) -> float:
        return (rank - 0.5) / last * 100

    lines = lines_of(frame, chosen)
    grid = "".join(_path(f"M0 {down(r):.1f}H100", NEUTRAL, 1, 0.35) for r in ranks_shown(last))
    drawn = "".join(
        _path(_steps(line.rows, across, down), line.colour, line.width, line.opacity)
        for line in lines
    )
    points = "".join(_points(line, across, down) for line in lines)
    ends = "".join(_ends(ends_of(frame, chosen), hrefs, down))
    ranks = "".join(_TICK.format(side="top", at=down(r), said=r) for r in ranks_shown(last))
    ticks = "".join(
        _TICK.format(side="left", at=across(m), said=f"{m:%Y-%m}") for m in months_shown(months)
    )
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" '
        f'preserveAspectRatio="none" fill="none">{grid}{drawn}</svg>'
    )
    return (
        f"{key({line.name: line.colour for line in lines})}"
        f'<div class="ranks">{picture(svg, _told(alt, lines))}<div class="places">{ranks}</div>'
        f'<div class="months">{ticks}</div>{points}<div class="ends">{ends}</div></div>'
    )


def _path(steps: str, colour: str, width: int, opacity: float) -> str:
    return (
        f'<path d="{steps}" stroke="{colour}" stroke-width="{width}" stroke-opacity="{opacity}" '
        'vector-effect="non-scaling-stroke"/>'
    )


def _steps(rows: pd.DataFrame, across, down) -> str:
    """A line through the ranks, begun anew after a month without one."""
    steps, going = "", False
    for row in rows.itertuples():
        known = not is_missing(row.rank)
        if known:
            steps += f"{'L' if going else 'M'}{across(row.month):.1f} {down(row.rank):.1f}"
        going = known
    return steps


def _points(line: Line, across, down) -> str:
    points = "".join(
        f'<i{" class=left" * (across(row.month) > 50)} style="left:{across(row.month):.1f}%;'
        f'top:{down(row.rank):.1f}%" data-said="{attribute(row.said)}"></i>'
        for row in line.rows.itertuples()
        if not is_missing(row.rank)
    )
    return f'<div class="{line.mark} of{line.size}" style="color:{line.colour}">{points}</div>'


def _ends(ends: Ends, hrefs: dict[str, str], down):
    for rank, mine in ends:
        named = "、".join(
            f'<a href="{escape(hrefs[r.city_code])}">{escape(r.city_name)}</a>'
            for r in mine.itertuples()
        )
        yield _TICK.format(side="top", at=down(rank), said=named)


def _told(alt: str, lines: list[Line]) -> str:
    """For who cannot see it: where each city in colour stood first and last."""
    told = []
    for line in lines:
        known = line.rows.dropna(subset=["rank"])
        if line.name != OTHERS and len(known):
            first, last = known.iloc[0], known.iloc[-1]
            told.append(
                f"{line.name} {first['month']:%Y-%m} 第 {first['rank']} 位，"
                f"{last['month']:%Y-%m} 第 {last['rank']} 位"
            )
    return "；".join([alt, *told])
