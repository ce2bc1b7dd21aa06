"""How a label in a sheet becomes a comparable name: full-width and half-width, spaces, quotes and
bracketed units do not matter."""

import functools
import re
import unicodedata

_IGNORED = re.compile(r"[\s“”\"'‘’\u200b\u200c\u200d\ufeff]+")
_TRAILING_BRACKET = re.compile(r"^(.*)\(([^()]*)\)$")


@functools.lru_cache(
    maxsize=8192
)  # a workbook asks for the same few hundred labels again and again
def fold(text: str) -> str:
    """The comparable form of a name: width folded (NFKC), spaces and quotes removed, letters
    lowered, leading 其中 dropped."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text)).casefold().removeprefix("其中:")


def split_unit(label: str, units: frozenset[str]) -> tuple[str, str | None]:
    """Split a label into (folded name, unit or None).

    A trailing bracket counts as a unit only if it names one of `units`.
    """
    folded = fold(label)
    match = _TRAILING_BRACKET.match(folded)
    if match:
        unit = match[2].removeprefix("单位:")
        if unit in units:
            return match[1], unit
    return folded, None
