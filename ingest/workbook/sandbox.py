"""Runs all that looks into a stranger's workbook where it can do no harm: in a child process that
may take 10 s and 1 GB and can write no file.

One parser host is kept per process; it forks a child per workbook, which costs 10 ms instead of a
start's 100. It is not multiprocessing: that would import this process's __main__ again in the
child, and inside Streamlit __main__ is the page being run.
"""

import json
import pathlib
import resource
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, cast

from ingest.problems import SEVERITIES, Problem, problem
from ingest.workbook import sheets

_HOST = pathlib.Path(__file__).with_name("parser_host.py")
_lock = threading.Lock()
_host: subprocess.Popen | None = None


class _HostEnded(RuntimeError):
    """The parser host ended in the middle of an answer, or never began one."""


@dataclass(frozen=True)
class Opened:
    """The sheets of a workbook: all their rows, or where it may hold counties and towns the first
    of each."""

    sheets: list[sheets.Sheet]
    complete: bool


def open_workbook(data: bytes) -> Opened | Problem:
    """What a workbook holds, or why it is refused. One workbook at a time."""
    answer = _ask(b"open", data)
    return answer if isinstance(answer, Problem) else Opened(*sheets.sheets_from(answer))


def read_workbook(data: bytes) -> list[sheets.Sheet] | Problem:
    """The sheets of a workbook with all their rows, or why it is refused."""
    answer = _ask(b"whole", data)
    return answer if isinstance(answer, Problem) else sheets.sheets_from(answer)[0]


def mark_workbook(data: bytes, problems: list[Problem]) -> bytes | Problem:
    """A copy of a workbook with its problems marked, or why it could not be made."""
    ordered = sorted(problems, key=lambda p: SEVERITIES.index(p.severity))
    marks = json.dumps([[p.severity, p.sheet, p.cell, p.message] for p in ordered]).encode()
    with _lock:
        parts = _whole(_exchange(b"mark", marks, data))
    return parts if isinstance(parts, Problem) else b"".join(parts)


def change_cell(data: bytes, sheet: str, cell: str, text: str, as_number: bool) -> bytes | Problem:
    """A copy of a workbook with one cell changed and coloured, or why it could not be made."""
    details = json.dumps([sheet, cell, text, as_number]).encode()
    with _lock:
        parts = _whole(_exchange(b"change", details, data))
    return parts if isinstance(parts, Problem) else b"".join(parts)


def read_slices(data: bytes, heads: list[sheets.Sheet]) -> Iterator[sheets.Sheet | Problem]:
    """All rows of a workbook, some at a time, each time as a sheet; a Problem comes last where it
    is refused. Take all of it."""
    with _lock:
        for line in _lines(b"slices", data):
            yield line if isinstance(line, Problem) else sheets.slice_from(line, heads)


def _ask(task: bytes, data: bytes) -> list[bytes] | Problem:
    with _lock:
        return _whole(_lines(task, data))


def _whole(parts: Iterator[bytes | Problem]) -> list[bytes] | Problem:
    """All parts of an answer, or the Problem that comes last in it."""
    read: list[bytes] = []
    for part in parts:
        if isinstance(part, Problem):
            return part
        read.append(part)
    return read


def _lines(task: bytes, data: bytes) -> Iterator[bytes | Problem]:
    rest: list[bytes] = []
    for part in _exchange(task, b"", data):
        if isinstance(part, Problem):
            yield part
            return
        rest.append(part)
        if b"\n" in part:
            *lines, last = b"".join(rest).split(b"\n")
            rest = [last]
            yield from lines


def _exchange(*parts: bytes) -> Iterator[bytes | Problem]:
    """The parts of the host's answer, and the Problem if there is one.

    Who stops in the middle leaves the host unusable, so it is ended.
    """
    complete = False
    try:
        _send(parts)
        while said := _part():
            yield said
        verdict = _part()
        complete = True
    except (OSError, _HostEnded):
        memory = _memory()
        if memory is None:
            raise
        verdict = b"?" + json.dumps(["reader-starved", "", "", {"size": memory >> 20}]).encode()
    finally:
        if not complete:
            _end_host()
    if verdict[:1] == b"?":
        code, sheet, cell, facts = json.loads(verdict[1:])
        yield problem(code, sheet, cell, **facts)
    elif verdict[:1] != b"+":
        yield problem("file-unreadable", detail=verdict[1:].decode())


def _memory() -> int | None:
    """How much memory this process and its children may take; None where nothing limits it."""
    memory = resource.getrlimit(resource.RLIMIT_AS)[0]
    return None if memory == resource.RLIM_INFINITY else memory


def _send(parts: tuple[bytes, ...]) -> None:
    global _host  # noqa: PLW0603, one host per process is the point
    if _host is None or _host.poll() is not None:
        _host = subprocess.Popen(
            [sys.executable, "-I", str(_HOST)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # a traceback for want of memory would stand beside the sentence that says so
            stderr=None if _memory() is None else subprocess.DEVNULL,
            cwd="/",
        )
    said = cast(IO[bytes], _host.stdin)
    for part in parts:
        said.write(struct.pack(">Q", len(part)) + part)
    said.flush()


def _end_host() -> None:
    global _host  # noqa: PLW0603
    if _host is not None:
        _host.kill()
        _host.wait()
    _host = None


def _part() -> bytes:
    (length,) = struct.unpack(">Q", _exactly(8))
    return _exactly(length)


def _exactly(count: int) -> bytes:
    host = cast("subprocess.Popen[bytes]", _host)
    said = cast(IO[bytes], host.stdout).read(count) if count else b""
    if len(said) != count:
        raise _HostEnded(
            f"the parser host ended early: expected {count} bytes, got {len(said)}, exit code "
            f"{host.poll()}"
        )
    return said
