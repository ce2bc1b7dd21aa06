"""DraftFiles in PostgreSQL, for all replicas of a warehouse that is kept there."""

import contextlib
from collections.abc import Iterator

from access.shared import alone, writer
from warehouse.session import Place, reading


class DraftTable:
    def __init__(self, place: Place):
        self.place = place

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        with alone(self.place, "drafts"):
            yield

    def facts(self) -> list[str]:
        with reading(self.place) as opened:
            rows = opened.ask("SELECT facts FROM {}.draft") if opened.has("draft") else []
        return [facts for (facts,) in rows]

    def keep(self, number: int, facts: str, workbook: bytes | None = None) -> None:
        keep = (
            "INSERT INTO {}.draft VALUES (%s, %s, %s) "
            "ON CONFLICT (number) DO UPDATE SET facts = excluded.facts"
        )
        with writer(self.place) as opened:
            opened.do(keep, number, facts, workbook)

    def workbook(self, number: int) -> bytes | None:
        with reading(self.place) as opened:
            rows = opened.ask("SELECT workbook FROM {}.draft WHERE number = %s", number)
        return next((bytes(data) for (data,) in rows if data is not None), None)

    def forget_workbook(self, number: int) -> None:
        with writer(self.place) as opened:
            opened.do("UPDATE {}.draft SET workbook = NULL WHERE number = %s", number)
