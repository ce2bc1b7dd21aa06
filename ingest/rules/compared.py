"""A cell beside the same figure a month before."""

from dataclasses import dataclass
from decimal import Decimal

from catalog import Indicator
from ingest.problems import Problem, problem
from ingest.rules.published_before import Known
from warehouse.loads import Observation
from words.names import MEASURES


@dataclass(frozen=True)
class Pair:
    """A cell and the same figure a month before."""

    indicator: Indicator
    now: Observation
    then: Known

    @property
    def ratio(self) -> Decimal:
        return self.now.value / self.then.value

    @property
    def cell(self) -> tuple[str, str]:
        return self.now.source_sheet, self.now.source_cell

    @property
    def place(self) -> str:
        return f"{self.now.source_sheet}!{self.now.source_cell}"

    @property
    def label(self) -> str:
        """The indicator's name, with the measure where it has two."""
        return self.indicator.name + (
            "" if len(self.indicator.measures) == 1 else f"（{MEASURES[self.now.measure]}）"
        )

    def say(self, code: str, **facts) -> Problem:
        return problem(code, *self.cell, **{"label": self.label, "found": self.now.token} | facts)
