"""Who sits at the terminal, and the kinds of arguments that several commands take."""

import argparse
import getpass
import os
import pathlib

from access.person import Person


def existing(text: str) -> pathlib.Path:
    path = pathlib.Path(text)
    if not path.is_file():
        raise argparse.ArgumentTypeError(f"no such file: {text}")
    return path


def user() -> str:
    return os.environ.get("KPI_USER") or getpass.getuser()


def at_the_keyboard() -> Person:
    return Person("", f"{user()}（命令行）", "admin")
