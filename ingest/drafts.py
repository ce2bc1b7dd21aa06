"""Drafts that wait for a signature: workbook and facts of each in KPI_STATE/drafts, or with a
warehouse in PostgreSQL beside it, where all replicas see them. A restart loses none. The facts
stay; the workbook goes when nobody needs it."""

import json
from dataclasses import asdict, dataclass, field, fields, replace

from access import review
from access.draft_files import DraftFiles
from ingest.pipeline import Checked
from warehouse import configured_warehouse
from words.clock import utc_now

WAITING, RETURNED, SIGNED, EXPIRED = "waiting", "returned", "signed", "expired"


@dataclass(frozen=True)
class Draft:
    """`month` is '' for public figures. `answers`: [code, sheet, cell, reason], `seen`: the loads
    that it was compared with, `counts`: what it would change then, by kind. `by`, `at`, `words`:
    who ended it, when and why; `load`: what it became; `more`: what a newer release keeps of it,
    which a replica still of this one leaves as it is."""

    number: int
    file_name: str
    sha256: str
    dataset: str
    month: str
    prepared_by: str
    prepared_at: str
    answers: list[list[str]] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    state: str = WAITING
    by: str = ""
    at: str = ""
    words: str = ""
    load: int = 0
    more: dict[str, object] = field(default_factory=dict)

    @property
    def waits(self) -> bool:
        return self.state == WAITING

    @property
    def given(self) -> dict[tuple[str, str, str], str]:
        return {(code, sheet, cell): reason for code, sheet, cell, reason in self.answers}


def kept():
    """Where drafts are: DraftFiles, or its like in PostgreSQL."""
    place = configured_warehouse().shared_place
    if place is None:
        return DraftFiles()
    from access.draft_table import DraftTable  # whoever has a file needs no PostgreSQL

    return DraftTable(place)


def every() -> list[Draft]:
    """All drafts, the newest first."""
    found = [_read(facts) for facts in kept().facts()]
    return sorted(found, key=lambda d: -d.number)


def one(number: int) -> Draft | None:
    return next((d for d in every() if d.number == number), None)


def workbook(draft: Draft) -> bytes | None:
    """Its bytes; None where the draft has ended and they are gone."""
    return kept().workbook(draft.number)


def held():
    """Nobody else files or ends a draft meanwhile."""
    return kept().held()


def file(checked: Checked, by: str, answers: list[list[str]], seen: list[str]) -> Draft:
    """Keep a checked workbook; call it inside `held`."""
    draft = Draft(
        number=max((d.number for d in every()), default=0) + 1,
        file_name=checked.file_name,
        sha256=checked.sha256,
        dataset=checked.dataset,
        month=f"{checked.month:%Y-%m}" if checked.month else "",
        prepared_by=by,
        prepared_at=utc_now().isoformat(),
        answers=answers,
        seen=seen,
        counts=checked.difference.counts,
    )
    kept().keep(draft.number, _facts(draft), checked.data)
    return draft


def end(draft: Draft, state: str, by: str = "", words: str = "", load: int = 0) -> Draft:
    """Say what became of a draft; call it inside `held`. A returned one keeps its workbook until it
    would have expired, to be mended."""
    ended = replace(
        draft, state=state, by=by, at=utc_now().isoformat(), words=words.strip(), load=load
    )
    kept().keep(draft.number, _facts(ended))
    if state != RETURNED:
        forget_workbook(draft)
    return ended


def overdue() -> list[Draft]:
    """Those whose time is over: waiting ones, and returned ones that still have a workbook."""
    before = (utc_now() - review.lasts()).isoformat()
    late = [d for d in every() if d.prepared_at < before]
    return [d for d in late if d.waits or (d.state == RETURNED and workbook(d))]


def forget_workbook(draft: Draft) -> None:
    kept().forget_workbook(draft.number)


def _facts(draft: Draft) -> str:
    said = asdict(draft)
    return json.dumps(said | said.pop("more"), ensure_ascii=False)


def _read(facts: str) -> Draft:
    said = json.loads(facts)
    own = {f.name: said.pop(f.name) for f in fields(Draft) if f.name in said}
    return Draft(**own, more=said)
