"""All that is wrong with a report, each cause once.

Every rule is asked, whatever else was found. Then the likeliest mistakes are put right and the
rules are asked again: what holds now had that cause and is not told twice, what still does not has
one of its own. A rule that blocks is always said; a softer finding may give way to a harder one at
the same cell, never the other way round.
"""

from ingest.problems import BLOCK, EXPLAIN, SEVERITIES, Place, Problem
from ingest.rules.against_before import MISPLACED, copies, gaps, levels, misplaced
from ingest.rules.beside import ReportBeside
from ingest.rules.blame import broken_rules
from ingest.rules.month import Finding, Fixes, Month

_SURE = (*MISPLACED, "unit-slip", "total-mismatch")  # they say what the cell should hold
# Of two findings at one cell that weigh the same, the first is told.
_TELLING = (*_SURE, "value-missing", "growth-mismatch", "cumulative-decreased", "jump")
_READ_MANY = ("cross-check", "province-gap-changed", "remainder-too-large")


def judge(
    beside: ReportBeside, month: Month, partial: bool, faulty: list[Problem]
) -> list[Problem]:
    """The problems of the rules. `beside`: the month as it is. `faulty`: those of reading it."""
    copied = [] if partial or not month.published.before else copies(beside, month)
    if copied:  # one cause: every softer rule would repeat it
        hard = [f for f in broken_rules(beside, month, set()) if _hard(f)]
        return [f.problem for f in copied + hard]
    found = _findings(beside, month, partial)
    return _told(_without_consequences(beside, month, partial, found), faulty)


def _findings(beside: ReportBeside, month: Month, partial: bool) -> list[Finding]:
    found: list[Finding] = []
    if month.published.before and not partial:
        found = [*misplaced(beside, month), *gaps(beside, month), *levels(beside, month)]
    return found + broken_rules(beside, month, {p for f in found if f.fixes for p in f.reads})


def _without_consequences(
    beside: ReportBeside, month: Month, partial: bool, found: list[Finding]
) -> list[Finding]:
    sure = [f for f in found if f.problem.code in _SURE]
    told = found
    if sure:
        again = {f.key: f for f in _again(beside, month, partial, sure)}
        told = [
            again.get(f.key, f)  # whom it blames when the rest is right
            for f in found
            if f.key in again or _hard(f) or _is_cause(f, sure)
        ]
        known = {f.key for f in found}
        told += [f for key, f in again.items() if key not in known and not _hard(f)]  # masked
    blamed = {f.problem.place: f.key for f in told if f.fixes}
    if any(_follows(f, blamed) for f in told):
        left = {f.key for f in _again(beside, month, partial, told)}
        told = [f for f in told if f.key in left or _hard(f) or not _follows(f, blamed)]
    return told


def _again(
    beside: ReportBeside, month: Month, partial: bool, causes: list[Finding]
) -> list[Finding]:
    fixes: Fixes = {}
    # What blocks has the last word, and before it the wider slip, which is found first.
    for cause in [*reversed([f for f in causes if not _hard(f)]), *filter(_hard, causes)]:
        fixes |= cause.fixes
    corrected = month.corrected(fixes)
    beside.replace_mine(corrected.cells.values())
    return _findings(beside, corrected, partial)


def _hard(found: Finding) -> bool:
    return found.problem.severity == BLOCK


def _is_cause(slip: Finding, sure: list[Finding]) -> bool:
    """Whether it is a mistake that we know how to mend, and no wider one explains it."""
    if slip.problem.code != "unit-slip":
        return slip.problem.code in _SURE
    return not any(f.fixes.keys() & slip.fixes.keys() for f in sure if f.problem.code in MISPLACED)


def _follows(found: Finding, blamed: dict[Place, tuple]) -> bool:
    """Whether a rule of many cells read one that another finding blames."""
    return found.problem.code in _READ_MANY and any(
        place in blamed and blamed[place] != found.key for place in found.reads
    )


def _told(found: list[Finding], faulty: list[Problem]) -> list[Problem]:
    """One a cell, the hardest; where the workbook could not be read rightly, only what blocks."""
    best: dict[Place, Problem] = {p.place: p for p in faulty if p.severity in (BLOCK, EXPLAIN)}
    told = []
    for p in sorted((f.problem for f in found), key=_weight):
        known = best.get(p.place)
        if known is None or SEVERITIES.index(p.severity) < SEVERITIES.index(known.severity):
            best[p.place] = p
            told.append(p)
    return told


def _weight(p: Problem) -> tuple[int, int]:
    telling = _TELLING.index(p.code) if p.code in _TELLING else len(_TELLING)
    return SEVERITIES.index(p.severity), telling
