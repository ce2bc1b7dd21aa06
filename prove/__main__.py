"""python -m prove --size pr|night --out FILE [PART …]: try everything, write what came out; exit
code 1 if a promise was not held."""

import argparse
import concurrent.futures
import multiprocessing
import pathlib
import sys
import time

from prove.figures import Found, page
from prove.parts import ALONE, PARTS, TOGETHER, tried


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m prove")
    parser.add_argument("--size", choices=["pr", "night"], default="pr")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument(
        "parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=" ".join(PARTS)
    )
    said = parser.parse_args(arguments)
    chosen, found, began = said.parts or list(PARTS), {}, time.monotonic()
    for group, together in ((ALONE, 1), (TOGETHER, 2)):
        fresh = multiprocessing.get_context("spawn")
        with concurrent.futures.ProcessPoolExecutor(together, fresh, max_tasks_per_child=1) as pool:
            tasks = {pool.submit(tried, n, said.size): n for n in group if n in chosen}
            for task in concurrent.futures.as_completed(tasks):
                found[tasks[task]] = task.result()
                _tell(tasks[task], task.result())
    text = page(said.size, time.monotonic() - began, {PARTS[n]: found[n] for n in chosen})
    said.out.parent.mkdir(parents=True, exist_ok=True)
    said.out.write_text(text, encoding="utf-8")
    return 0 if all(part.held for part in found.values()) else 1


def _tell(name: str, found: Found) -> None:
    print(f"\n{PARTS[name]} ({found.seconds:.0f} s, {found.busy:.0f} s of processor time)")
    for f in found.figures:
        print(f"  {'ok ' if f.held else 'NOT'} {f.what}: {f.found}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
