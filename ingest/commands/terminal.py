"""Who sits at the terminal, and the kinds of arguments that several commands take."""

import argparse
import contextlib
import datetime as dt
import getpass
import os
import pathlib
import sys
from collections.abc import Iterator

from access.outcome import Outcome
from access.person import Person
from words.clock import beijing, first_day


def existing(text: str) -> pathlib.Path:
    path = pathlib.Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"no such file: {text}")
    return path


def month(text: str) -> dt.date:
    try:
        return first_day(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"not a month like 2022-09: {text}") from error


def user() -> str:
    return os.environ.get("KPI_USER") or getpass.getuser()


def at_the_keyboard() -> Person:
    return Person("", f"{user()}（命令行）", "admin")


def sealed(outcome: Outcome) -> str:
    """That a sealed month was not changed, and what it takes."""
    assert outcome.when and outcome.month
    return (
        f"{outcome.month:%Y-%m} 已由 {outcome.who} 于 {beijing(outcome.when)} 封账，没有改动；"
        "更改须由管理员写明理由"
    )


def say(outcome: Outcome, sentence: str) -> int:
    """Print what was done; it is done also where the trail could not be written to its end."""
    with done():
        print(sentence)
        if not outcome.recorded:
            print(f"　审计记录暂时没有写完，恢复后自动补记（编号 {outcome.reference}）。")
    return 0


@contextlib.contextmanager
def done() -> Iterator[None]:
    """What is printed in here is about a change that was made: where it cannot be printed (a log on
    a full disk, a pipe that nobody reads), the exit code still says that it was made."""
    try:
        yield
        print(end="", flush=True)  # nothing where there is no stdout at all (`>&-`)
    except OSError as fault:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, to the end
        with contextlib.suppress(OSError):
            print(fault, file=sys.stderr)
