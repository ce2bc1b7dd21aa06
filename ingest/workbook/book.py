"""Which parts of a package are the sheets, the shared strings and the styles: by the relationships,
not by their names."""

import functools
import posixpath
from dataclasses import dataclass, field

from ingest.workbook.colours import theme_colours
from ingest.workbook.refused import Refused
from ingest.workbook.styles import Styles, read_styles
from ingest.workbook.texts import Text, shared_strings
from ingest.workbook.xml_events import read_all

_MAIN = "spreadsheetml.sheet.main+xml"  # ends the content type of an .xlsx's workbook part
_RELATED = ("styles", "sharedStrings", "theme")
_OTHERS = {"word/": "Word 文档", "ppt/": "演示文稿"}
MAX_SHEETS = 100


@dataclass(frozen=True)
class SheetPart:
    title: str
    hidden: bool
    content: bytes
    part: str = ""


@dataclass
class Book:
    parts: dict[str, bytes]
    sheets: list[SheetPart] = field(default_factory=list)
    from_1904: bool = False
    _related: dict[str, str] = field(default_factory=dict)  # last word of a type → part

    def part_of(self, kind: str) -> str:
        """The name of the part with the styles or the shared strings, '' where there is none."""
        name = self._related.get(kind, "")
        return name if name in self.parts else ""

    def drawing_of(self, sheet: SheetPart) -> bytes | None:
        """The part with the pictures, charts and shapes of a sheet."""
        related = _relations(self.parts, sheet.part).values()
        return self.parts.get(next((part for kind, part in related if kind == "drawing"), ""))

    @functools.cached_property
    def strings(self) -> list[Text]:
        content = self.parts.get(self._related.get("sharedStrings", ""))
        return shared_strings(content) if content is not None else []

    @functools.cached_property
    def styles(self) -> Styles:
        content = self.parts.get(self._related.get("styles", ""))
        theme = theme_colours(self.parts.get(self._related.get("theme", "")))
        return read_styles(content, theme) if content is not None else Styles()


def open_book(parts: dict[str, bytes]) -> Book:
    """The workbook in these parts. Raises Refused where none is named in them."""
    main = _main_part(parts)
    book, listed = Book(parts), []

    def properties(attributes: dict[str, str]) -> None:
        book.from_1904 = attributes.get("date1904") in ("1", "true")

    def sheet(attributes: dict[str, str]) -> None:
        listed.append(attributes)
        if len(listed) > MAX_SHEETS:
            raise Refused("layout-too-many", found=f"超过 {MAX_SHEETS} 张工作表")

    read_all(parts[main], {"workbookPr": properties, "sheet": sheet})
    related = _relations(parts, main)
    book._related = {kind: part for kind, part in related.values() if kind in _RELATED}
    unread = set(parts)
    for attributes in listed:
        identity = next((v for k, v in attributes.items() if k.endswith(" id")), "")
        kind, part = related.get(identity, ("", ""))
        if kind not in ("worksheet", "chartsheet", "dialogsheet") or part not in unread:
            raise Refused("file-corrupt", detail=f"缺少工作表“{attributes.get('name', '')[:40]}”")
        unread.remove(part)  # read twice, a part of 2 KB became 100 sheets and 18 s of the child
        if kind == "worksheet":
            hidden = attributes.get("state", "visible") != "visible"
            title = attributes.get("name", "")[:100]
            book.sheets.append(SheetPart(title, hidden, parts[part], part))
    return book


def _main_part(parts: dict[str, bytes]) -> str:
    stated = [part for kind, part in _relations(parts, "").values() if kind == "officeDocument"]
    typed = []

    def override(attributes: dict[str, str]) -> None:
        if attributes.get("ContentType", "").endswith(_MAIN):
            typed.append(_resolved("", attributes.get("PartName", "")))

    read_all(parts["[content_types].xml"], {"Override": override})
    found = next((p for p in (*stated, *typed, "xl/workbook.xml") if p in parts), None)
    if found is None or (stated and typed and stated[0] not in typed):
        raise Refused("file-not-xlsx", kind="其他压缩文件")
    other = next((k for p, k in _OTHERS.items() if found.startswith(p)), None)
    if other:
        raise Refused("file-not-xlsx", kind=other)
    return found


def _relations(parts: dict[str, bytes], source: str) -> dict[str, tuple[str, str]]:
    """Identity → (the last word of its type, the part's name) of what a part refers to."""
    folder, name = posixpath.split(source)
    content = parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, tuple[str, str]] = {}

    def relation(attributes: dict[str, str]) -> None:
        if attributes.get("TargetMode") != "External":
            kind = attributes.get("Type", "").rpartition("/")[2]
            found[attributes.get("Id", "")] = kind, _resolved(folder, attributes.get("Target", ""))

    if content is not None:
        read_all(content, {"Relationship": relation})
    return found


def _resolved(folder: str, target: str) -> str:
    path = posixpath.join("/", folder, target.replace("\\", "/"))
    return posixpath.normpath(path).lstrip("/").lower()
