"""progress: report how a clause of a plan goes, review a report, or take one back."""

import argparse
import datetime as dt
from decimal import Decimal, InvalidOperation

from catalog import catalog
from ingest.changes import on_record, progress_on_record
from ingest.changes.progress import LONGEST, SHORTEST, Progress
from ingest.commands.terminal import at_the_keyboard, say, user
from warehouse import configured_warehouse
from words.names import STATES


def add_commands(command) -> None:
    """`command` adds one: command(name, run, help) → its parser."""
    parser = command("progress", _progress, "report progress on a clause, review or take back one")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--clause", choices=[c.code for c in catalog().clauses], metavar="CODE")
    what.add_argument("--review", type=int, metavar="NUMBER")
    what.add_argument("--remove", type=int, metavar="NUMBER", help="--words then says why")
    parser.add_argument("--as-of", type=dt.date.fromisoformat, metavar="YYYY-MM-DD")
    parser.add_argument("--state", choices=STATES, default="ongoing")
    parser.add_argument("--words", default="", help=f"{SHORTEST} to {LONGEST} characters")
    parser.add_argument("--evidence", default="", help="a file or an address")
    parser.add_argument("--target", default="", metavar="CODE", help="of the clause; with --value")
    parser.add_argument("--value", type=_number)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise argparse.ArgumentTypeError(f"not a number: {text}") from error


def _progress(said: argparse.Namespace) -> int:
    if said.review is None and not SHORTEST <= len(said.words.strip()) <= LONGEST:
        print(f"--words 须写 {SHORTEST} 至 {LONGEST} 个字。")
        return 2
    if said.clause and not said.as_of:
        print("填报须给出 --as-of。")
        return 2
    person, warehouse = at_the_keyboard(), configured_warehouse()
    on_record.refresh(person, warehouse, catalog())
    by, known = user(), catalog()
    if said.review is not None:
        outcome = progress_on_record.review(person, warehouse, said.review, by, known)
        return _say(outcome, f"填报 {said.review} 已复核。")
    if said.remove is not None:
        outcome = progress_on_record.take_back(
            person, warehouse, said.remove, said.words, by, known
        )
        return _say(outcome, f"填报 {said.remove} 已撤回。")
    report = Progress(
        said.clause, said.as_of, said.state, said.words, said.evidence, said.target, said.value
    )
    try:
        outcome = progress_on_record.report(person, warehouse, report, by, known)
    except ValueError as fault:
        print(f"没有填报：{fault}")
        return 1
    return _say(outcome, f"已填报，编号 {outcome.number}，待复核。")


def _say(outcome, done: str) -> int:
    if outcome.kind in ("gone", "own"):
        print({"gone": "这条填报已复核或已撤回。", "own": "不能复核自己填报的。"}[outcome.kind])
        return 1
    return say(outcome, done)
