"""Keeps text from becoming a formula when a spreadsheet opens it."""

import re

_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?%?")
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value):
    """The value as it is, or with a leading apostrophe if it is text that a spreadsheet would run. A printed number such as -2 is not."""
    if isinstance(value, str) and value.startswith(_DANGEROUS) and not _NUMBER.fullmatch(value):
        return "'" + value
    return value
