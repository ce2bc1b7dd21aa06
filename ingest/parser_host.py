"""The parser host: reads workbooks from stdin, forks a limited child for each, answers on stdout. Started by ingest/sandbox.py."""

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

from ingest.read import parse  # noqa: E402

SECONDS, MEMORY = 10, 1 << 30


def serve(requests, answers) -> None:
    """Length-prefixed workbooks in, length-prefixed answers out: + and JSON, or ! and a reason. Ends when stdin does."""
    _warm_up()
    while len(head := requests.read(8)) == 8:
        said = answer(requests.read(struct.unpack(">Q", head)[0]))
        answers.write(struct.pack(">Q", len(said)) + said)
        answers.flush()


def _warm_up() -> None:
    """Parse once here, so that no child imports or compiles anything; a collection would touch, and so copy, every page a child shares with us."""
    smallest = io.BytesIO()
    openpyxl.Workbook().save(smallest)
    parse(smallest.getvalue())
    gc.disable()
    gc.freeze()


def answer(data: bytes) -> bytes:
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(readable)
        _parse_limited(data, writable)
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


def _parse_limited(data: bytes, pipe: int) -> None:
    """In the child: never returns. Whatever a library raises on a stranger's file is the file's fault, and is reported as such."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        said = b"+" + parse(data)
    except MemoryError:
        said = "!内存超限".encode()
    except Exception as error:
        said = f"!{type(error).__name__}".encode()
    with os.fdopen(pipe, "wb") as answers:
        answers.write(said)
    os._exit(0)


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
