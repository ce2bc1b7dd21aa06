"""The audit trail: who signed in, uploaded, took back or was refused.

One JSON object a line; each holds the hash of the line before it, so a changed, inserted or removed
line breaks the chain. Where it goes on follows from the file itself: a process may be killed at any
point, and the disk may be full. A cut tail shows against an anchor, a line that was there once: the
newest stands in the head file, the operator keeps others elsewhere. With KPI_AUDIT_KEY the hashes
are keyed, so that whoever can write the files still cannot make a chain that verifies.
"""

import contextlib
import json
import logging
import secrets
from collections.abc import Iterator

from access import chain
from access.chain import Anchor, Kept, Pen
from access.person import Person
from access.trail_file import TrailFile
from warehouse import Unavailable, configured_warehouse
from words.clock import utc_now

_log = logging.getLogger("kpi.audit")


class Unrecordable(RuntimeError):
    """The trail cannot be written; what was to be recorded has not been done."""

    sentence = (
        "审计记录写不进去（状态文件夹或数据库已满、不可写、连不上，或密钥不对），没有执行，数据没有改变。"
        "请管理员腾出空间、改正权限或 KPI_AUDIT_KEY 后再试。"
    )


def record(
    action: str,
    outcome: str,
    person: Person | None,
    target: str = "",
    address: str = "",
    reference: str = "",
) -> str:
    """Append one line and write the same to the log; raises Unrecordable.

    Returns its reference, which the person may be told.
    """
    line = {
        "at": f"{utc_now().isoformat()}+00:00",
        "action": action,
        "outcome": outcome,
        "account": person.account if person else "",
        "name": person.name if person else "",
        "role": person.role if person else "",
        "target": target[:300],
        "address": address,
        "reference": reference or secrets.token_hex(4),
    }
    with writing() as pen:
        append(pen, line)
    return line["reference"]


def note(*event, **more) -> str:
    """`record` for what happens whether it can be recorded or not, such as a refusal: the log has
    it then."""
    try:
        return record(*event, **more)
    except Unrecordable as fault:
        reference = secrets.token_hex(4)
        _log.error("not in the trail, reference %s, %s: %s", reference, fault, event)
        return reference


def kept() -> Kept:
    """What keeps the trail: a file in KPI_STATE, or the PostgreSQL that keeps the warehouse."""
    place = configured_warehouse().shared_place
    if place is None:
        return TrailFile()
    from access.shared import TrailTable  # whoever has a file needs no PostgreSQL

    return TrailTable(place)


def knows(reference: str) -> bool:
    """Whether a line of the trail has this reference. Raises Unavailable."""
    return kept().knows(reference)


@contextlib.contextmanager
def writing() -> Iterator[Pen]:
    """The trail while nobody else writes it, its end in order, and what was not said in it. Raises
    Unrecordable."""
    try:
        with kept().writing() as pen:
            _same_key(pen)
            for outcome, target in pen.mended():
                append(pen, of_itself(outcome, target))
            yield pen
    except (OSError, Unavailable) as fault:
        raise Unrecordable(str(fault)) from fault


def _same_key(pen: Pen) -> None:
    """A line hashed without the trail's key, say by a command in a shell that lacks it, would look
    like a forged one for ever."""
    there = (chain.parsed(pen.last()) or {}).get("key", "")
    if there and there != chain.key_name():
        raise Unrecordable("KPI_AUDIT_KEY is not the one that the trail is written with")


def of_itself(outcome: str, target: str) -> dict:
    """A line of the trail about itself."""
    at = f"{utc_now().isoformat()}+00:00"
    return {"at": at, "action": "trail", "outcome": outcome, "target": target[:300]}


def append(pen: Pen, said: dict) -> None:
    """One line more, kept for good or not at all; call it inside `writing`."""
    end = chain.end_of(pen)
    line = {"number": end.number + 1} | said | {"key": chain.key_name(), "before": end.hash}
    line["hash"] = chain.hash_of(line)
    data = (json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8", "replace")
    pen.add(data, Anchor(line["number"], line["hash"]))
    _log.info("%s %s", line["action"], line["outcome"], extra={"fields": line})
