"""The audit trail in a file: one line after the other, and the newest once more in a head file.

A process may be killed at any point, and the disk may be full: a line counts once its end is there.
"""

import contextlib
import logging
import os
import pathlib
from collections.abc import Iterator

from access.chain import Anchor, end_of
from access.sessions import locked, state_folder

NAME, _HEAD = "audit.jsonl", "audit.head"
_LONGEST = 1 << 16  # bytes; a line holds at most 300 characters of a target and two names
_log = logging.getLogger("kpi.audit")


class TrailFile:
    """chain.Kept and, inside `writing`, chain.Pen."""

    @property
    def path(self) -> pathlib.Path:
        return state_folder() / NAME

    @contextlib.contextmanager
    def writing(self) -> Iterator["TrailFile"]:
        with locked(NAME):
            yield self

    def mended(self) -> Iterator[tuple[str, str]]:
        """A torn last line is taken out, lines that are gone are missed."""
        complete, torn = self._measure()
        if torn:
            os.truncate(self.path, complete)
            yield "torn line removed", torn.decode("utf-8", "replace")
        kept, end = self.head(), end_of(self)
        if kept.number >= end.number and kept != end:
            yield "cut", f"line {kept.number} is gone, {end.number} was the last"

    def lines(self) -> Iterator[bytes]:
        with locked(NAME, shared=True):
            complete, _ = self._measure()  # these bytes never change any more
        yield from self._first(complete)

    def whole(self) -> Iterator[bytes]:
        yield from self._first(self._measure()[0])

    def _first(self, size: int) -> Iterator[bytes]:
        if size:
            with open(self.path, "rb") as lines:
                while size > 0:
                    raw = lines.readline()
                    size -= len(raw)
                    yield raw

    def head(self) -> Anchor:
        try:
            return Anchor.parse(self.path.with_name(_HEAD).read_text(encoding="ascii"))
        except (OSError, ValueError):
            return Anchor()

    def knows(self, reference: str) -> bool:
        try:
            with open(self.path, "rb") as lines:
                return any(f'"reference": "{reference}"'.encode() in line for line in lines)
        except OSError:  # then it cannot be written either, and the question comes again
            return False

    def last(self) -> bytes | None:
        complete, _ = self._measure()
        if not complete:
            return None
        with open(self.path, "rb") as f:
            f.seek(max(0, complete - _LONGEST))
            return f.read(min(complete, _LONGEST)).splitlines()[-1]

    def count(self) -> int:
        with open(self.path, "rb") as f:
            return sum(1 for _ in f)

    def add(self, line: bytes, anchor: Anchor) -> None:
        with open(self.path, "ab", buffering=0) as f:
            size = f.tell()
            try:
                if f.write(line) != len(line):
                    raise OSError("no room for the whole line")
                os.fsync(f.fileno())
            except OSError:
                with contextlib.suppress(OSError):  # what stays is taken out by the next line
                    f.truncate(size)
                raise
        try:  # the line stands; an older head only knows less
            new = self.path.with_name(f"{_HEAD}.new")
            new.write_text(f"{anchor}\n", encoding="ascii")
            new.replace(self.path.with_name(_HEAD))
        except OSError as fault:
            _log.error("the head of the trail stays behind: %s", fault)

    def _measure(self) -> tuple[int, bytes]:
        """How many bytes of complete lines there are, and what stands behind them."""
        if not self.path.exists():
            return 0, b""
        torn = b""
        with open(self.path, "rb") as f:
            size = end = f.seek(0, os.SEEK_END)
            while end and b"\n" not in torn:  # a lost write may leave any length of zeros
                begin = max(0, end - _LONGEST)
                f.seek(begin)
                torn, end = f.read(end - begin) + torn, begin
        torn = torn.rpartition(b"\n")[2]
        return size - len(torn), torn
