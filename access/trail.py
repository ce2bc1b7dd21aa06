"""Verifies the audit trail from its first line, and mends it in the open."""

import hashlib
import hmac
from dataclasses import dataclass, field

from access import audit, chain
from access.chain import Anchor
from access.person import Person


@dataclass(frozen=True)
class Verdict:
    """lines: how many verify; fault: what is wrong after them, '' if nothing is; said: what the
    trail says of itself (torn, repaired); end: the last line, an anchor to be kept elsewhere."""

    lines: int
    fault: str
    said: tuple[str, ...] = ()
    end: Anchor = field(default_factory=Anchor, compare=False)


def verify(since: Anchor | None = None) -> Verdict:
    """Walk the chain; with `since`, that line must still be in it. Writers wait for a moment
    only."""
    kept = audit.kept()
    walk = _Walk({a for a in (kept.head(), since) if a and a.number})
    for raw in kept.lines():
        walk.step(raw)
    return walk.verdict()


def repair(person: Person) -> str:
    """Go on behind a fault with a line that names it and covers every byte before itself.

    Returns the fault; '' where there is none, and nothing is written.
    """
    fault = verify().fault
    if fault:
        with audit.writing() as pen:
            covers = hashlib.sha256(b"".join(pen.whole())).hexdigest()
            who = {"account": person.account, "name": person.name, "role": person.role}
            audit.append(pen, audit.of_itself("repaired", fault) | who | {"covers": covers})
    return fault


class _Walk:
    """The chain so far: its last good line, what broke it, what it says of itself, and which lines
    it must still show."""

    def __init__(self, wanted: set[Anchor]):
        self.wanted, self.end, self.fault = wanted, Anchor(), ""
        self.said: list[str] = []
        self.bytes = hashlib.sha256()
        self.number = 0

    def step(self, raw: bytes) -> None:
        self.number += 1
        line = chain.parsed(raw)
        whole = line is not None and hmac.compare_digest(line["hash"], chain.hash_of(line))
        if line is not None and whole:
            self.wanted.discard(Anchor(line["number"], line["hash"]))
        if line is not None and whole and line.get("covers") == self.bytes.hexdigest():
            self.fault = ""
        elif not self.fault:
            fault = self._fault(line, whole)
            self.fault = fault and f"line {self.number}: {fault}"
        if line is not None and not self.fault:
            self.end = Anchor(line["number"], line["hash"])
            if line["action"] == "trail":
                self.said.append(f"{self.number}: {line['outcome']}: {line['target']}")
        self.bytes.update(raw)

    def _fault(self, line: dict | None, whole: bool) -> str:
        if line is None:
            return "is not a line of the trail"
        if (line["number"], line["before"]) != (self.end.number + 1, self.end.hash):
            return "does not follow the line before it"
        if not whole:
            return "was changed after it was written"
        cut = (line["action"], line["outcome"]) == ("trail", "cut")
        return line["target"] if cut else ""

    def verdict(self) -> Verdict:
        fault = self.fault
        if not fault and self.wanted:
            gone = min(a.number for a in self.wanted)
            fault = (
                f"the trail ends at line {self.end.number}; line {gone}, which was there, is gone"
            )
        return Verdict(self.end.number, fault, tuple(self.said), self.end)
