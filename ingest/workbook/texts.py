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


@dataclass(frozen=True)
class Text:
    """A text without its `special_runs`, which are named beside it; `unseen` is true where
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
        }

    @property
    def end(self) -> dict:
        return {"rPh": self.end_phonetic, "t": self.end_t}

    def text(self) -> Text:
        if len(self._runs) == 1 and not self._runs[0][0]:
            return seen(self._runs[0][1])
        whole = [(mark, seen(text)) for mark, text in self._runs]
        unmarked = "".join(t.text for mark, t in whole if not mark)
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
