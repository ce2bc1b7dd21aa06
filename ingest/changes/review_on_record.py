"""The door for 复核: who may file, sign and return a draft, seal and unseal a month. One line of
the trail each: `draft`, `sign`, `return`, `expire`, `seal`, `unseal`."""

import datetime as dt
from typing import Any

from access import audit
from access.outcome import Outcome
from access.person import Person
from catalog import Catalog
from ingest import drafts
from ingest.changes import correct, publish, seals
from ingest.changes.door import carry_out
from ingest.changes.rebuild import holds_simulated
from ingest.drafts import Draft
from ingest.pipeline import Checked, check_workbook
from ingest.reasons import LONGEST, explain
from warehouse import publisher
from warehouse.kind import Warehouse
from words.clock import first_day

_PUBLIC = "SELECT load_id FROM live_load WHERE dataset = 'public'"
_KNOWN = (
    "SELECT sha256, min(load_id), coalesce(arg_min(signed_by, load_id), '') FROM load "
    "GROUP BY sha256"
)


def draft(
    person: Person, path: Warehouse, checked: Checked, user: str, answers: publish.Answers
) -> Outcome:
    """Keep a checked workbook until somebody else signs it: drafted, already or refused. Raises
    ValueError if something blocks or is unexplained."""
    by = person.signature or user
    explained = explain(checked.problems, answers)

    def change() -> Outcome:
        if checked.blocked or explained.open:
            raise ValueError(f"{checked.file_name} was not accepted")
        sweep(path)
        with drafts.held():
            if known := _loaded(path).get(checked.sha256):
                return Outcome("already", f"already load {known[0]}", known[0])
            same = [d for d in drafts.every() if d.sha256 == checked.sha256 and d.waits]
            if same:
                return Outcome("drafted", f"already draft {same[0].number}", same[0].number)
            given = [[r.code, r.source_sheet, r.source_cell, r.reason] for r in explained.given]
            filed = drafts.file(checked, by, given, standing(path, checked))
        return Outcome("drafted", f"draft {filed.number}", filed.number)

    target = f"{checked.file_name} {checked.sha256}"
    shows = ("draft", checked.sha256, by)
    return carry_out("draft", person, person.may("upload"), path, target, change, shows)


def standing(path: Warehouse, checked: Checked) -> list[str]:
    """The loads in force that a check compared with, as a draft remembers them."""
    if checked.published:
        return [f"{dataset} {month:%Y-%m} {n}" for dataset, month, n in checked.published.seen]
    found = publisher.read(path, _PUBLIC) if path.exists() else []
    return [f"public {n}" for (n,) in found]


def check_again(path: Warehouse, waiting: Draft, catalog: Catalog) -> Checked | None:
    """A draft against what is published now; None where its workbook is gone."""
    data = drafts.workbook(waiting)
    if data is None:
        return None
    simulated = bool(holds_simulated(path))
    checked = check_workbook(data, waiting.file_name, catalog, path, simulated)
    checked.sha256 = waiting.sha256  # of a converted workbook, that of the original
    correct.say_corrected(checked, waiting.given)
    return checked


def sign(
    person: Person,
    path: Warehouse,
    number: int,
    seen: list[str],
    user: str,
    catalog: Catalog,
    unsealing: str = "",
) -> Outcome:
    """Publish a draft of somebody else: done, already, own, gone, overtaken, open, sealed or
    refused. `seen`: what stood when the reviewer looked; `unsealing`: an admin's reason to change a
    sealed month."""
    by, found = person.signature or user, drafts.one(number)
    allowed_to = unsealing if person.may("change_sealed") else ""

    def change() -> Outcome:
        if found and person.wrote(found.prepared_by, by):
            return Outcome("own", "own draft")
        sweep(path)
        with drafts.held():
            now = drafts.one(number)
            checked = check_again(path, now, catalog) if now and now.waits else None
            if now is None or checked is None:
                return Outcome("gone", "not waiting")
            return _publish(path, now, checked, seen, by, catalog, allowed_to)

    target = f"draft {number} {found.file_name} {found.sha256}" if found else f"draft {number}"
    shows = ("load", found.sha256, found.prepared_by) if found else ()
    return carry_out("sign", person, person.may("sign"), path, target, change, shows)


