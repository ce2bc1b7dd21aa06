"""What was begun and has no line in the trail yet, after a kill or while the trail could not be
written: whoever comes next asks the warehouse what became of it and writes the missing line."""

import logging
from collections.abc import Callable

from access import audit, intents
from access.intents import Begun
from access.person import Person
from ingest import drafts
from ingest.changes import written
from warehouse import publisher
from warehouse.kind import Warehouse

_log = logging.getLogger("kpi.changes")
# How a change shows in the warehouse: kind of number → question of what, by whom and since when.
_LOAD = "SELECT min(load_id) FROM load WHERE loaded_by = $2 AND loaded_at >= $3::TIMESTAMP AND "
_WRITTEN = {
    table: f"SELECT min({key}) FROM {table} WHERE author = $2 AND written_at >= $3::TIMESTAMP AND "  # noqa: S608, our own names
    for table, key in written.TABLES.items()
}
_NOTE, _REPORT, _SEAL = (_WRITTEN[table] for table in ("annotation", "progress", "seal"))
_SHOWS = {
    "load": f"{_LOAD} sha256 = $1 AND reverts IS NULL",
    "load that reverts": f"{_LOAD} reverts = $1::INTEGER",
    "note": f"{_NOTE} text = $1",
    "note that removes": f"{_NOTE} removes = $1::INTEGER",
    "report": f"{_REPORT} about IS NULL AND words = $1",
    "report that reviews": f"{_REPORT} state = 'reviewed' AND about = $1::INTEGER",
    "report that removes": f"{_REPORT} state = 'removed' AND about = $1::INTEGER",
    "seal that closes": f"{_SEAL} sealed AND month = $1::DATE",
    "seal that opens": f"{_SEAL} NOT sealed AND month = $1::DATE",
}
_DRAFTS: dict[str, Callable[[drafts.Draft, str, str, str], bool]] = {
    "draft": lambda d, sha256, by, since: (
        d.sha256 == sha256 and d.prepared_by == by and d.prepared_at >= since
    ),
    "draft that is returned": lambda d, number, by, since: (
        str(d.number) == number and d.by == by and d.at >= since
    ),
}


def complete(path: Warehouse) -> None:
    """Write the lines that are missing of what was begun on this warehouse."""
    for begun in intents.left():
        if begun.said["warehouse"] != str(path):
            begun.leave()
        elif audit.knows(begun.reference):
            begun.finish()
        else:
            end(begun, _became(path, begun))


def _became(path: Warehouse, begun: Begun) -> str | None:
    shows, found = begun.said["shows"], shown(path, begun)
    if not shows:
        return "interrupted, its end is not known"
    if found is None:
        return None
    return f"{shows[0].split()[0]} {found}, recorded later" if found else "interrupted, not done"


def shown(path: Warehouse, begun: Begun) -> int | None:
    """The number under which the warehouse shows the change, 0 where it does not; None where the
    warehouse cannot be asked just now, which must not stand in the way of a restore."""
    if not begun.said["shows"]:
        return 0
    kind, what, by = begun.said["shows"]
    if kind in _DRAFTS:
        since = begun.said["at"]
        return next((d.number for d in drafts.every() if _DRAFTS[kind](d, what, by, since)), 0)
    try:
        if not path.exists():
            return 0
        return publisher.read(path, _SHOWS[kind], [what, by, begun.said["at"]])[0][0] or 0
    except Exception as fault:
        _log.error("what became of %s cannot be asked: %s", begun.reference, fault)
        return None


def end(begun: Begun, outcome: str | None) -> bool:
    """Whether the trail has the line now; else, or where the outcome is not known (None), somebody
    completes it later."""
    if outcome is None:
        begun.leave()
        return False
    said = begun.said
    person = Person(said["account"], said["name"], said["role"])
    try:
        audit.record(said["action"], outcome, person, said["target"], reference=begun.reference)
    except audit.Unrecordable as fault:
        _log.error("%s is not in the trail yet: %s", begun.reference, fault)
        begun.leave()
        return False
    begun.finish()
    return True
