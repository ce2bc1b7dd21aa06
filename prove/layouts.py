"""One month in layouts drawn at random: whatever way people lay it out, and after LibreOffice has
written it anew, the figures that come out are the same."""

import concurrent.futures
import datetime as dt
import multiprocessing
import pathlib
import random
import shutil
import subprocess
from decimal import Decimal

from catalog import catalog
from demo.simulate import simulate
from ingest.cover import Key
from ingest.pipeline import check_workbook
from ingest.problems import BLOCK
from ingest.tables.numeral import parse_number
from prove.figures import Figure, none
from prove.warehouses import folder
from tests.layouts import Renderer

SIZES = {"pr": {"layouts": 200, "rewritten": 20}, "night": {"layouts": 6_000, "rewritten": 200}}
_WORKERS = 2
MONTHS = simulate(catalog())


def prove(layouts: int, rewritten: int) -> list[Figure]:
    fresh = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(_WORKERS, fresh) as pool:
        shares = pool.map(_some, [range(n, layouts, _WORKERS) for n in range(_WORKERS)])
        wrong = [case for share in shares for case in share]
    return [
        none("layouts that are refused, or read as other figures", wrong, layouts),
        none("the same after LibreOffice has written them anew", _anew(rewritten), rewritten),
    ]


def drawn(seed: int) -> tuple[dt.date, bytes]:
    """A month in the layout of this number, and the month's date."""
    month = random.Random(seed).choice(list(MONTHS))
    as_printed = seed % 2 == 0
    return month, Renderer(seed, catalog(), month, MONTHS[month], as_printed).render()


def differs(month: dt.date, workbook: bytes) -> str:
    """What is wrong with what was read; '' where nothing is."""
    checked = check_workbook(workbook, "月报.xlsx", catalog())
    if blocking := [(p.code, p.sheet, p.cell) for p in checked.problems if p.severity == BLOCK]:
        return f"refused: {blocking[:3]}"
    read = {key: o.value for key, o in checked.by_key.items()}
    true = values(MONTHS[month])
    wrong = [k for k in true.keys() | read.keys() if read.get(k) != true.get(k)]
    return f"{len(wrong)} figures differ, {wrong[:2]}" if wrong or checked.month != month else ""


def values(tokens: dict[Key, str]) -> dict[Key, Decimal | None]:
    return {
        key: read.value if (read := parse_number(token, _unit(key))) else None
        for key, token in tokens.items()
    }


def _unit(key: Key) -> str:
    return catalog().indicator(key[0]).unit


def _some(seeds: range) -> list[str]:
    said = ((seed, differs(*drawn(seed))) for seed in seeds)
    return [f"layout {seed}: {wrong}" for seed, wrong in said if wrong]


def _anew(count: int) -> list[str]:
    """LibreOffice reads and writes all of them in one run."""
    with folder() as place:
        months = {}
        for seed in range(count):
            months[seed], workbook = drawn(seed)
            (place / f"{seed}.xlsx").write_bytes(workbook)
        rewrite(list(place.glob("*.xlsx")), place / "anew")
        told = {
            s: differs(m, (place / "anew" / f"{s}.xlsx").read_bytes()) for s, m in months.items()
        }
    return [f"layout {seed}: {wrong}" for seed, wrong in told.items() if wrong]


def rewrite(files: list[pathlib.Path], target: pathlib.Path) -> None:
    """What LibreOffice makes of workbooks, with a profile of its own."""
    program = shutil.which("soffice")
    if program is None:
        raise FileNotFoundError("LibreOffice is needed: apt-get install libreoffice-calc-nogui")
    profile = f"-env:UserInstallation=file://{target}-profile"
    command = [program, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(target)]
    subprocess.run([*command, *map(str, files)], capture_output=True, check=True)
