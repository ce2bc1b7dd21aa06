"""What a part found: figures, each beside what is promised, and the page they stand on."""

import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from words.clock import beijing_now

HEAD = """# Reliability

Written by `make prove SIZE={size}` on {date} at commit {commit}, in {minutes} minutes; no line
of it is written by hand. `prove/` holds each part as a small module: what is tried, and how often.
"""


@dataclass(frozen=True)
class Figure:
    """One line: what was tried or counted, what came out, and what is promised ('' where the figure
    only says how much was tried)."""

    what: str
    found: str
    promise: str = ""
    held: bool = True


def none(what: str, cases: list, tried: int) -> Figure:
    """A promise that nothing of a kind happens; says the first three that did. Nothing tried is
    nothing proved."""
    found = f"{len(cases)} of {tried:,}" + "".join(f"; {case}" for case in cases[:3])
    return Figure(what, found, "0", tried > 0 and not cases)


def at_most(what: str, value: float, most: float, unit: str = "", places: int = 2) -> Figure:
    return Figure(what, f"{value:,.{places}f}{unit}", f"at most {most:g}{unit}", value <= most)


def page(size: str, seconds: float, parts: Mapping[str, Iterable[Figure]]) -> str:
    """The Markdown of all parts. {title: figures}"""
    text = HEAD.format(size=size, date=beijing_now(), commit=_commit(), minutes=round(seconds / 60))
    for title, figures in parts.items():
        text += f"\n## {title}\n\n| tried | found | promised | |\n|---|---|---|---|\n"
        text += "".join(
            f"| {f.what} | {_cell(f.found)} | {f.promise} | {_verdict(f)} |\n" for f in figures
        )
    return text


def _verdict(figure: Figure) -> str:
    return "" if not figure.promise else "held" if figure.held else "**not held**"


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")


def _commit() -> str:
    """The commit, with a plus where the tree holds something else too."""
    said = ["git", "describe", "--always", "--dirty=+", "--exclude=*"]
    return subprocess.run(said, capture_output=True, text=True, check=True).stdout.strip()
