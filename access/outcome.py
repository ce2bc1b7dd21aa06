"""What became of a change that somebody asked for, as the page, the exit code and the trail say
it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Outcome:
    """done; already: the same content is there; drafted: it waits for a signature; overtaken: `who`
    changed the month first; sealed: `who` closed the month; open: problems remain; gone: no longer
    in force; own: nobody reviews their own; refused: the person may not.

    said: the trail's words; number: of the load or note; recorded: False while the trail's line is
    still to be written; result: what an upkeep command prints.
    """

    kind: Literal[
        "done", "already", "drafted", "overtaken", "sealed", "open", "gone", "own", "refused"
    ]
    said: str
    number: int = 0
    reference: str = ""
    recorded: bool = True
    who: str = ""
    when: dt.datetime | None = None
    month: dt.date | None = None
    result: Any = None
