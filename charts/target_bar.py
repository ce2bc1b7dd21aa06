"""How far a target is, as a bar: filled to the actual, a line at the target, a wedge where the
straight line to it should be by now."""

from charts.theme import NEUTRAL

STATUS_COLOURS = {
    "behind": "#D0453A",
    "at_risk": "#D07A00",
    "unconfirmed": "#7868E0",
    "on_track": "#2F6FB5",
    "met": "#1C9463",
    "not_begun": NEUTRAL,
    "unquantified": NEUTRAL,
}
WIDTH, HEIGHT, MOST = 480, 20, 125.0


def target_bar(progress: float, expected: float | None, status: str) -> str:
    """SVG.

    `progress` and `expected` in % of the target; beyond 125 % the bar is cut, its number stands
    beside it.
    """
    whole = min(max(progress, 100.0), MOST)
    filled, goal = WIDTH * min(max(progress, 0.0), whole) / whole, WIDTH * 100 / whole
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" xmlns="http://www.w3.org/2000/svg">'
        f'<rect x="0" y="6" width="{WIDTH}" height="8" rx="4" fill="{NEUTRAL}" '
        'fill-opacity="0.25"/>'
        f'<rect x="0" y="6" width="{filled:.1f}" height="8" rx="4" '
        f'fill="{STATUS_COLOURS[status]}"/>'
        f'<rect x="{min(goal, WIDTH - 2) - 1:.1f}" y="1" width="3" height="18" fill="{NEUTRAL}"/>'
        f"{_wedge(WIDTH * expected / whole) if expected is not None else ''}</svg>"
    )


def _wedge(x: float) -> str:
    """A small triangle above the bar, pointing down at `x`."""
    return f'<path d="M{x - 5:.1f} 0H{x + 5:.1f}L{x:.1f} 6Z" fill="{NEUTRAL}"/>'
