"""The papers are true: links lead somewhere, commands exist, every dependency is pinned and has its
reason."""

import importlib
import re
import subprocess
import sys

import pytest

from ingest import problems
from tests.conftest import ROOT

PAPERS = [
    ROOT / "README.md",
    ROOT / "DECISIONS.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.name)
def test_links_lead_somewhere(paper):
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", paper.read_text(encoding="utf-8")):
        assert (paper.parent / target).exists(), target


def test_every_attack_names_tests_that_exist():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [row.split("|") for row in text.partition("## Attacks")[2].splitlines() if "| " in row]
    assert len(rows) > 30
    for attack, tests in ((row[1], row[3]) for row in rows[1:]):
        named = re.findall(r"`([\w/]+\.py)::(\w+)`", tests)
        assert named, attack
        for file, test in named:
            said = (ROOT / "tests" / file).read_text(encoding="utf-8")
            assert re.search(rf"^(async )?def {test}\(", said, re.MULTILINE), test


def test_the_two_ways_name_functions_that_are_there():
    """`warehouse.loads.insert_load` in docs/developing.md: a module and what it defines."""
    text = (ROOT / "docs" / "developing.md").read_text(encoding="utf-8")
    ways = text.partition("## The way of one number")[2].partition("## How to add")[0]
    named = re.findall(r"`((?:[a-z_]+\.)+)(\w+)`", ways)
    assert len(named) > 30
    for module, name in named:
        assert hasattr(importlib.import_module(module.rstrip(".")), name), (module, name)


def test_the_commands_of_the_readme_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"make ([a-z]+)", text)) - {"it"} <= set(targets)
    commands = set(re.findall(r"python -m ingest ([a-z]+)", text))
    said = subprocess.run(
        [sys.executable, "-m", "ingest", "--help"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    assert all(f" {c} " in said for c in commands)


def test_every_dependency_is_pinned_and_the_chosen_ones_have_a_reason():
    reasons = (ROOT / "DECISIONS.md").read_text(encoding="utf-8")
    for kind in ("", "-dev", "-database", "-notices"):
        name = f"requirements{kind}.txt"
        lines = [
            line
            for line in (ROOT / name).read_text().splitlines()
            if line and not line.startswith("#")
        ]
        assert all(re.fullmatch(r"[A-Za-z0-9_.-]+(\[[a-z,]+\])?==[0-9.]+", line) for line in lines)
        chosen = (ROOT / name).read_text().split("\n\n")[0].splitlines()[1:]
        assert all(re.split(r"[=\[]", line)[0] in reasons for line in chosen)


def test_every_problem_can_occur_and_says_how_to_mend_it():
    sources = [*(ROOT / "ingest").glob("**/*.py"), *(ROOT / "warehouse").glob("**/*.sql")]
    code = "".join(p.read_text(encoding="utf-8").replace("'", '"') for p in sources)
    for name, (severity, sentence) in problems.WORDING.items():
        stem = name.removeprefix("city-").removeprefix("stage-")
        assert f'"{name}"' in code or f'-{stem}"' in code, name
        if severity == problems.BLOCK:
            assert re.search("请|应为|须|才", sentence), name


def test_no_path_of_a_machine_and_no_secret_is_committed():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split()
    for name in tracked:
        if not name.endswith((".webp", ".xlsx", "test_docs.py")):
            text = (ROOT / name).read_text(encoding="utf-8")
            assert not re.search(
                r"(?<![\w.])/(home|root|work)/|index-url|cookie_secret\s*=", text
            ), name


@pytest.mark.parametrize("name", ["", "-database", "-lake", "-notices"])
def test_the_lock_holds_the_pins_with_a_hash_each_and_no_address(name):
    name = f"requirements{name}"
    pins = {
        line
        for line in (ROOT / f"{name}.txt").read_text().splitlines()
        if line and not line.startswith("#")
    }
    lock = (ROOT / f"{name}.lock").read_text()
    hashes = r"^(\S+==\S+) \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+"
    assert set(re.findall(hashes, lock, re.MULTILINE)) == pins
    assert "://" not in lock


@pytest.mark.parametrize("image", ["Containerfile", "cluster/Dockerfile"])
def test_an_image_installs_what_has_a_hash_and_runs_as_a_user(image):
    lines = (ROOT / "deploy" / image).read_text(encoding="utf-8").splitlines()
    installs = [line for line in lines if "pip install" in line]
    assert installs
    for line in installs:
        assert "--require-hashes" in line, line
        files = re.findall(r"-r (\S+)", line)
        assert files, line
        assert all(f.endswith(".lock") and (ROOT / f).exists() for f in files), line
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users[-1:] == ["kpi"]
