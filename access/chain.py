"""A line of the audit trail: its place in the chain, and how it is hashed."""

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol


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


class Kept(Protocol):
    """What keeps the lines, a file or PostgreSQL."""

    def writing(self) -> AbstractContextManager["Pen"]:
        """While nobody else writes. Raises OSError or Unavailable."""

    def lines(self) -> Iterator[bytes]:
        """Every complete line there is now, as it was written."""

    def head(self) -> Anchor:
        """A line that was the newest once, known apart from the lines."""

    def knows(self, reference: str) -> bool:
        """Whether a line has this reference."""


class Pen(Protocol):
    def mended(self) -> Iterator[tuple[str, str]]:
        """(outcome, target) of what was found wrong with the end, each put in order before."""

    def last(self) -> bytes | None:
        """The newest complete line."""

    def count(self) -> int: ...

    def whole(self) -> Iterator[bytes]:
        """Every line."""

    def add(self, line: bytes, anchor: Anchor) -> None:
        """Kept for good, or not at all."""


def parsed(raw: bytes | None) -> dict | None:
    """A line as it was written; None for what is none of ours."""
    try:
        line = json.loads(raw or b"")
        texts = [line[key] for key in ("before", "hash", "action", "outcome", "target")]
        right = isinstance(line["number"], int) and all(isinstance(t, str) for t in texts)
        return line if right and line["hash"].isascii() else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def end_of(pen: Pen) -> Anchor:
    """Where the chain goes on; from its bytes where the last line is none of ours."""
    last = pen.last()
    if last is None:
        return Anchor()
    line = parsed(last)
    if line is not None:
        return Anchor(line["number"], line["hash"])
    return Anchor(pen.count(), hashlib.sha256(last).hexdigest())


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
