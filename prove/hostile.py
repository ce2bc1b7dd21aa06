"""Every hostile workbook of the tests: refused, and what the worst one costs the server and the
child that reads it."""

import math
import subprocess
import sys
import time

from catalog import catalog
from ingest.pipeline import check_workbook
from prove.figures import Figure, at_most, none
from prove.warehouses import AUGUST, ROOT
from tests.hostile import COSTLY, HOSTILE

SIZES = {"pr": {"rounds": 3}, "night": {"rounds": 20}}
_READ = """
import contextlib, pathlib, re, sys, time
from ingest.workbook import answers
from ingest.workbook.refused import Refused
data = sys.stdin.buffer.read()
began = time.process_time()
with contextlib.suppress(Refused):
    list(answers.opened(data))
print(time.process_time() - began)
print(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
"""


def prove(rounds: int) -> list[Figure]:
    files = HOSTILE | COSTLY
    check_workbook(AUGUST.read_bytes(), "月报.xlsx", catalog())  # as in a server that has read one
    accepted = []
    served: dict[str, float] = {}
    read: dict[str, float] = {}
    memory: dict[str, float] = {}
    for name, data in list(files.items()) * rounds:
        began = time.process_time()
        if not check_workbook(data, "月报.xlsx", catalog()).blocked:
            accepted.append(name)
        # the least of the rounds is what a file costs: beside other work the same takes up to twice
        served[name] = min(time.process_time() - began, served.get(name, math.inf))
        seconds, grown = _read_in_a_child(data)
        read[name] = min(seconds, read.get(name, math.inf))
        memory[name] = max(grown, memory.get(name, 0))
    return [
        none("hostile workbooks that are not refused", accepted, len(files)),
        _worst("processor time in the server's process", served, 0.2, " s"),
        _worst("processor time in the reading child", read, 0.2, " s"),
        _worst("memory of the reading child", memory, 100, " MB"),
    ]


def _worst(what: str, costs: dict[str, float], most: float, unit: str) -> Figure:
    name = max(costs, key=costs.__getitem__)
    return at_most(f"{what}, worst of {len(costs)} ({name})", costs[name], most, unit)


def _read_in_a_child(data: bytes) -> tuple[float, float]:
    """(seconds of processor time, MB at most) of reading a workbook without the sandbox's
    limits."""
    command = [sys.executable, "-c", _READ]
    done = subprocess.run(command, cwd=ROOT, input=data, capture_output=True, check=True)
    seconds, kilobytes = done.stdout.split()
    return float(seconds), int(kilobytes) / 1024
