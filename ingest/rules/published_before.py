"""What the warehouse already knows when a month arrives: the month itself if it is published, the
month before it, and which months there are."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from ingest.forms.report import Key
from warehouse import publisher
from warehouse.kind import Warehouse


@dataclass(frozen=True)
class Known:
    """A value as published: exact, with its token and printed decimals."""

    value: Decimal | None
    token: str
    decimals: int | None


@dataclass(frozen=True)
class Live:
    """The load in force for a month."""

    load_id: int
    month: dt.date
    loaded_by: str
    loaded_at: dt.datetime
    values: dict[Key, Known]


@dataclass(frozen=True)
class Past:
    """`same`: the month as it is published now.

    `before`: the newest complete month before it. `months`: all published months, oldest first.
    """

    month: dt.date | None = None
    same: Live | None = None
    before: Live | None = None
    months: tuple[dt.date, ...] = ()

    @property
    def follows(self) -> bool:
        """Whether `before` is the very month before, so that 累计 must be its 累计 plus 当月."""
        return self.before is not None and months_between(self.before.month, self.month) == 1


def months_between(earlier: dt.date, later: dt.date) -> int:
    return (later.year - earlier.year) * 12 + later.month - earlier.month


_LIVE = (
    "SELECT load_id, month, loaded_by, loaded_at, partial FROM live_load WHERE dataset = $1 ORDER "
    "BY month"
)
_VALUES = (
    "SELECT indicator_code, member_code, measure, value, token, decimals FROM observation WHERE "
    "load_id = $1"
)


def read_past(path: Warehouse | None, month: dt.date, dataset: str = "report") -> Past:
    """The past of `month` in the warehouse at `path`; an empty one where there is no warehouse.

    Of counties and towns without the values: they stay there.
    """
    if path is None or not path.exists():
        return Past(month)
    with publisher.reading(path) as con:
        loads = con.execute(_LIVE, [dataset]).fetchall()
        same = next((row for row in loads if row[1] == month), None)
        before = next((row for row in reversed(loads) if row[1] < month and not row[4]), None)
        return Past(month, _live(con, same), _live(con, before), tuple(row[1] for row in loads))


def _live(con, row) -> Live | None:
    if row is None:
        return None
    values = {
        (i, m, s): Known(value, token, decimals)
        for i, m, s, value, token, decimals in con.execute(_VALUES, [row[0]]).fetchall()
    }
    return Live(row[0], row[1], row[2], row[3], values)
