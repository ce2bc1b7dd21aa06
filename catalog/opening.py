"""What is shown where nothing is chosen yet."""

from collections.abc import Sequence

_TRENDS = ("citizen_registered_users", "business_entities", "office_users", "citizen_services")


def opening_indicators(known: Sequence[str]) -> list[str]:
    """The indicators that 趋势 opens with, of those with data: four, else the first two."""
    return [code for code in _TRENDS if code in known] or list(known[:2])
