"""Columns of a table that pages, documents and workbooks print alike."""

from collections.abc import Iterable

from words.numbers import is_missing


class AtRight(list):
    """The texts of a column of numbers."""


def at_right(texts: Iterable[str]) -> list[str]:
    """A column of numbers: its texts stand at the right, and are numbers in a file."""
    return AtRight(texts)


def revised(text: str, mark) -> str:
    """The number as shown, with the sign of paper tables where it was revised (a mark, or True)."""
    return f"{text} r" if not is_missing(mark) and mark else text


def revision_column(marks) -> dict[str, list[str]]:
    """The column 修订 of a table, only where something was revised: an empty one would cost a phone
    its width."""
    said = ["" if is_missing(m) else m for m in marks]
    return {"修订": said} if any(said) else {}


DERIVED = "（推算：本月累计 − 当月新增）"


def derived(origin) -> str:
    return "（推算）" if origin == "derived" else ""
