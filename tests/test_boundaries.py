"""Pages stay scripts, a view is a file, SQL fits its width. Who imports whom: pyproject.toml."""

import ast
import re
import subprocess
import sys
import tomllib
import unicodedata
from collections import Counter

import pytest

from tests.conftest import ROOT
from warehouse import view_files


def files(room: str):
    return sorted(p for p in (ROOT / room).glob("**/*.py") if p.name != "__init__.py")


def test_only_queries_are_asked_by_pages_and_blocks():
    """Only `warehouse.queries` asks: no page or block opens a connection or names SQL."""
    for path in files("pages") + files("ui"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\bSELECT\b|\.execute\(|duckdb", text), path


def test_every_engine_is_made_at_one_place():
    """`warehouse.connect` alone knows what none of them may do."""
    rooms = ("warehouse", "ingest", "export", "api", "ui", "pages", "server", "demo", "prove")
    texts = {path: path.read_text(encoding="utf-8") for room in rooms for path in files(room)}
    assert [str(path) for path, text in texts.items() if "duckdb.connect(" in text] == []
    # A bar would stand amid `check --json`; a process of its own, as DuckDB draws none in pytest.
    setting = "SELECT current_setting('enable_progress_bar')"
    asked = f'from warehouse import connect; print(connect().execute("{setting}").fetchall())'
    said = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, check=True)
    assert said.stdout == b"[(False,)]\n"


def test_a_check_needs_nothing_that_only_forms_and_pages_need():
    """openpyxl took two fifths of the processor time of a command's start, pandas, which DuckDB
    loads for the first parameter of a statement, two fifths of a check."""
    asked = (
        "import sys; from ingest.__main__ import main; main(['check', 'data/raw/2022-08.xlsx']); "
        "print({'openpyxl', 'numpy', 'pandas', 'pyarrow'} & {*sys.modules})"
    )
    said = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, check=True)
    assert said.stdout.splitlines()[-1] == b"set()"


ROOMS = ["access", "api", "catalog", "charts", "export", "ingest", "notices", "pages", "paper"]
ROOMS += ["screen", "server", "ui", "warehouse", "words"]


def _said(path) -> list[str]:
    """The texts that a file says, pieces of longer ones too; no docstring, no comment."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".sql":
        return re.findall("'([^'\n]+)'", re.sub("--.*", "", text))
    tree = ast.parse(text)
    told = [n.value for n in ast.walk(tree) if isinstance(n, ast.Expr)]  # docstrings
    strings = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and n not in told]
    return [n.value for n in strings if isinstance(n.value, str)]


def test_a_sentence_stands_once():
    """What is said in two places soon says two things: of eight Chinese characters and more each
    text stands once in the program, in Python or SQL."""
    places = [
        (said.strip(), path.relative_to(ROOT))
        for room in ROOMS
        for path in sorted([*(ROOT / room).glob("**/*.py"), *(ROOT / room).glob("**/*.sql")])
        for said in _said(path)
        if len(re.findall("[\u4e00-\u9fff]", said)) >= 8
    ]
    counts = Counter(said for said, _ in places)
    assert [(said, str(path)) for said, path in places if counts[said] > 1] == []


@pytest.mark.parametrize("path", files("pages"), ids=lambda p: p.name)
def test_a_page_is_a_short_script(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert path.read_text(encoding="utf-8").count("\n") < 80
    assert not [
        n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.ClassDef | ast.Try)
    ]


def test_every_question_has_a_file_a_function_and_a_grain():
    questions = {
        p.stem: p.read_text(encoding="utf-8") for p in (ROOT / "warehouse" / "sql").glob("*/*.sql")
    }
    functions = {
        n.name: ast.get_docstring(n)
        for module in (ROOT / "warehouse" / "queries").glob("*.py")
        for n in ast.parse(module.read_text(encoding="utf-8")).body
        if isinstance(n, ast.FunctionDef)
    }
    assert set(questions) == set(functions)
    assert all(re.match(r"-- (One|At most one) row", text) for text in questions.values())
    assert all(re.match(r"(One|At most one) row", text) for text in functions.values())


def test_a_view_has_a_file_of_its_name_and_states_its_grain_and_what_it_reads():
    names = set(view_files.VIEWS)
    for name, text in view_files.VIEWS.items():
        created = re.findall(r"CREATE OR REPLACE (?:VIEW|MACRO) (\w+)", text)
        assert created == [name]
        assert text.startswith("-- One row per"), name
        said = re.findall(r"^-- reads: (.+)$", text, re.MULTILINE)
        code = re.sub(r"--.*", "", text)
        named = set(re.findall(r"\b(?:FROM|JOIN) (\w+)", code)) & names - {name}
        inner = set(re.findall(r"(\w+) AS (?:MATERIALIZED )?\(", code))
        assert named - inner == {view for line in said for view in line.split(", ")}, name


SQL_WIDTH = 120  # ruff holds Python to 100; Chinese characters count two in both


@pytest.mark.parametrize(
    "path", sorted((ROOT / "warehouse").glob("**/*.sql")), ids=lambda p: p.name
)
def test_sql_fits_its_width(path):
    wide = [
        sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line)
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    assert max(wide) <= SQL_WIDTH


LONGEST, FUNCTION = 250, 40  # lines of a file and of a function of the program


def test_only_the_tests_are_exempt_from_types():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    [exempt] = tomllib.loads(text)["tool"]["mypy"]["overrides"]
    assert exempt == {"module": ["tests.*"], "ignore_errors": True}


def test_no_file_of_the_program_is_too_long():
    rooms = {p.parent for p in ROOT.glob("*/__init__.py")} - {ROOT / "tests"}
    files = [p for room in rooms for p in room.glob("**/*.py")]
    long = {p for p in files if p.read_text(encoding="utf-8").count("\n") > LONGEST}
    assert {p.relative_to(ROOT).as_posix() for p in long} == set()


def test_no_function_of_the_program_is_too_long():
    rooms = {p.parent for p in ROOT.glob("*/__init__.py")} - {ROOT / "tests"}
    defined = (
        (f"{p.relative_to(ROOT)} {node.name}", node.end_lineno - node.lineno + 1)
        for room in rooms
        for p in room.glob("**/*.py")
        for node in ast.walk(ast.parse(p.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    assert [name for name, lines in defined if lines > FUNCTION] == []


def test_digits_are_0_to_9():
    r"""str.isdigit takes ², int() then fails; \d takes ٣, which no report prints."""
    for room in ("access", "api", "catalog", "export", "ingest", "ui", "warehouse", "words"):
        for path in files(room):
            for line in path.read_text(encoding="utf-8").splitlines():
                said = line.replace("size.isdigit()", "")  # bytes
                unsure = re.search(r"\\d|\.is(digit|numeric|decimal)\(", said)
                assert not unsure or "isascii" in said, f"{path}: {line}"
