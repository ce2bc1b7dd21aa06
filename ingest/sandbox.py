"""Runs the parser in a child process that may take 10 s and 1 GB. A fork server keeps openpyxl loaded, so that a child costs milliseconds, not a start."""

import functools
import multiprocessing
import resource
from multiprocessing.connection import Connection

from ingest import read
from ingest.problems import Problem, problem

SECONDS, MEMORY = 10, 1 << 30


@functools.cache
def _context():
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["ingest.read", "openpyxl"])
    return context


def read_workbook(data: bytes) -> list[read.Sheet] | Problem:
    """The sheets of a guarded workbook, or why its parser failed."""
    answer, child_end = _context().Pipe(duplex=False)
    child = _context().Process(target=_run, args=(data, child_end), daemon=True)
    child.start()
    child_end.close()
    try:
        if not answer.poll(SECONDS):
            return problem("file-unreadable", detail=f"读取超过 {SECONDS} 秒")
        said = answer.recv_bytes()
    except EOFError:
        return problem("file-unreadable", detail="内存超限或解析中断")
    finally:
        child.kill()
        child.join()
        answer.close()
    if said[:1] == b"!":
        return problem("file-unreadable", detail=said[1:].decode())
    return read.sheets_from(said)


def _run(data: bytes, answer: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        parsed = read.parse(data)
    except MemoryError:
        parsed = "!内存超限".encode()
    except Exception as error:  # whatever a library raises on a stranger's file is the file's fault, and is reported as such
        parsed = f"!{type(error).__name__}".encode()
    answer.send_bytes(parsed)
