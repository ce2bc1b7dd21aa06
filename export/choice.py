"""What is to be written to a file: which figures, in which form, which part. A page and an address
make the same choice."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, ClassVar

from warehouse.extract import ROWS_AT_MOST, filters


class Refused(ValueError):
    """The address asks for something that does not exist.

    The text is for its reader, in Chinese.
    """


@dataclass(frozen=True, kw_only=True)
class _Chosen:
    """What every choice says: in which form, as known after which load, which of its rows.

    `long`: the question of its long form; that of the wide one is wide_…
    """

    long: ClassVar[str]
    layout: str = "long"
    known: int | None = None
    limit: int = ROWS_AT_MOST
    offset: int = 0

    @property
    def question(self) -> str:
        return f"wide_{self.long}" if self.layout == "wide" else self.long

    @property
    def parameters(self) -> dict[str, Any]:
        return self._asked() | {"limit": self.limit, "offset": self.offset}

    def _asked(self) -> dict[str, Any]:
        """What the question is asked beside the part of its rows."""
        return {}


@dataclass(frozen=True)
class Choice(_Chosen):
    """Figures: codes per filter."""

    long = "figures"
    filters: dict[str, list[str]] = field(default_factory=dict)

    def _asked(self) -> dict[str, Any]:
        return filters(**self.filters)


@dataclass(frozen=True)
class LedgerChoice(_Chosen):
    """工作要点台账 as it stands in one month: plan years and departments (none: all)."""

    long = "ledger_file"
    month: dt.date
    plans: tuple[int, ...] = ()
    leads: tuple[str, ...] = ()

    def _asked(self) -> dict[str, Any]:
        return {"month": self.month, "plans": list(self.plans), "leads": list(self.leads)}


@dataclass(frozen=True)
class AreaChoice(_Chosen):
    """One month, one level, the area it lies in, indicator codes (none: all)."""

    long = "area_rows"
    month: dt.date
    level: str
    within: str
    indicators: tuple[str, ...] = ()

    def _asked(self) -> dict[str, Any]:
        inside = {"month": self.month, "level": self.level, "within": self.within}
        return inside | {"indicators": list(self.indicators)}
