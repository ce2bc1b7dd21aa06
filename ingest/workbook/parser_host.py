"""The parser host: takes workbooks from stdin, forks a limited child to parse or mark each, answers
on stdout. Started by ingest/workbook/sandbox.py."""

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

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))
sys.modules["numpy"] = (
    # openpyxl would load it to recognise numpy numbers in cells it writes; without it a start takes
    # a third
    None
)

import openpyxl  # noqa: E402, loaded before the first fork

from ingest.workbook.marking import mark  # noqa: E402
from ingest.workbook.sheets import heads, parse, slices  # noqa: E402

SECONDS, MEMORY, MARKED = 10, 1 << 30, 32 << 20
# seconds without a word; on a machine that does ten things at once, 10 seconds of work take longer
# than 10
SILENCE = 30


def serve(requests, answers) -> None:
    """Task, details and workbook in; out the parts of the result, an empty one, and the verdict: +
    or ! and a reason. Each behind its length.

    Ends when stdin does.
    """
    _warm_up()

    def say(part: bytes) -> None:
        answers.write(struct.pack(">Q", len(part)) + part)
        answers.flush()

    while task := _part(requests):
        verdict = answer(task, _part(requests), _part(requests), say)
        say(b"")
        say(verdict)


def _warm_up() -> None:
    """Parse once here, so that no child imports or compiles anything; a collection would touch, and
    so copy, every page a child shares with us."""
    smallest = io.BytesIO()
    openpyxl.Workbook().save(smallest)
    parse(smallest.getvalue())
    gc.disable()
    gc.freeze()


def _part(requests) -> bytes:
    head = requests.read(8)
    return requests.read(struct.unpack(">Q", head)[0]) if len(head) == 8 else b""


def answer(task: bytes, details: bytes, data: bytes, say) -> bytes:
    """Tell `say` the parts of the result as the child makes them; returns the verdict."""
    (results, result), (verdicts, verdict) = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        os.close(results)
        os.close(verdicts)
        _work_limited(task, details, data, result, verdict)
    os.close(result)
    os.close(verdict)
    try:
        late = _relay(results, say)
        said = late or os.read(verdicts, 4096)
    finally:
        os.close(results)
        os.close(verdicts)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    return said or "!内存超限或解析中断".encode()


def _relay(pipe: int, say) -> bytes:
    """All that comes through a pipe. A reason if for too long nothing comes."""
    while select.select([pipe], [], [], SILENCE)[0]:
        part = os.read(pipe, 1 << 20)
        if not part:
            return b""
        say(part)
    return f"!读取超过 {SILENCE} 秒".encode()


def _work_limited(task: bytes, details: bytes, data: bytes, result: int, verdict: int) -> None:
    """In the child: never returns.

    Whatever a library raises on a stranger's file is the file's fault, and is reported as such.
    """
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    written = MARKED if task == b"mark" else 0  # openpyxl saves each sheet through a temporary file
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        with os.fdopen(result, "wb") as parts:
            parts.writelines(_work(task, details, data))
        said = b"+"
    except MemoryError:
        said = "!内存超限".encode()
    except Exception as error:
        said = f"!{type(error).__name__}".encode()
    os.write(verdict, said)
    os._exit(0)


def _work(task: bytes, details: bytes, data: bytes):
    """The parts of the result, made one after the other."""
    if task == b"slices":
        return slices(data)
    return [
        mark(data, details) if task == b"mark" else heads(data) if task == b"heads" else parse(data)
    ]


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
