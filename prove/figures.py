"""What a part found: figures, each beside what is promised, and the page they stand on."""

import os
import pathlib
import platform
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from words.clock import beijing_now

HEAD = """# Reliability

Written by `make prove SIZE={size}` on {date} at commit {commit}, in {minutes} minutes on {machine};
no line of it is written by hand. Each part is a module of `prove/`: what is tried, with the real
program, database and browser, and how often in minutes (pr) and in a night.

{verdict}

"3 of 1,000" are three cases that broke the promise. Where none of N tries drawn at random did,
their true share is below 3 / N with a confidence of 95 %: the column "at most".
"""


@dataclass(frozen=True)
class Figure:
    """One line: what was tried or counted, what came out, and what is promised ('' where the figure
    only says how much was tried)."""

    what: str
    found: str
    promise: str = ""
    held: bool = True
    share: float | None = None  # of what was tried, at most, where nothing broke


def none(what: str, cases: list, tried: int) -> Figure:
    """A promise that nothing of a kind happens; says the first three that did. Nothing tried is
    nothing proved."""
    found = f"{len(cases)} of {tried:,}" + "".join(f"; {case}" for case in cases[:3])
    share = 3 / tried if tried and not cases else None
    return Figure(what, found, "0", tried > 0 and not cases, share)


def at_most(what: str, value: float, most: float, unit: str = "", places: int = 2) -> Figure:
    return Figure(what, f"{value:,.{places}f}{unit}", f"at most {most:g}{unit}", value <= most)


@dataclass(frozen=True)
class Found:
    """What a part found, and the seconds it took: on the clock, and of processors, its children's
    included."""

    figures: list[Figure]
    seconds: float
    busy: float
    about: str = ""

    @property
    def held(self) -> bool:
        return all(f.held for f in self.figures)


def page(size: str, seconds: float, parts: Mapping[str, Found]) -> str:
    """The Markdown of all parts, by title."""
    text = HEAD.format(
        size=size,
        date=beijing_now(),
        commit=_commit(),
        minutes=round(seconds / 60),
        machine=_machine(),
        verdict=_of_all([f for found in parts.values() for f in found.figures if f.promise]),
    )
    for title, found in parts.items():
        text += f"\n## {title}\n\n{found.about.strip()}\n"
        text += f"{found.seconds:.0f} s, {found.busy:.0f} s of processor time.\n"
        text += "\n| tried | found | at most | promised | |\n|---|---|---|---|---|\n"
        text += "".join(
            f"| {f.what} | {_cell(f.found)} | {_share(f)} | {f.promise} | {_verdict(f)} |\n"
            for f in found.figures
        )
    return text


def _of_all(promises: list[Figure]) -> str:
    broken = [f.what for f in promises if not f.held]
    if not broken:
        return f"**All {len(promises)} promises were held.**"
    return f"**{len(broken)} of {len(promises)} promises were not held:** {'; '.join(broken)}."


def _share(figure: Figure) -> str:
    return "" if figure.share is None else f"{100 * figure.share:.2g} %"


def _machine() -> str:
    """Processors, memory, Python and system."""
    said = pathlib.Path("/proc/meminfo").read_text(encoding="ascii")
    kilobytes = re.search(r"MemTotal:\s+(\d+)", said)
    memory = f"{int(kilobytes[1]) >> 20} GB" if kilobytes else "unknown memory"
    python = f"Python {platform.python_version()}"
    return f"{os.cpu_count()} processors, {memory}, {python}, Linux {platform.release()}"


def _verdict(figure: Figure) -> str:
    return "" if not figure.promise else "held" if figure.held else "**not held**"


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")


def _commit() -> str:
    """The commit, with a plus where the tree holds something else too."""
    said = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    return subprocess.run(said, capture_output=True, text=True, check=True).stdout.strip()
