"""The users' guides (docs/guide/*.md), as the page 帮助 shows and searches them."""

import functools
import pathlib
import re
import unicodedata
from dataclasses import dataclass

FOLDER = pathlib.Path(__file__).parents[2] / "docs" / "guide"
ORDER = ("leadership", "staff", "analyst", "operator")
_SECTION = re.compile(r"^## (.+?) <!-- ([a-z]+) -->\n", re.MULTILINE)
_LEAD = re.compile(r"<!--[^<>]*>|^\s*(?:[-#]+|[0-9]+\.)\s|\|", re.MULTILINE)
_MARK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)|[*`<>]")


@dataclass(frozen=True)
class Section:
    """`code` is the name of the page it explains, or of its own subject."""

    code: str
    title: str
    body: str

    def paragraphs(self) -> list[str]:
        """What is read of it, without markup; a row of a list or a table is one."""
        rows = re.split(r"\n\n|\n(?=[-|]|[0-9]+\.)", self.body)
        plain = (" ".join(_MARK.sub(r"\1", _LEAD.sub(" ", row)).split()) for row in rows)
        return [text for text in plain if text.strip("- ")]


@dataclass(frozen=True)
class Guide:
    code: str
    title: str
    sections: tuple[Section, ...]


@functools.cache
def guides() -> tuple[Guide, ...]:
    return tuple(_read(code) for code in ORDER)


def _read(code: str) -> Guide:
    head, *parts = _SECTION.split((FOLDER / f"{code}.md").read_text(encoding="utf-8"))
    triples = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    sections = tuple(Section(name, title, body.strip()) for title, name, body in triples)
    return Guide(code, head.strip().removeprefix("# "), sections)


def find(search: str) -> list[tuple[Guide, Section, str]]:
    """Sections in whose heading and one paragraph every word of the search occurs, with that
    paragraph; those whose heading alone holds them all come first."""
    words = _plain(search).split()
    hits = []
    for guide in guides():
        for section in guide.sections:
            title, told = _plain(section.title), section.paragraphs()
            fitting = [p for p in told if all(w in f"{title} {_plain(p)}" for w in words)]
            if fitting:
                best = max(fitting, key=lambda p: sum(w in _plain(p) for w in words))
                hits.append((not all(w in title for w in words), guide, section, best))
    return [hit[1:] for hit in sorted(hits, key=lambda hit: hit[0])]


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
