"""Every regular expression of the project is linear: fed its worst input, twice as much costs
about twice as much."""

import ast
import importlib
import re
import time
from dataclasses import dataclass

import pytest

from tests.conftest import ROOT

parser = re._parser
ROOMS = ("access", "api", "catalog", "charts", "export", "ingest", "server", "ui", "warehouse")
_SCRIPTS = ("__main__", "parser_host", "menu")  # run when they are imported
_AS_SEARCH = {"search", "sub", "subn", "findall", "finditer", "split", "match"}
_ENDS = ("", "\x00", "x", "0 ")
_OURS = {
    r"<script>(.*?)</script>",
    r'<link\s+rel="preload"[^>]*as="font"[^>]*>',
}  # Streamlit's page
_OURS_BY = "server/frontend.py"  # reads the files of the installed Streamlit, at the start


@dataclass(frozen=True)
class Use:
    """One pattern as one place uses it."""

    pattern: str
    flags: int
    method: str
    place: str


def uses() -> list[Use]:
    """What modules keep compiled, by the methods they call on it, and what is given to re."""
    found: dict[tuple[str, str], Use] = {}
    for path in sorted(
        p for room in (*ROOMS, "words", "pages") for p in (ROOT / room).glob("**/*.py")
    ):
        place, text = str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        calls = [(node.func, node) for node in ast.walk(ast.parse(text)) if _is_method(node)]
        for func, node in calls:
            first = node.args[0] if node.args else None
            if func.value.id == "re" and isinstance(first, ast.Constant):
                said = first.value.decode() if isinstance(first.value, bytes) else first.value
                use = Use(said, 0, func.attr, f"{place}:{node.lineno}")
                found.setdefault((use.pattern, use.method), use)
        if place.startswith("pages/") or path.stem in _SCRIPTS:
            continue
        module = importlib.import_module(place.removesuffix(".py").replace("/", "."))
        for name, kept in vars(module).items():
            named = sorted({func.attr for func, _ in calls if func.value.id == name})
            for one in _compiled(kept):
                for method in named or sorted({f.attr for f, _ in calls if f.value.id != "re"}):
                    use = Use(one.pattern, one.flags, method, f"{place} {name}")
                    found.setdefault((one.pattern, method), use)
    asked = [u for u in found.values() if u.method in {*_AS_SEARCH, "fullmatch"}]
    return sorted(asked, key=lambda u: (u.place, u.pattern, u.method))  # alike in every worker


def _is_method(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
    )


def _compiled(kept):
    """The patterns that a name holds, however deep."""
    if isinstance(kept, re.Pattern):
        return [kept] if isinstance(kept.pattern, str) else []
    if isinstance(kept, dict):
        kept = [*kept, *kept.values()]
    return [p for k in kept for p in _compiled(k)] if isinstance(kept, list | tuple) else []


def sample(tree) -> str:
    """A text that this part of a pattern matches, near enough."""
    return "".join(_sample(op, given) for op, given in tree)


def _sample(op, given) -> str:
    match str(op):
        case "LITERAL":
            return chr(given)
        case "NOT_LITERAL" | "ANY":
            return "y"
        case "IN":
            return _of_set(given)
        case "BRANCH":
            return sample(given[1][0])
        case "SUBPATTERN":
            return sample(given[-1])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return sample(given[2]) * max(given[0], 1)
        case "ATOMIC_GROUP":
            return sample(given)
    return ""


def _of_set(members) -> str:
    if str(members[0][0]) == "NEGATE":
        return "y"
    op, given = members[0]
    classes = {"CATEGORY_SPACE": " ", "CATEGORY_DIGIT": "7", "CATEGORY_WORD": "w"}
    return (
        chr(given if str(op) == "LITERAL" else given[0])
        if str(op) in ("LITERAL", "RANGE")
        else classes.get(str(given), "y")
    )


def repeats(tree, before: str = ""):
    """(what comes before, what is repeated) of each repetition without a near end."""
    for n, (op, given) in enumerate(tree):
        here = before + sample(tree[:n])
        match str(op):
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                if given[1] > 50:
                    yield here, sample(given[2])
                yield from repeats(given[2], here)
            case "SUBPATTERN":
                yield from repeats(given[-1], here)
            case "BRANCH":
                for branch in given[1]:
                    yield from repeats(branch, here)
            case "ASSERT" | "ASSERT_NOT":
                yield from repeats(given[1], here)
            case "ATOMIC_GROUP":
                yield from repeats(given, here)


def attacks(pattern: str):
    """(start, what is pumped, end)."""
    for before, pump in set(repeats(parser.parse(pattern))):
        for start, pumped in (
            (before, pump),
            ("", before + pump),
            ("", pump),
            (before, pump + " "),
        ):
            yield from ((start, pumped, end) for end in _ENDS if pumped)


def cost(use: Use, attack: tuple[str, str, str], times: int) -> float:
    compiled = re.compile(use.pattern, use.flags)
    method = {"fullmatch": compiled.fullmatch, "match": compiled.match}.get(
        use.method, compiled.findall
    )
    text = attack[0] + attack[1] * times + attack[2]
    began = time.process_time()
    method(text)
    return time.process_time() - began


def superlinear(use: Use) -> tuple | None:
    """An attack under which eight times as much costs more than thirty times as much; what is too
    quick to tell at 4,000 is linear."""
    for attack in attacks(use.pattern):
        if any(cost(use, attack, n) > 0.005 for n in (20, 500, 4000)):
            small = min(cost(use, attack, 500) for _ in range(3))
            if cost(use, attack, 4000) > 30 * small:
                return attack
    return None


USES = [u for u in uses() if u.pattern not in _OURS and not u.place.startswith(_OURS_BY)]


@pytest.mark.parametrize(
    ("pattern", "method", "linear"),
    [
        (r"<c\s[^>]*?\br=", "search", False),  # what stopped the server
        (r"\s+$", "search", False),
        (r"[0-9]+\.?[0-9]*", "fullmatch", False),
        (r"<c\s[^<>]*>", "search", True),
        (r"[0-9]+(?:\.[0-9]*)?", "fullmatch", True),
    ],
)
def test_the_test_tells_them_apart(pattern, method, linear):
    assert (superlinear(Use(pattern, 0, method, "")) is None) == linear


def test_all_of_them_are_looked_at():
    assert len(USES) > 35


@pytest.mark.parametrize("use", USES, ids=lambda use: f"{use.place} {use.method}")
def test_a_pattern_is_linear(use):
    assert superlinear(use) is None
