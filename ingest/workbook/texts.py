"""Texts of a workbook as they are seen: escapes resolved, unseen characters left out, and runs that
are raised, lowered or struck through kept apart."""

import re
import unicodedata
from dataclasses import dataclass

from ingest.workbook.refused import Refused
from ingest.workbook.xml_events import read_all

MAX_STRINGS = 200_000
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# letters and marks that print nothing, beside those of Unicode's control and format categories
_BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0]")
_UNSEEN = ("Cc", "Cf", "Cs")
_PALE, _TINY = "白色字", "极小字"  # beside runs that are not


@dataclass(frozen=True)
class Text:
    """A text without those of its `special_runs` that can be seen (the others may be seen on the
    cell's ground); all are named beside it. `unseen` is true where
    characters that print nothing were left out."""

    text: str
    special_runs: str = ""
    unseen: bool = False


class Runs:
    """Collects the runs of one text element (si or is) as the XML comes."""

    def __init__(self):
        self.begin_text({})

    def begin_text(self, _) -> None:
        self._runs: list[tuple[str, str]] = []
        self._mark, self._phonetic = "", False

    def begin_run(self, _) -> None:
        self._mark = ""

    def begin_phonetic(self, _) -> None:
        self._phonetic = True  # how a name is pronounced, printed small above it

    def end_phonetic(self) -> None:
        self._phonetic = False

    def raise_or_lower(self, attributes: dict[str, str]) -> None:
        self._mark = raised_or_lowered(attributes) or self._mark

    def strike(self, attributes: dict[str, str]) -> None:
        self._mark = struck(attributes) or self._mark

    def colour(self, attributes: dict[str, str]) -> None:
        self._mark = self._mark or pale(attributes)

    def size(self, attributes: dict[str, str]) -> None:
        is_tiny = attributes.get("val", "") in ("1", "2")
        self._mark = self._mark or (_TINY if is_tiny else "")

    def end_t(self, text: str) -> None:
        if not self._phonetic:
            self._runs.append((self._mark, text))

    @property
    def begin(self) -> dict:
        return {
            "r": self.begin_run,
            "rPh": self.begin_phonetic,
            "vertAlign": self.raise_or_lower,
            "strike": self.strike,
            "color": self.colour,
            "sz": self.size,
        }

    @property
    def end(self) -> dict:
        return {"rPh": self.end_phonetic, "t": self.end_t}

    def text(self) -> Text:
        if len(self._runs) == 1 and self._runs[0][0] in ("", _PALE, _TINY):
            return seen(self._runs[0][1])
        whole = [(mark, seen(text)) for mark, text in self._runs]
        unmarked = "".join(t.text for mark, t in whole if mark in ("", _PALE, _TINY))
        if len({mark for mark, _ in whole}) == 1 and unmarked:
            return Text(unmarked, unseen=any(t.unseen for _, t in whole))
        special_runs = "、".join(
            f"{mark}“{t.text}”" for mark, t in whole if mark and t.text.strip()
        )
        text = unmarked if unmarked.strip() else "".join(t.text for _, t in whole)
        return Text(text, special_runs, any(t.unseen for _, t in whole))


def seen(raw: str) -> Text:
    """A text of the file as a person sees it."""
    if raw.isascii() and raw.isprintable() and "_x" not in raw:
        return Text(raw)
    text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), raw) if "_x" in raw else raw
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = _BLANK.sub("", text)
    if not kept.isprintable():
        kept = "".join(ch for ch in kept if ch in "\t\n" or unicodedata.category(ch) not in _UNSEEN)
    return Text(kept, unseen=kept != text)


def raised_or_lowered(attributes: dict[str, str]) -> str:
    """What vertAlign says, in a run or in a cell's font."""
    return {"superscript": "上标", "subscript": "下标"}.get(attributes.get("val", ""), "")


def struck(attributes: dict[str, str]) -> str:
    return "" if attributes.get("val") in ("0", "false") else "删除线"


def pale(attributes: dict[str, str]) -> str:
    """What a run's colour says, where it is that of paper."""
    channels = re.fullmatch("(?:[0-9A-F]{2})?((?:F[0-9A-F]){3})", attributes.get("rgb", "").upper())
    of_theme = attributes.get("theme") == "0" and not attributes.get("tint", "0").startswith("-")
    return _PALE if channels or of_theme or attributes.get("indexed") in ("1", "9") else ""


def shared_strings(content: bytes) -> list[Text]:
    """The texts that cells refer to by number."""
    strings: list[Text] = []
    runs = Runs()

    def end_si() -> None:
        if len(strings) >= MAX_STRINGS:
            raise Refused("layout-too-many", found=f"超过 {MAX_STRINGS} 条文字")
        strings.append(runs.text())

    begin = runs.begin | {"si": runs.begin_text}
    read_all(content, begin, runs.end | {"si": end_si}, texts=("t",))
    return strings
