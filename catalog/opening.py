"""What 趋势 and 地市画像 show where nothing is chosen yet, and how much at once."""

from collections.abc import Sequence

_TRENDS = ("citizen_registered_users", "business_entities", "office_users", "citizen_services")
DEFAULT_WEIGHT = 1  # of each indicator in a city's score
MOST_INDICATORS = 8  # of 趋势, a colour each


def opening_indicators(known: Sequence[str]) -> list[str]:
    """The indicators that 趋势 opens with, of those with data: four, else the first two."""
    return [code for code in _TRENDS if code in known] or list(known[:2])
