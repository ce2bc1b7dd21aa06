"""What is to be written to a file: which figures, in which form, which part. A page and an address
make the same choice."""

import datetime as dt
from dataclasses import dataclass, field

from warehouse.extract import ROWS_AT_MOST, filters


class Refused(ValueError):
    """The address asks for something that does not exist.

    The text is for its reader, in Chinese.
    """


@dataclass(frozen=True, kw_only=True)
class _Part:
    """The load that a choice looks back to, and which of its rows."""

    known: int | None = None
    limit: int = ROWS_AT_MOST
    offset: int = 0

    @property
    def _rows(self) -> dict[str, int]:
        return {"limit": self.limit, "offset": self.offset}


@dataclass(frozen=True)
class Choice(_Part):
    """Figures: codes per filter, in which form."""

    filters: dict[str, list[str]] = field(default_factory=dict)
    layout: str = "long"

    @property
    def question(self) -> str:
        return "wide_figures" if self.layout == "wide" else "figures"

    @property
    def parameters(self) -> dict:
        return filters(**self.filters) | self._rows


@dataclass(frozen=True)
class LedgerChoice(_Part):
    """工作要点台账 as it stands in one month: plan years and departments (none: all)."""

    month: dt.date
    plans: tuple[int, ...] = ()
    leads: tuple[str, ...] = ()

    question = "ledger_file"

    @property
    def parameters(self) -> dict:
        chosen = {"month": self.month, "plans": list(self.plans), "leads": list(self.leads)}
        return chosen | self._rows


@dataclass(frozen=True)
class AreaChoice(_Part):
    """One month, one level, the area it lies in, indicator codes (none: all), in which form."""

    month: dt.date
    level: str
    within: str
    indicators: tuple[str, ...] = ()
    layout: str = "long"

    @property
    def question(self) -> str:
        return "wide_area_rows" if self.layout == "wide" else "area_rows"

    @property
    def parameters(self) -> dict:
        inside = {"month": self.month, "level": self.level, "within": self.within}
        return inside | {"indicators": list(self.indicators)} | self._rows
