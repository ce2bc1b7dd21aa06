"""The parser host: takes workbooks from stdin, forks a limited child to read or mark each, answers
on stdout. Started by ingest/workbook/sandbox.py."""

import contextlib
import gc
import os
import pathlib
import resource
import select
import signal
import struct
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2]))

from ingest.workbook import answers, example, one_cell
from ingest.workbook.refused import Refused

SECONDS, MEMORY, MARKED = 10, 1 << 30, 32 << 20
# seconds without a word; on a machine that does ten things at once, 10 seconds of work take longer
# than 10
SILENCE = 30


def serve(requests, replies) -> None:
    """Task, details and workbook in; out the parts of the result, an empty one, and the verdict: +
    or ! and a reason, or ? and a refusal as JSON. Each behind its length.

    Ends when stdin does.
    """
    _warm_up()

    def say(part: bytes) -> None:
        replies.write(struct.pack(">Q", len(part)) + part)
        replies.flush()

    while task := _part(requests):
        verdict = answer(task, _part(requests), _part(requests), say)
        say(b"")
        say(verdict)


def _warm_up() -> None:
    """Read once here, so that no child imports or compiles anything; a collection would touch, and
    so copy, every page a child shares with us."""
    for _ in answers.opened(example.smallest()):
        pass
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
    _limit(resource.RLIMIT_AS, MEMORY)
    _limit(resource.RLIMIT_CPU, SECONDS)
    # openpyxl saves each sheet through a temporary file
    _limit(resource.RLIMIT_FSIZE, MARKED if task == b"mark" else 0)
    _limit(resource.RLIMIT_CORE, 0)
    try:
        with os.fdopen(result, "wb") as parts:
            parts.writelines(_work(task, details, data))
        said = b"+"
    except Refused as refused:
        said = b"?" + refused.as_json()
    except MemoryError:
        said = "!内存超限".encode()
    except Exception as error:
        said = f"!{type(error).__name__}".encode()
    os.write(verdict, said)
    os._exit(0)


def _limit(what: int, most: int) -> None:
    """Lower a limit; one that is lower already stays."""
    _, hard = resource.getrlimit(what)
    least = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (least, least))


def _work(task: bytes, details: bytes, data: bytes):
    """The parts of the result, made one after the other."""
    if task == b"change":
        return [one_cell.change(data, details)]
    if task != b"mark":
        return {b"open": answers.opened, b"whole": answers.whole, b"slices": answers.slices}[task](
            data
        )
    # openpyxl would load it to recognise numpy numbers in cells it writes; without it a start takes
    # a third
    sys.modules["numpy"] = None  # type: ignore[assignment]
    from ingest.workbook.marking import mark

    return [mark(data, details)]


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