def _publish(
    path: Warehouse,
    now: Draft,
    checked: Checked,
    seen: list[str],
    by: str,
    catalog: Catalog,
    unsealing: str,
) -> Outcome:
    stands = standing(path, checked)
    if stands != seen:
        return Outcome("overtaken", "somebody else was first", **mover(path, seen, stands))
    if checked.blocked or explain(checked.problems, now.given).open:
        return Outcome("open", "problems remain")
    outcome = publish.outcome_of(path, checked, now.prepared_by, catalog, now.given, by, unsealing)
    if outcome.number:
        drafts.end(now, drafts.SIGNED, by, load=outcome.number)
    return outcome


def mover(path: Warehouse, seen: list[str], stands: list[str]) -> dict[str, Any]:
    """Who changed last what a draft was compared with: month (None for public figures), who,
    when."""
    months = sorted({s.split()[1] for s in set(seen) ^ set(stands) if not s.startswith("public")})
    if months:
        moved = list(map(first_day, months))
        [row] = publisher.read(path, publish.MOVER, [moved])
    else:
        query = "SELECT NULL, loaded_by, loaded_at FROM load WHERE month IS NULL ORDER BY load_id"
        row = publisher.read(path, query)[-1]
    return dict(zip(("month", "who", "when"), row, strict=True))


def send_back(person: Person, path: Warehouse, number: int, words: str, user: str) -> Outcome:
    """Return a draft with a sentence; who prepared it may withdraw it: done, gone or refused."""
    by, found = person.signature or user, drafts.one(number)
    own = found is not None and person.may("upload") and person.wrote(found.prepared_by, by)

    def change() -> Outcome:
        if len(words) > LONGEST:
            raise ValueError(f"a sentence of {len(words)} characters, at most {LONGEST}")
        sweep(path)
        with drafts.held():
            now = drafts.one(number)
            if now is None or not now.waits:
                return Outcome("gone", "not waiting")
            drafts.end(now, drafts.RETURNED, by, words)
        return Outcome("done", f"draft {number}", number)

    target = f"draft {number}: {words.strip()}"
    shows = ("draft that is returned", str(number), by)
    return carry_out("return", person, person.may("sign") or own, path, target, change, shows)


def sweep(path: Warehouse) -> None:
    """End what waits no longer: published in the meantime, or its time is over."""
    with drafts.held():
        known = _loaded(path)
        for waiting in (d for d in drafts.every() if d.waits and d.sha256 in known):
            load, signed_by = known[waiting.sha256]
            drafts.end(waiting, drafts.SIGNED, signed_by, load=load)
        for late in drafts.overdue():
            if late.waits:
                drafts.end(late, drafts.EXPIRED)
                audit.note("expire", f"draft {late.number}", None, late.file_name)
            else:
                drafts.forget_workbook(late)


def _loaded(path: Warehouse) -> dict[str, tuple[int, str]]:
    rows = publisher.read(path, _KNOWN) if path.exists() else []
    return {sha256: (load, signed_by) for sha256, load, signed_by in rows}


def seal(
    person: Person,
    path: Warehouse,
    month: dt.date,
    sealed: bool,
    reason: str,
    user: str,
    catalog: Catalog,
) -> Outcome:
    """Close a published month, or open it again with a reason, which takes an admin: done, gone
    (nothing is published of it, or it is so already) or refused."""
    by = person.signature or user

    def change() -> Outcome:
        try:
            number = seals.write(path, month, sealed, reason, by, catalog)
        except seals.NotToSeal:
            return Outcome("gone", "as it is")
        return Outcome("done", f"seal {number}", number)

    action, right = ("seal", "seal") if sealed else ("unseal", "change_sealed")
    target = f"{month:%Y-%m} {reason.strip()}".strip()
    shows = (f"seal that {'closes' if sealed else 'opens'}", f"{month}", by)
    return carry_out(action, person, person.may(right), path, target, change, shows)
