"""The command line: python -m ingest COMMAND; each group of commands is a file of
ingest/commands.

Exit code 0 accepted, 1 refused, 2 wrong usage.
"""

import argparse
import signal
import sys

from access.audit import Unrecordable
from ingest.commands import forms, history, load, notes, progress, review, upkeep
from warehouse.faults import Unavailable


def main(arguments: list[str] | None = None) -> int:
    said = _parser().parse_args(arguments)
    try:
        return said.run(said)
    except (Unavailable, Unrecordable) as fault:
        print(fault.sentence)
        print(fault, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Load monthly workbooks into the warehouse (KPI_WAREHOUSE).",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run, help: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=help)
        added.set_defaults(run=run)
        return added

    for group in (load, review, history, notes, progress, forms, upkeep):
        group.add_commands(command)
    return parser


if __name__ == "__main__":
    # so that what waits in the temporary folder goes, as it does at any other end
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    sys.exit(main())
