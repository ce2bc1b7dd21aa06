"""Problems of a workbook too long to list each: some of a kind in a column, then how many more
there are."""

from dataclasses import dataclass, field, replace

from ingest.problems import Problem

_SHOWN = 5  # of a kind in a column


@dataclass
class BoundedProblems:
    """Keeps memory flat: 86,000 cells may each be wrong in the same way."""

    _kept: dict[tuple[str, str, str], list[Problem]] = field(default_factory=dict)
    _counts: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def add(self, *problems: Problem) -> None:
        for p in problems:
            group = (p.code, p.sheet, p.cell.rstrip("0123456789"))
            self._counts[group] = self._counts.get(group, 0) + 1
            if self._counts[group] <= _SHOWN:
                self._kept.setdefault(group, []).append(p)

    def all(self) -> list[Problem]:
        """The problems kept; the last of a group that is cut short says how many are not listed."""
        listed = []
        for group, kept in self._kept.items():
            more = self._counts[group] - len(kept)
            listed += [*kept[:-1], replace(kept[-1], more=more)]
        return listed
