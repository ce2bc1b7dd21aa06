"""Refuses a hostile or wrong file before any library opens it.

Everything here is bounded: 5 MB in, 16 MB inflated, one pass of regular expressions.
"""

import io
import re
import zipfile
import zlib

from ingest.problems import Problem, problem

MAX_BYTES = 5 << 20
MAX_ENTRIES = 200
MAX_INFLATED = 16 << 20  # a real month inflates to 0.1 MB; scanning 16 MB takes about 0.1 s
MAX_ROWS, MAX_COLUMNS, MAX_MERGED_CELLS = 2000, 100, 20_000

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENTRY = b"PK\x01\x02"  # begins each line of a zip's list of contents
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PART = re.compile(r"[^/\\:]+(?:/[^/\\:]+)*")
_CELL = re.compile(rb"<(?:\w+:)?(c|row)\s[^>]*?\br=[\"']([A-Z]{0,3})([0-9]{1,7})[\"']")
_MERGE = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?\bref=[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']"
)
_OTHER_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"'](?!utf-8|us-ascii)", re.IGNORECASE)


def inspect(data: bytes, file_name: str) -> Problem | None:
    """The reason to refuse this file, None if a parser may open it (in its sandbox)."""
    if not data:
        return problem("file-empty")
    if len(data) > MAX_BYTES:
        return problem("file-too-large", size=f"{len(data) / (1 << 20):.1f}")
    if data.startswith(_OLE):
        return problem("file-encrypted" if _ENCRYPTED in data else "file-xls")
    if not data.startswith(b"PK\x03\x04"):
        return problem("file-not-xlsx", kind=_kind(data, file_name))
    parts = data.count(_ENTRY)
    if parts > MAX_ENTRIES:  # counted before zipfile lists them, which takes 0.1 s for 20,000
        return problem("file-zip-structure", detail=f"含 {parts} 个部件")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _inspect_entries(archive.infolist()) or _inspect_parts(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
        OSError,
        RuntimeError,
    ) as error:
        return problem("file-corrupt", detail=type(error).__name__)


def _kind(data: bytes, file_name: str) -> str:
    start = data[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta")):
        return "网页或 XML"
    if data.startswith(b"%PDF"):
        return "PDF"
    if file_name.lower().endswith((".csv", ".txt")) or (
        b"," in start and b"\x00" not in data[:4096]
    ):
        return "文本或 CSV"
    return "未知格式"


def _inspect_entries(entries: list[zipfile.ZipInfo]) -> Problem | None:
    names = [e.filename for e in entries]
    for name in names:
        if not _PART.fullmatch(name) or ".." in name.split("/"):
            return problem("file-zip-structure", detail="部件路径越界")
    if len(set(names)) != len(names):
        return problem("file-zip-structure", detail="部件重名")
    if any(e.flag_bits & 1 for e in entries):
        return problem("file-encrypted")
    if sum(e.file_size for e in entries) > MAX_INFLATED:
        return problem("file-zip-bomb", size=sum(e.file_size for e in entries) >> 20)
    if any(n.lower().endswith("vbaproject.bin") or "/macrosheets/" in n.lower() for n in names):
        return problem("file-macro")
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= set(names):
        return problem("file-not-xlsx", kind="其他压缩文件")
    return None


def _inspect_parts(archive: zipfile.ZipFile) -> Problem | None:
    budget = MAX_INFLATED
    for entry in archive.infolist():
        with archive.open(entry) as part:
            content = part.read(budget + 1)  # the size in the zip header may lie
        budget -= len(content)
        if budget < 0:
            return problem("file-zip-bomb", size=MAX_INFLATED >> 20)
        if entry.filename.endswith((".xml", ".rels", ".vml")):
            found = _inspect_xml(entry.filename, content)
            if found:
                return found
    return None


def _inspect_xml(name: str, content: bytes) -> Problem | None:
    if (
        content[:2] in (b"\xff\xfe", b"\xfe\xff")
        or b"\x00" in content[:64]
        or _OTHER_ENCODING.match(content)
    ):
        return problem("file-xml", part=name, detail="编码不是 UTF-8")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        return problem("file-xml", part=name, detail="含 DTD 声明")
    if name == "[Content_Types].xml" and b"macroEnabled" in content:
        return problem("file-macro")
    if name.startswith("xl/worksheets/") and "/_rels/" not in name:
        return _inspect_extent(name, content)
    return None


def _inspect_extent(name: str, content: bytes) -> Problem | None:
    for _, letters, row in _CELL.findall(content):
        if int(row) > MAX_ROWS or _column(letters) > MAX_COLUMNS:
            return problem(
                "layout-too-large",
                part=name,
                found=(letters + row).decode(),
                rows=MAX_ROWS,
                columns=MAX_COLUMNS,
            )
    for left, top, right, bottom in _MERGE.findall(content):
        width, height = abs(_column(right) - _column(left)) + 1, abs(int(bottom) - int(top)) + 1
        if width * height > MAX_MERGED_CELLS:
            return problem(
                "layout-merge-too-large",
                part=name,
                found=(left + top + b":" + right + bottom).decode(),
            )
    return None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
