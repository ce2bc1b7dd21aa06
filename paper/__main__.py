"""python -m paper 2022-08 --format docx,pdf --out DIR: the month's documents into a folder."""

import argparse
import datetime as dt
import pathlib
import sys

from export.choice import Refused
from ingest.commands.terminal import month
from paper import make
from warehouse import queries
from warehouse.faults import Unavailable
from warehouse.reader import earlier_answers, look_back_to
from words.names import EARLIER

LATEST = "latest"


def main(arguments: list[str]) -> int:
    said = _parser().parse_args(arguments)
    look_back_to(said.known)
    try:
        which = _newest() if said.month == LATEST else said.month
        said.out.mkdir(parents=True, exist_ok=True)
        refused = [s for kind in said.format if (s := _one(said, which, kind))]
    except Refused as fault:
        print(fault)
        return 1
    except Unavailable as fault:
        print(fault.sentence)
        return 1
    print(*refused, sep="\n", end="\n" if refused else "")
    return 1 if refused else 0


def _one(said: argparse.Namespace, which: dt.date, kind: str) -> str:
    """Writes one file; what is said where it cannot be made, and the others still are."""
    try:
        content = make.make(which, kind, said.known)
    except Refused as refused:
        return str(refused)
    if earlier_answers():  # asked last: what was read a moment ago may have been found damaged
        return EARLIER
    _write(said.out / make.name(which, kind), content)
    return ""


def _newest() -> dt.date:
    """The newest month with all three tables."""
    months = queries.common.months()
    whole = months[months["complete"]]
    if whole.empty:
        raise Refused("还没有完整的月报。")
    return whole["month"].iloc[0].date()


def _write(target: pathlib.Path, content: bytes) -> None:
    """Whole or not at all; a file that says the same keeps its time."""
    if target.exists() and target.read_bytes() == content:
        print(f"没有变化：{target}")
        return
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(content)
    part.replace(target)
    print(f"已写出：{target}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m paper", description=__doc__)
    parser.add_argument(
        "month", type=_month, metavar="YYYY-MM", help="a month, or latest: the newest complete one"
    )
    parser.add_argument(
        "--format", type=_kinds, default=list(make.NAMES), help="docx,pptx,pdf,xlsx"
    )
    parser.add_argument("--out", type=pathlib.Path, required=True, metavar="DIR")
    parser.add_argument("--known", type=int, metavar="N", help="as it was known after load N")
    return parser


def _month(text: str) -> dt.date | str:
    return LATEST if text == LATEST else month(text)


def _kinds(text: str) -> list[str]:
    kinds = text.split(",")
    if unknown := [k for k in kinds if k not in make.NAMES]:
        raise argparse.ArgumentTypeError(f"not one of docx,pptx,pdf,xlsx: {','.join(unknown)}")
    return kinds


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
