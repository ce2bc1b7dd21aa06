"""Runs the parser where a hostile workbook can do no harm: in a child process that may take 10 s
and 1 GB and can write no file.

One parser host is kept per process, with openpyxl loaded; it forks a child per workbook, which
costs 10 ms instead of a start's 150. It is not
multiprocessing: that would import this process's __main__ again in the child, and inside Streamlit
__main__ is the page being run.
"""

import pathlib
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator

from ingest.problems import Problem, problem
from ingest.workbook import sheets
from ingest.workbook.marking import marks_of

_HOST = pathlib.Path(__file__).with_name("parser_host.py")
_lock = threading.Lock()
_host: subprocess.Popen | None = None


def read_workbook(data: bytes) -> list[sheets.Sheet] | Problem:
    """The sheets of a guarded workbook, or why its parser failed. One workbook at a time."""
    answer = _ask(b"parse", b"", data)
    return answer if isinstance(answer, Problem) else sheets.sheets_from(answer)


def mark_workbook(data: bytes, problems: list[Problem]) -> bytes | Problem:
    """A copy of a guarded workbook with its problems marked, or why it could not be made."""
    return _ask(b"mark", marks_of(problems), data)


def read_heads(data: bytes) -> list[sheets.Sheet] | Problem:
    """The first rows of each sheet of a guarded workbook, or why its parser failed."""
    answer = _ask(b"heads", b"", data)
    return answer if isinstance(answer, Problem) else sheets.sheets_from(answer)


def read_slices(data: bytes, heads: list[sheets.Sheet]) -> Iterator[sheets.Sheet | Problem]:
    """All rows of a guarded workbook, some at a time, each time as a sheet; a Problem comes last
    where its parser failed. Take all of it."""
    rest = b""
    with _lock:
        for part in _exchange(b"slices", b"", data):
            if isinstance(part, Problem):
                yield part
                return
            *lines, rest = (rest + part).split(b"\n")
            yield from (sheets.slice_from(line, heads) for line in lines)


def _ask(task: bytes, details: bytes, data: bytes) -> bytes | Problem:
    with _lock:
        parts = list(_exchange(task, details, data))
    return parts[-1] if parts and isinstance(parts[-1], Problem) else b"".join(parts)


def _exchange(*parts: bytes) -> Iterator[bytes | Problem]:
    """The parts of the host's answer, and the Problem if there is one.

    Who stops in the middle leaves the host unusable, so it is ended.
    """
    global _host  # noqa: PLW0603, one host per process is the point
    if _host is None or _host.poll() is not None:
        _host = subprocess.Popen(
            [sys.executable, "-I", str(_HOST)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd="/",
        )
    for part in parts:
        _host.stdin.write(struct.pack(">Q", len(part)) + part)
    _host.stdin.flush()
    complete = False
    try:
        while said := _part():
            yield said
        verdict = _part()
        complete = True
    finally:
        if not complete:
            _host.kill()
            _host.wait()
            _host = None
    if verdict[:1] != b"+":
        yield problem("file-unreadable", detail=verdict[1:].decode())


def _part() -> bytes:
    (length,) = struct.unpack(">Q", _exactly(8))
    return _exactly(length)


def _exactly(count: int) -> bytes:
    said = _host.stdout.read(count) if count else b""
    if len(said) != count:
        raise RuntimeError(
            f"the parser host ended early: expected {count} bytes, got {len(said)}, exit code "
            f"{_host.poll()}"
        )
    return said
