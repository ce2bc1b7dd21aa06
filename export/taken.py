"""On whom and when a file was made, for those whose files have to say so."""

import contextvars

_by: contextvars.ContextVar[str] = contextvars.ContextVar("taken by", default="")


def take_as(mark: str) -> None:
    """What this run makes from now on carries the mark; '' for none."""
    _by.set(mark)


def taken_by() -> str:
    return _by.get()


def about() -> list[tuple[str, str]]:
    """A line of the sheet 说明, none where no mark is asked for."""
    return [("取数人和时间", taken_by())] if taken_by() else []
