"""The parser host: takes workbooks from stdin, forks a limited child to parse or mark each, answers on stdout. Started by ingest/sandbox.py."""

import contextlib
import gc
import io
import os
import pathlib
import resource
import select
import signal
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
sys.modules["numpy"] = None  # openpyxl would load it to recognise numpy numbers in cells it writes; without it a start takes a third

import openpyxl  # noqa: E402, loaded before the first fork

from ingest.marking import mark  # noqa: E402
from ingest.read import parse  # noqa: E402

SECONDS, MEMORY, MARKED = 10, 1 << 30, 32 << 20


def serve(requests, answers) -> None:
    """Task, details and workbook in, answer out, each behind its length: + and the result, or ! and a reason. Ends when stdin does."""
    _warm_up()
    while task := _part(requests):
        said = answer(task, _part(requests), _part(requests))
        answers.write(struct.pack(">Q", len(said)) + said)
        answers.flush()


def _warm_up() -> None:
    """Parse once here, so that no child imports or compiles anything; a collection would touch, and so copy, every page a child shares with us."""
    smallest = io.BytesIO()
    openpyxl.Workbook().save(smallest)
    parse(smallest.getvalue())
    gc.disable()
    gc.freeze()


def _part(requests) -> bytes:
    head = requests.read(8)
    return requests.read(struct.unpack(">Q", head)[0]) if len(head) == 8 else b""


def answer(task: bytes, details: bytes, data: bytes) -> bytes:
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(readable)
        _work_limited(task, details, data, writable)
    os.close(writable)
    try:
        said = _read_until(readable, SECONDS)
    finally:
        os.close(readable)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return said or "!内存超限或解析中断".encode()


def _read_until(pipe: int, seconds: float) -> bytes:
    parts = []
    while select.select([pipe], [], [], seconds)[0]:
        part = os.read(pipe, 1 << 20)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return f"!读取超过 {seconds} 秒".encode()


def _work_limited(task: bytes, details: bytes, data: bytes, pipe: int) -> None:
    """In the child: never returns. Whatever a library raises on a stranger's file is the file's fault, and is reported as such."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    written = MARKED if task == b"mark" else 0  # openpyxl saves each sheet through a temporary file
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        said = b"+" + (mark(data, details) if task == b"mark" else parse(data))
    except MemoryError:
        said = "!内存超限".encode()
    except Exception as error:
        said = f"!{type(error).__name__}".encode()
    with os.fdopen(pipe, "wb") as answers:
        answers.write(said)
    os._exit(0)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
