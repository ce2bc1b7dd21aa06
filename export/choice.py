"""What is to be written to a file: which figures, in which form, which part. A page and an address
make the same choice."""

import datetime as dt
from dataclasses import dataclass, field

from warehouse.extract import ROWS_AT_MOST


class Refused(ValueError):
    """The address asks for something that does not exist.

    The text is for its reader, in Chinese.
    """


@dataclass(frozen=True)
class Choice:
    """What one address asks for: codes per filter, the load it looks back to, which form, which
    part."""

    filters: dict[str, list[str]] = field(default_factory=dict)
    known: int | None = None
    layout: str = "long"
    limit: int = ROWS_AT_MOST
    offset: int = 0

    @property
    def question(self) -> str:
        return "wide_figures" if self.layout == "wide" else "figures"


@dataclass(frozen=True)
class LedgerChoice:
    """工作要点台账 as it stands in one month: plan years and departments (none: all), the load it
    looks back to, which part."""

    month: dt.date
    plans: tuple[int, ...] = ()
    leads: tuple[str, ...] = ()
    known: int | None = None
    limit: int = ROWS_AT_MOST
    offset: int = 0

    @property
    def parameters(self) -> dict:
        return {
            "month": self.month,
            "plans": list(self.plans),
            "leads": list(self.leads),
            "limit": self.limit,
            "offset": self.offset,
        }


@dataclass(frozen=True)
class AreaChoice:
    """One month, one level, the area it lies in, indicator codes (none: all), the load it looks
    back to, which form, which part."""

    month: dt.date
    level: str
    within: str
    indicators: tuple[str, ...] = ()
    known: int | None = None
    layout: str = "long"
    limit: int = ROWS_AT_MOST
    offset: int = 0

    @property
    def question(self) -> str:
        return "wide_area_rows" if self.layout == "wide" else "area_rows"

    @property
    def parameters(self) -> dict:
        return {
            "month": self.month,
            "level": self.level,
            "within": self.within,
            "indicators": list(self.indicators),
            "offset": self.offset,
        }
