"""What a spreadsheet shows for a number under the formats that this project writes."""

import re
from decimal import ROUND_HALF_UP, Decimal

_PART = re.compile(r'(?:"([^"]*)")?([#,0.]+)(%?)(?:"([^"]*)")?')


def shown(value: float, pattern: str) -> str:
    parts = pattern.split(";")
    part = parts[0] if len(parts) == 1 else parts[0 if value > 0 else 1 if value < 0 else 2]
    if re.fullmatch(r'"[^"]*"', part):
        return part.strip('"')
    before, digits, percent, after = _PART.fullmatch(part).groups()
    exact = Decimal(repr(value)) * (100 if percent else 1)
    places = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    number = abs(exact).quantize(places, ROUND_HALF_UP)
    minus = "-" if value < 0 and len(parts) == 1 else ""
    grouped = "," if digits.startswith("#,") else ""
    return f"{minus}{before or ''}{number:{grouped}f}{percent}{after or ''}"
