"""The digits of a number: all of them, as General shows them, in the places of a format; and the
day of one."""

import datetime as dt
from decimal import ROUND_HALF_UP, Context, Decimal

Sign = tuple[str, str]  # what a sign of a format means, and the text it stands for

_EXACT = Context(prec=700, rounding=ROUND_HALF_UP)
_NOISE = Decimal("1e-12")  # relative: what binary fractions leave behind a sum or a difference


def plain(number: Decimal) -> str:
    """All digits, without an exponent where there are not too many."""
    number = _EXACT.plus(number).normalize(_EXACT)
    return format(number, "f") if -60 < number.adjusted() < 60 else str(number)


def general(number: Decimal) -> tuple[str, bool]:
    """What General shows, in at most 11 characters; and whether that is all of it."""
    size = abs(number)
    if Decimal("1e-4") <= size < Decimal("1e11") or size == _rounded(size, 9):
        shown = _rounded(size, min(9, max(0, 9 - size.adjusted())))
        if shown < Decimal("1e11"):
            minus = "-" if number < 0 and shown else ""
            return minus + plain(shown), _is_all(shown, size)
    return exponential(number)


def exponential(number: Decimal) -> tuple[str, bool]:
    """Six digits and a power of ten; and whether that is all of it."""
    shown = Context(prec=6, rounding=ROUND_HALF_UP).plus(number)
    mantissa = plain(shown.scaleb(-shown.adjusted(), _EXACT))
    return f"{mantissa}E{shown.adjusted():+03d}", shown == number


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)


def _is_all(shown: Decimal, size: Decimal) -> bool:
    return abs(shown - size) <= size * _NOISE


def in_places(signs: list[Sign], number: Decimal) -> tuple[str, bool] | None:
    """The number in the places of a section with the texts between them; and whether it is all."""
    point = next((n for n, (kind, _) in enumerate(signs) if kind == "point"), len(signs))
    places = [n for n, (kind, _) in enumerate(signs) if kind == "digit"]
    whole, fraction = [n for n in places if n < point], [n for n in places if n > point]
    if not whole:
        return None
    commas = [n for n, (kind, _) in enumerate(signs) if kind == "comma"]
    grouping = [n for n in commas if whole[0] < n < whole[-1]]
    if grouping and any(signs[n][0] == "text" for n in range(whole[0], whole[-1])):
        return None
    percents = sum(kind == "percent" for kind, _ in signs)
    size = abs(number).scaleb(2 * percents - 3 * (len(commas) - len(grouping)), _EXACT)
    shown = _rounded(size, len(fraction))
    digits, _, decimals = format(shown, "f").partition(".")
    filled = _whole(signs, whole, digits, bool(grouping)) | _fraction(signs, fraction, decimals)
    has_fraction = any(filled[n] for n in fraction)
    made = [
        filled.get(n, "") if kind == "digit" else "" if kind == "point" and not has_fraction else t
        for n, (kind, t) in enumerate(signs)
    ]
    return ("-" if number < 0 and shown else "") + "".join(made), _is_all(shown, size)


def _whole(signs: list[Sign], places: list[int], digits: str, grouped: bool) -> dict[int, str]:
    """A digit a place from the right; the first place takes all that are left."""
    zeros = [k for k, n in enumerate(places) if signs[n][1] == "0"]
    has_point = any(kind == "point" for kind, _ in signs)
    digits = digits.lstrip("0").zfill(len(places) - zeros[0] if zeros else int(has_point))
    if grouped:
        head = [digits[: len(digits) % 3]] if len(digits) % 3 else []
        tail = [digits[n : n + 3] for n in range(len(digits) % 3, len(digits), 3)]
        return {places[0]: ",".join(head + tail)}
    split = max(len(digits) - len(places) + 1, 0)
    rest = digits[split:] if split else digits.rjust(len(places))[1:]
    first = digits[:split] if split else ""
    return {places[0]: first} | {n: d.strip() for n, d in zip(places[1:], rest)}


def _fraction(signs: list[Sign], places: list[int], decimals: str) -> dict[int, str]:
    """A digit a place; # and ? at the end show no nought."""
    filled = dict(zip(places, decimals))
    for n in reversed(places):
        if signs[n][1] == "0" or filled[n] != "0":
            break
        filled[n] = ""
    return filled


def date_text(serial: float, from_1904: bool) -> str:
    """The day of a serial number; the time where it has no day; #### where Excel shows that too."""
    if not 0 <= serial < 2_958_466 - 1462 * from_1904:
        return "####"
    if serial < 1 and not from_1904:
        return str(dt.timedelta(seconds=round(serial * 86400)))
    if int(serial) == 60 and not from_1904:
        return "1900-02-29"  # a day that only Excel knows
    start = dt.date(1904, 1, 1) if from_1904 else dt.date(1899, 12, 30 if serial >= 61 else 31)
    return (start + dt.timedelta(days=int(serial))).isoformat()


def as_month(day: str, shown: str) -> str:
    """A day as a format shows it that has letters for year and month only (my, m); '' under
    others."""
    year, _, rest = day.partition("-")
    if not shown or not rest:
        return ""  # a time, or ####
    return f"{year}-{rest[:2]}" if shown == "my" else f"{int(rest[:2])}月"
