"""What the server itself looks at before a stranger's file goes into the sandbox: its size and its
first bytes. Everything else happens in the child (ingest/workbook/package.py)."""

from ingest.problems import Problem, problem

MAX_BYTES = 5 << 20
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PACKED = {b"Rar!\x1a\x07": "RAR", b"7z\xbc\xaf\x27\x1c": "7z", b"\x1f\x8b": "gz"}
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def inspect(data: bytes, file_name: str) -> Problem | None:
    """The reason to refuse this file, None if the sandbox may open it."""
    if not data:
        return problem("file-empty")
    if len(data) > MAX_BYTES:
        return problem("file-too-large", size=f"{len(data) / (1 << 20):.1f}")
    if data.startswith(OLE):
        return problem("file-encrypted" if _ENCRYPTED in data else "file-xls")
    packed = next((kind for begin, kind in _PACKED.items() if data.startswith(begin)), None)
    if packed:
        return problem("file-packed", kind=packed)
    if not data.startswith(b"PK\x03\x04"):
        return problem("file-not-xlsx", kind=_kind(data[:4096], file_name))
    return None


def _kind(start: bytes, file_name: str) -> str:
    first = start[:512].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if first.startswith((b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta")):
        return "网页或 XML"
    if start.startswith(b"%PDF"):
        return "PDF"
    if file_name.lower().endswith((".csv", ".txt")) or (b"," in first and b"\x00" not in start):
        return "文本或 CSV"
    return "未知格式"
