"""The audit trail: who signed in, uploaded, took back or was refused.

One JSON object a line; each holds the hash of the line before it.

A changed, inserted or removed line breaks the chain; a cut tail shows against the head file, and
against the same hashes in the log. With
KPI_AUDIT_KEY the hashes are keyed, so that whoever can write the files still cannot make a chain
that verifies.
"""

import datetime as dt
import hashlib
import hmac
import json
import logging
import os
import pathlib
import secrets
from dataclasses import dataclass

from access.person import Person
from access.sessions import locked, state_folder

_NAME, _HEAD = "audit.jsonl", "audit.head"
_FIRST = "0" * 64
_log = logging.getLogger("kpi.audit")


@dataclass(frozen=True)
class Verdict:
    """lines: how many verify; fault: what is wrong with the next one, '' if nothing is."""

    lines: int
    fault: str


def record(
    action: str, outcome: str, person: Person | None, target: str = "", address: str = ""
) -> str:
    """Append one line and write the same to the log.

    Returns its reference, which the person may be told.
    """
    reference = secrets.token_hex(4)
    line = {
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "action": action,
        "outcome": outcome,
        "account": person.account if person else "",
        "name": person.name if person else "",
        "role": person.role if person else "",
        "target": target[:300],
        "address": address,
        "reference": reference,
    }
    with locked(_NAME) as path:
        number, before = _head(path)
        line = {"number": number + 1} | line | {"before": before}
        line["hash"] = _hash(line)
        with open(path, "a", encoding="utf-8") as f:
            f.write(json.dumps(line, ensure_ascii=False) + "\n")
            f.flush()
            os.fsync(f.fileno())
        path.with_name(_HEAD).write_text(f"{line['number']} {line['hash']}\n", encoding="ascii")
    _log.info("%s %s", action, outcome, extra={"fields": line})
    return reference


def _head(path: pathlib.Path) -> tuple[int, str]:
    try:
        number, hashed = path.with_name(_HEAD).read_text(encoding="ascii").split()
        return int(number), hashed
    except (FileNotFoundError, ValueError):
        last = path.read_text(encoding="utf-8").splitlines()[-1:] if path.exists() else []
        return (json.loads(last[0])["number"], json.loads(last[0])["hash"]) if last else (0, _FIRST)


def _hash(line: dict) -> str:
    text = json.dumps(
        {k: v for k, v in line.items() if k != "hash"}, ensure_ascii=False, sort_keys=True
    ).encode()
    key = os.environ.get("KPI_AUDIT_KEY", "").encode()
    return (
        hmac.new(key, text, hashlib.sha256).hexdigest() if key else hashlib.sha256(text).hexdigest()
    )


def verify() -> Verdict:
    """Walk the chain from its first line."""
    path = state_folder() / _NAME
    if not path.exists():
        cut = path.with_name(_HEAD).exists()
        return Verdict(0, "the trail is gone, but its head file is there" if cut else "")
    before, count = _FIRST, 0
    with open(path, encoding="utf-8") as lines:
        for count, text in enumerate(lines, 1):
            fault = _fault(text, count, before)
            if fault:
                return Verdict(count - 1, f"line {count}: {fault}")
            before = json.loads(text)["hash"]
    if _head(path) != (count, before):
        return Verdict(
            count, f"the trail ends at line {count}, its head file says {_head(path)[0]}"
        )
    return Verdict(count, "")


def _fault(text: str, number: int, before: str) -> str:
    try:
        line = json.loads(text)
        if line["number"] != number or line["before"] != before:
            return "does not follow the line before it"
        return (
            ""
            if hmac.compare_digest(line["hash"], _hash(line))
            else "was changed after it was written"
        )
    except (json.JSONDecodeError, KeyError, TypeError):
        return "is not a line of the trail"
