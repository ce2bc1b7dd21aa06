"""Where labels at the ends of lines stand, so that none covers another."""

from collections.abc import Sequence


def spread(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """The places moved apart to at least `gap` within `low` to `high`, each as near to its own as
    that allows and in the same order; closer where they do not fit."""
    if not places:
        return []
    gap = min(gap, (high - low) / max(len(places) - 1, 1))
    order = sorted(range(len(places)), key=lambda n: places[n])
    made = [0.0] * len(places)
    least = low
    for n in order:
        made[n] = max(places[n], least)
        least = made[n] + gap
    most = high
    for n in reversed(order):
        made[n] = min(made[n], most)
        most = made[n] - gap
    return made
