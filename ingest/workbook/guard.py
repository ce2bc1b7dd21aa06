"""What the server itself looks at before a stranger's file goes into the sandbox: its size and its
first bytes. Everything else happens in the child (ingest/workbook/package.py)."""

import re

from ingest.problems import Problem, problem

MAX_BYTES = 5 << 20
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PACKED = {b"Rar!\x1a\x07": "RAR", b"7z\xbc\xaf\x27\x1c": "7z", b"\x1f\x8b": "gz", b"BZh": "bz2"}
# an .xlsx with a password; an .xls whose first record is followed by the one of its password
_ENCRYPTED = re.compile(
    re.escape("EncryptedPackage".encode("utf-16-le"))
    + rb"|\x09\x08\x10\x00\x00\x06\x05\x00.{12}\x2f\x00",
    re.DOTALL,
)
_KINDS = {  # first bytes, in lower case
    "网页或 XML": (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<!--", b"mime-version"),
    "PDF": (b"%pdf",),
    "图片": (b"\xff\xd8\xff", b"\x89png", b"gif8", b"bm"),
    "Word 或写字板文档": (b"{\\rtf",),
}


def inspect(data: bytes, file_name: str) -> Problem | None:
    """The reason to refuse this file, None if the sandbox may open it."""
    if not data:
        return problem("file-empty")
    if len(data) > MAX_BYTES:
        return problem("file-too-large", size=f"{len(data) / (1 << 20):.1f}")
    if data.startswith(OLE):
        return problem("file-encrypted" if _ENCRYPTED.search(data) else "file-xls")
    packed = next((kind for begin, kind in _PACKED.items() if data.startswith(begin)), None)
    if packed:
        return problem("file-packed", kind=packed)
    if not data.startswith(b"PK\x03\x04"):
        return problem("file-not-xlsx", kind=_kind(data[:4096], file_name))
    return None


_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")  # in no text


def _kind(start: bytes, file_name: str) -> str:
    first = start[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        first = start.decode("utf-16", "ignore").lower().encode()
    kind = next((kind for kind, begin in _KINDS.items() if first.startswith(begin)), None)
    if kind:
        return kind
    is_text = (b"," in first or b"\t" in first) and not _CONTROL.search(first)
    if file_name.lower().endswith((".csv", ".txt")) or is_text:
        return "文本或 CSV"
    return "未知格式"
