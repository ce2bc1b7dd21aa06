"""docs/developing.md is followed on a copy of the project: each section's blocks are written where
they say, then its last block runs. And the ways it tells name what exists, and run one way."""

import importlib
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

TEXT = (ROOT / "docs" / "developing.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (.+?)\n(.*?)(?=^##|\Z)", TEXT, re.MULTILINE | re.DOTALL))
BLOCK = re.compile(
    r"(?:(Write|Append\sto|Replace\sin)\s`([^`]+)`|(\bby)|See[^`]*?):\n\n```\w+\n(.*?)```\n", re.S
)
ROOMS = ("words", "catalog", "ingest", "warehouse", "charts", "ui", "pages")


@pytest.fixture(scope="module")
def copy(tmp_path_factory) -> pathlib.Path:
    """The project as it is, without what it has built."""
    target = tmp_path_factory.mktemp("developing") / "project"
    skipped = shutil.ignore_patterns(".*", "__pycache__", "*.duckdb*", "demo", "state", "tests")
    shutil.copytree(ROOT, target, ignore=skipped)
    return target


def follow(section: str, copy: pathlib.Path) -> None:
    old = ""
    for verb, name, by, text in BLOCK.findall(SECTIONS[section]):
        if verb:
            place = copy / name
        if verb == "Write":
            place.write_text(text, encoding="utf-8")
        elif verb.startswith("Append"):
            gap = "\n\n" if name.endswith(".py") else ""
            place.write_text(place.read_text(encoding="utf-8") + gap + text, encoding="utf-8")
        elif verb:
            old = text.rstrip("\n")
            assert place.read_text(encoding="utf-8").count(old) == 1, old
        elif by:
            place.write_text(
                place.read_text(encoding="utf-8").replace(old, text.rstrip("\n")), encoding="utf-8"
            )
        else:
            state = {"KPI_WAREHOUSE": str(copy / "data" / "w.duckdb"), "KPI_STATE": str(copy / "s")}
            subprocess.run(
                [sys.executable, "-c", text], cwd=copy, env=os.environ | state, check=True
            )


def test_the_steps_lead_where_they_say(copy):
    assert list(SECTIONS) == [
        "an indicator",
        "a view",
        "a question",
        "a page",
        "a problem",
        "a rule",
    ]
    for section in SECTIONS:
        follow(section, copy)


def way(title: str) -> list[str]:
    """The names of a way's numbered steps."""
    steps = re.search(rf"^## {title}.*?\n(.*?)(?=^## )", TEXT, re.MULTILINE | re.DOTALL)[1]
    told = "".join(re.findall(r"^\d+\. .*?(?=^\d+\. |^$)", steps, re.MULTILINE | re.DOTALL))
    return re.findall(r"`([a-z_]+(?:\.\w+)+)`", told)


@pytest.mark.parametrize("title", ["The way of one number", "The way of one upload"])
def test_every_step_of_a_way_exists(title):
    names = way(title)
    assert len(names) >= 18
    for name in names:
        module, _, function = name.rpartition(".")
        assert callable(getattr(importlib.import_module(module), function)), name


def test_the_way_of_a_number_never_goes_back():
    rooms = [name.split(".")[0] for name in way("The way of one number")]
    assert [ROOMS.index(r) for r in rooms] == sorted(ROOMS.index(r) for r in rooms)
