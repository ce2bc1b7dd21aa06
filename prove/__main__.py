"""python -m prove --size pr|night --out FILE [PART …]: try everything, write what came out; exit
code 1 if a promise was not held."""

import argparse
import pathlib
import sys
import time

from prove import crashes, fuzz, hostile, kills, mistakes, readers, rebuilds, rot, soak
from prove.figures import page

PARTS = {
    "crashes": ("A load stopped at every step", crashes),
    "kills": ("Writers killed at random", kills),
    "mistakes": ("Mistakes in a workbook", mistakes),
    "hostile": ("Hostile workbooks", hostile),
    "fuzz": ("Random bytes, guided by coverage", fuzz),
    "readers": ("Readers beside writers, and two who confirm at once", readers),
    "rot": ("Bits that change on disk under a running server", rot),
    "soak": ("Many people and a publication every few seconds", soak),
    "rebuilds": ("The same months in any order, and rebuilt", rebuilds),
}


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m prove")
    parser.add_argument("--size", choices=["pr", "night"], default="pr")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("parts", nargs="*", metavar="PART", help=" ".join(PARTS))
    said = parser.parse_args(arguments)
    began, found = time.monotonic(), {}
    for name in said.parts or PARTS:
        title, part = PARTS[name]
        since = time.monotonic()
        found[title] = list(part.prove(**part.SIZES[said.size]))
        print(f"\n{title} ({time.monotonic() - since:.0f} s)")
        for f in found[title]:
            print(f"  {'ok ' if f.held else 'NOT'} {f.what}: {f.found}", flush=True)
    said.out.parent.mkdir(parents=True, exist_ok=True)
    said.out.write_text(page(said.size, time.monotonic() - began, found), encoding="utf-8")
    return 0 if all(f.held for figures in found.values() for f in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
