"""Random bytes that a coverage-guided fuzzer (atheris) drives into what reads a stranger's bytes.

python -m prove.fuzz TARGET … is one run of it. It begins with tests/corpus; a night adds what
reached code that nothing there had reached.
"""

import concurrent.futures
import pathlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable

from prove.figures import Figure, none

ROOT = pathlib.Path(__file__).parent.parent
CORPUS = ROOT / "tests" / "corpus"
SIZES = {"pr": {"seconds": 15, "keep": False}, "night": {"seconds": 3600, "keep": True}}


def package(data: bytes) -> None:
    """The zip: refused, or parts."""
    from ingest.workbook.package import open_package
    from ingest.workbook.refused import Refused

    try:
        open_package(data)
    except Refused:
        return


def sheet(data: bytes) -> None:
    """A sheet's XML in an otherwise good workbook: refused, or cells."""
    from ingest.workbook import answers
    from ingest.workbook.refused import Refused
    from tests.hostile import package as packed

    try:
        list(answers.whole(packed({"xl/worksheets/sheet1.xml": data})))
    except Refused:
        return


def number(data: bytes) -> None:
    """A cell's text: no number, or one that the warehouse can hold and that prints back."""
    from ingest.tables.numeral import parse_bounded, parse_number

    text = data.decode("utf-8", "replace")
    for parse in (parse_number, parse_bounded):
        for unit in ("万", "%", ""):
            read = parse(text, unit)
            assert read is None or read.value == read.value.normalize()


TARGETS: dict[str, Callable[[bytes], None]] = {"package": package, "sheet": sheet, "number": number}


def prove(seconds: int, keep: bool) -> list[Figure]:
    with tempfile.TemporaryDirectory() as new, concurrent.futures.ThreadPoolExecutor(2) as pool:
        places = [pathlib.Path(new) / target for target in TARGETS]
        return list(pool.map(lambda place: _tried(place.name, seconds, keep, place), places))


def _tried(target: str, seconds: int, keep: bool, new: pathlib.Path) -> Figure:
    new.mkdir()
    known = str(CORPUS / target)
    done = _fuzz(target, f"-max_total_time={seconds}", f"-artifact_prefix={new}/", str(new), known)
    tried = int((re.findall(r"^#(\d+)\s+DONE", done.stderr, re.M) or ["0"])[0])
    reached = re.findall(r"cov: (\d+)", done.stderr)
    if keep:
        _fuzz(target, "-merge=1", known, str(new))
    crash = [] if done.returncode == 0 and reached else [done.stderr[-600:]]
    at = f", {reached[-1]} branches reached" if reached else ""
    return none(f"{target}: inputs that end in an exception{at}", crash, tried)


def _fuzz(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "prove.fuzz", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def _run(target: str, options: list[str]) -> None:
    import atheris

    with atheris.instrument_imports(include=["ingest"]):
        TARGETS[target](b"")
    limits = ["-max_len=4096", "-timeout=10"]
    atheris.Setup([sys.argv[0], *limits, *options], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    _run(sys.argv[1], sys.argv[2:])
