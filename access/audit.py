"""The audit trail: who signed in, uploaded, took back or was refused.

One JSON object a line; each holds the hash of the line before it, so a changed, inserted or removed
line breaks the chain. Where it goes on follows from the file itself: a process may be killed at any
point, and the disk may be full. A cut tail shows against an anchor, a line that was there once: the
newest stands in the head file, the operator keeps others elsewhere. With KPI_AUDIT_KEY the hashes
are keyed, so that whoever can write the files still cannot make a chain that verifies.
"""

import contextlib
import hashlib
import hmac
import json
import logging
import os
import pathlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from access.person import Person
from access.sessions import locked, state_folder
from words.clock import utc_now

NAME, _HEAD = "audit.jsonl", "audit.head"
_LONGEST = 1 << 16  # bytes; a line holds at most 300 characters of a target and two names
_log = logging.getLogger("kpi.audit")


class Unrecordable(RuntimeError):
    """The trail cannot be written; what was to be recorded has not been done."""

    sentence = (
        "审计记录写不进去（状态文件夹已满、不可写，或密钥不对），没有执行，数据没有改变。"
        "请管理员腾出空间、改正权限或 KPI_AUDIT_KEY 后再试。"
    )


@dataclass(frozen=True)
class Anchor:
    """A line of the trail by number and hash; str() and parse() are each other's reverse."""

    number: int = 0
    hash: str = "0" * 64

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"

    @classmethod
    def parse(cls, text: str) -> "Anchor":
        """Raises ValueError for anything but a number and 64 hexadecimal digits."""
        number, hashed = text.split()
        if len(bytes.fromhex(hashed)) != 32:
            raise ValueError(f"not the hash of a line: {hashed}")
        return cls(int(number), hashed)


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
    with writing() as path:
        append(path, line)
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


def knows(reference: str) -> bool:
    """Whether a line of the trail has this reference."""
    path = state_folder() / NAME
    try:
        with open(path, "rb") as lines:
            return any(f'"reference": "{reference}"'.encode() in line for line in lines)
    except OSError:  # then it cannot be written either, and the question comes again
        return False


@contextlib.contextmanager
def writing() -> Iterator[pathlib.Path]:
    """The trail while nobody else writes it, its end in order: a torn last line is taken out, and
    lines that are gone are missed, both said in the trail. Raises Unrecordable."""
    try:
        with locked(NAME) as path:
            complete, torn = measure(path)
            if torn:
                os.truncate(path, complete)
                append(path, of_itself("torn line removed", torn.decode("utf-8", "replace")))
            _same_key(path)
            kept, end = head(path), end_of(path)
            if kept.number >= end.number and kept != end:
                append(
                    path, of_itself("cut", f"line {kept.number} is gone, {end.number} was the last")
                )
            yield path
    except OSError as fault:
        raise Unrecordable(str(fault)) from fault


def _same_key(path: pathlib.Path) -> None:
    """A line hashed without the trail's key, say by a command in a shell that lacks it, would look
    like a forged one for ever."""
    last = last_line(path)
    there = last.get("key", "") if isinstance(last, dict) else ""
    if there and there != key_name():
        raise Unrecordable("KPI_AUDIT_KEY is not the one that the trail is written with")


def of_itself(outcome: str, target: str) -> dict:
    """A line of the trail about itself."""
    at = f"{utc_now().isoformat()}+00:00"
    return {"at": at, "action": "trail", "outcome": outcome, "target": target[:300]}


def append(path: pathlib.Path, said: dict) -> None:
    """One line more, on the disk or not at all; call it inside `writing`."""
    end = end_of(path)
    line = {"number": end.number + 1} | said | {"key": key_name(), "before": end.hash}
    line["hash"] = hash_of(line)
    data = (json.dumps(line, ensure_ascii=False) + "\n").encode("utf-8", "replace")
    with open(path, "ab", buffering=0) as f:
        size = f.tell()
        try:
            if f.write(data) != len(data):
                raise OSError("no room for the whole line")
            os.fsync(f.fileno())
        except OSError:
            with contextlib.suppress(OSError):  # what stays is taken out by the next line
                f.truncate(size)
            raise
    _log.info("%s %s", line["action"], line["outcome"], extra={"fields": line})
    try:  # the line stands; an older head only knows less
        new = path.with_name(f"{_HEAD}.new")
        new.write_text(f"{Anchor(line['number'], line['hash'])}\n", encoding="ascii")
        new.replace(path.with_name(_HEAD))
    except OSError as fault:
        _log.error("the head of the trail stays behind: %s", fault)


def measure(path: pathlib.Path) -> tuple[int, bytes]:
    """How many bytes of complete lines the trail has, and what stands behind them."""
    if not path.exists():
        return 0, b""
    with open(path, "rb") as f:
        size = f.seek(0, os.SEEK_END)
        f.seek(max(0, size - _LONGEST))
        torn = f.read(_LONGEST).rpartition(b"\n")[2]
    return size - len(torn), torn


def last_line(path: pathlib.Path) -> dict | bytes | None:
    """The last complete line: as it was written, its bytes where it is none of ours, None where
    there is none."""
    complete, _ = measure(path)
    if not complete:
        return None
    with open(path, "rb") as f:
        f.seek(max(0, complete - _LONGEST))
        last = f.read(min(complete, _LONGEST)).splitlines()[-1]
    try:
        line = json.loads(last)
        return line if isinstance(line["number"], int) and isinstance(line["hash"], str) else last
    except (ValueError, KeyError, TypeError, RecursionError):
        return last


def end_of(path: pathlib.Path) -> Anchor:
    """Where the chain goes on; from its bytes where the last line is none of ours."""
    last = last_line(path)
    if last is None:
        return Anchor()
    if isinstance(last, dict):
        return Anchor(last["number"], last["hash"])
    with open(path, "rb") as f:
        return Anchor(sum(1 for _ in f), hashlib.sha256(last).hexdigest())


def head(path: pathlib.Path) -> Anchor:
    """The newest line that the head file knows of."""
    try:
        return Anchor.parse(path.with_name(_HEAD).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return Anchor()


def key_name() -> str:
    """What a line says of the key that it is hashed with; nothing can be learnt from it."""
    key = os.environ.get("KPI_AUDIT_KEY", "").encode()
    return hashlib.sha256(b"name of " + key).hexdigest()[:8] if key else ""


def hash_of(line: dict) -> str:
    said = {k: v for k, v in line.items() if k != "hash"}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
    key = os.environ.get("KPI_AUDIT_KEY", "").encode()
    made = hmac.new(key, text, hashlib.sha256) if key else hashlib.sha256(text)
    return made.hexdigest()
