"""The users' guides are true: what they name is there, every page has its section, and 帮助 shows
what stands in docs/guide."""

import ast
import functools
import re
import shlex
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image

from bench.pictures import VIEWS
from ingest.__main__ import _parser as ingest
from notices.__main__ import _parser as notices
from paper.__main__ import _parser as paper
from screen.address import ROUTES as SCREEN
from server import health
from tests.addresses import ask
from tests.conftest import ROOT
from tests.test_pages import show, texts
from ui.help.guides import find, guides
from ui.upload.verdict import SEVERITIES
from words.names import STATUSES

TEXTS = {f.stem: f.read_text(encoding="utf-8") for f in (ROOT / "docs" / "guide").glob("*.md")}
ALL = "\n".join(TEXTS.values())
CODE = re.findall(r"`([^`\n]+)`|^    (\S.*)$", ALL, re.MULTILINE)
SAID = ["".join(pair) for pair in CODE]
PICTURES = ROOT / "docs" / "pictures"
MENU = (ROOT / "ui" / "menu.py").read_text(encoding="utf-8")
TITLES = dict(re.findall(r'page\(\s*"([a-z]+)",\s*"(.+?)"', MENU))


@functools.cache
def _on_screen() -> set[str]:
    """Texts in the code of pages and of what stands around them, docstrings apart."""
    found = set()
    rooms = ("ui", "pages", "words", "paper", "access", "catalog", "ingest")
    for file in (f for room in rooms for f in (ROOT / room).rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        told = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        constants = (n for n in ast.walk(tree) if isinstance(n, ast.Constant))
        found |= {n.value for n in constants if isinstance(n.value, str) and id(n) not in told}
    return found


def test_every_page_has_a_section_of_its_own_and_none_stands_twice():
    codes = [s.code for g in guides() for s in g.sections]
    pages = {f.stem for f in (ROOT / "pages").glob("[a-z]*.py")}
    assert pages - {*codes} == {"help"}
    assert len(codes) == len({*codes, *(g.code for g in guides())}) - len(guides())
    assert sum(text.count("\n## ") for text in TEXTS.values()) == len(codes)


def test_every_page_and_every_text_of_the_screen_that_is_named_is_there():
    bold = set(re.findall(r"\*\*(.+?)\*\*", ALL))
    assert bold and not bold - {*TITLES.values()}
    quoted = set(re.findall("“(.+?)”", ALL)) - {"—", "后退"}  # the browser has the second
    gone = {q for q in quoted if not any(q in text for text in _on_screen())}
    assert quoted and not gone, gone


def test_the_states_of_a_target_and_the_kinds_of_a_problem_are_those_on_screen():
    states, kinds = (
        re.findall(r"^\| (\S+) \|", part.split("\n\n## ")[0], re.MULTILINE)[1:]
        for part in (ALL.split("<!-- targets -->")[1], ALL.split("<!-- upload -->")[1])
    )
    assert len(states) == 5 and {*states} < {*STATUSES.values()}
    assert kinds == [*SEVERITIES]


def test_every_command_is_understood():
    commands = [shlex.split(c) for c in SAID if c.startswith("python -m ")]
    parsers = {"ingest": ingest, "notices": notices, "paper": paper}
    assert len(commands) > 8
    for _, _, module, *arguments in commands:
        there = [__file__ if re.search(r"\.(xlsx|duckdb)$", a) else a for a in arguments]
        parsers[module]().parse_args(there)  # ends with SystemExit where it does not
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(re.findall(r"make ([a-z]+)", ALL)) <= set(targets)
    units = re.findall(r"kpi[@-][\w.-]+", " ".join(s for s in SAID if "systemctl" in s))
    files = {f.name for f in (ROOT / "deploy").iterdir()}
    assert {re.sub(r"@\d+$", "@.service", u) for u in units} <= files
    named = [s for s in SAID if s.startswith(("deploy/", "requirements"))]
    assert named and all((ROOT / name).exists() for name in named)


def test_an_image_has_the_guides():
    left_out = (ROOT / ".dockerignore").read_text().split()
    assert left_out and not [path for path in left_out if path.startswith("docs")]


def test_every_variable_and_measure_is_one_of_ours():
    code = "".join(
        f.read_text(encoding="utf-8")
        for room in ("access", "ingest", "server", "warehouse", "paper", "notices", "deploy")
        for f in (ROOT / room).rglob("*")
        if f.suffix in (".py", ".toml", ".example", ".service")
    )
    names = set(re.findall(r"\b(?:KPI|kpi)_\w+", ALL))
    assert names and not {n for n in names if n not in code}


def test_every_address_answers(real):
    routes = {route.path for route in (*health.ROUTES, *SCREEN)}
    addresses = [s for s in SAID if re.match(r"/(data|[a-z]+z$|metrics|screen)", s)]
    assert len(addresses) > 10
    for address in addresses:
        parts = urlsplit(address)
        if parts.path not in routes:
            query = {k: v for k, (v, *_) in parse_qs(parts.query).items()}
            answer = ask(parts.path, query, "HEAD")
            without = parts.path == "/data/areas.csv"  # the real months have no counties
            assert answer.status == (400 if without else 200), address


def test_every_picture_is_of_a_page_and_shown_and_all_are_small():
    files = {f.stem: f for f in PICTURES.iterdir()}
    shown = re.findall(r"pictures/([\w.-]+)\.webp", ALL + (ROOT / "README.md").read_text("utf-8"))
    assert set(files) == set(VIEWS) == set(shown)
    for name, (address, *size) in VIEWS.items():
        page = name.split("-")[0]
        assert (ROOT / "pages" / f"{page}.py").exists(), f"{page} is gone: make pictures"
        assert address.strip("/") in (page, ""), name
        with Image.open(files[name]) as picture:
            assert list(picture.size) == size
    assert sum(f.stat().st_size for f in files.values()) < 600_000


def test_the_search_finds_headings_first_and_asks_for_every_word():
    assert next(s.code for _, s, _ in find("目标")) == "targets"
    [(guide, section, paragraph)] = find("撤回 管理员 入库 本人")
    assert (guide.code, section.code) == ("staff", "history")
    assert "本人只能撤回自己的入库" in paragraph and "*" not in paragraph
    assert find("ｗｏｒｄ")[0][1].code == "documents"
    assert find("没有这样的词") == []


def _ways(app) -> dict[str, object]:
    return {b.label: b for b in app.main.button}


def test_the_contents_lead_to_a_section_and_the_search_too(monkeypatch, empty_warehouse):
    app = show("help", monkeypatch, empty_warehouse)  # there before the first month is
    assert {s.title for g in guides() for s in g.sections} <= set(_ways(app))
    _ways(app)["更正与撤回"].click().run()
    assert [h.value for h in app.header] == ["更正与撤回"]
    assert app.query_params["section"] == "history"
    assert len(app.get("image")) == 1 and "撤回本身也是一次入库" in texts(app)
    app.text_input(key="find_help").set_value("备份").run()
    assert "2 节写到“备份”" in texts(app)
    _ways(app)["运维指南：备份与恢复"].click().run()
    assert [h.value for h in app.header] == ["备份与恢复"]
    assert app.text_input(key="find_help").value == ""


@pytest.mark.parametrize("guide", guides(), ids=lambda g: g.code)
def test_a_whole_guide_is_shown_as_it_stands_in_the_file(monkeypatch, empty_warehouse, guide):
    app = show("help", monkeypatch, empty_warehouse, section=guide.code)
    assert [h.value for h in app.header] == [s.title for s in guide.sections]
    said = texts(app)
    for line in TEXTS[guide.code].splitlines():
        assert line.strip() in said or line.startswith(("#", "!")), line
    assert len(app.get("image")) == TEXTS[guide.code].count("\n![")
