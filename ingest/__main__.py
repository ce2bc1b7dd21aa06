"""The command line: python -m ingest COMMAND; each group of commands is a file of
ingest/commands.

Exit code 0 accepted, 1 refused, 2 wrong usage.
"""

import argparse
import contextlib
import signal
import sys

from access.audit import Unrecordable
from ingest.commands import forms, history, load, notes, progress, review, upkeep
from warehouse import configured_warehouse
from warehouse.answering import answering
from warehouse.faults import Unavailable
from words.names import EARLIER


def main(arguments: list[str] | None = None) -> int:
    said = _parser().parse_args(arguments)
    try:
        code = said.run(said)
        _say_what_answered()
        return code
    except (Unavailable, Unrecordable) as fault:
        print(fault.sentence)
        print(fault, file=sys.stderr)
        return 1


def _say_what_answered() -> None:
    """Where the newest state is lost or damaged: on stderr, as stdout may be a program's."""
    with contextlib.suppress(Unavailable):
        source = answering(configured_warehouse())
        if source is not None and source.earlier:
            print(EARLIER, file=sys.stderr)


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
