"""A workbook's zip, opened in the sandbox's child: refuses what is hostile, and gives the parts.

Bounded: 5 MB in, 200 entries, 16 MB inflated, each byte looked at a fixed number of times.
"""

import io
import zipfile
import zlib

from ingest.workbook.refused import Refused

MAX_ENTRIES = 200
MAX_INFLATED = 16 << 20  # a real month inflates to 0.1 MB
MAX_ELEMENTS = 600_000  # of all parts; 86,000 cells of towns with shared texts are 350,000
_ENTRY = b"PK\x01\x02"  # begins each line of a zip's list of contents
_XML = (".xml", ".rels", ".vml")
_CORRUPT = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    ValueError,
    OSError,
    RuntimeError,
)


def open_package(data: bytes) -> dict[str, bytes]:
    """The XML parts by their names in lower case, without a slash in front. Raises Refused."""
    count = data.count(_ENTRY)
    if count > MAX_ENTRIES:  # counted before zipfile lists them, which takes 0.1 s for 20,000
        raise Refused("file-zip-structure", detail=f"含 {count} 个部件")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _parts(archive, _checked(archive.infolist()))
    except _CORRUPT as error:
        raise Refused("file-corrupt", detail="压缩包不完整") from error


def _checked(entries: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Entries by name. A document gateway may write folders as entries, and backslashes."""
    named = [(e.filename.replace("\\", "/"), e) for e in entries]
    files = {name.lower(): e for name, e in named if not (name.endswith("/") and not e.file_size)}
    for name, _ in named:
        steps = name.removesuffix("/").split("/")
        if ":" in name or "" in steps or ".." in steps:
            raise Refused("file-zip-structure", detail="部件路径越界")
    if len({name.lower() for name, _ in named}) != len(named):
        raise Refused("file-zip-structure", detail="部件重名")
    if any(e.flag_bits & 1 for e in entries):
        raise Refused("file-encrypted")
    if sum(e.file_size for e in entries) > MAX_INFLATED:
        raise Refused("file-zip-bomb", size=sum(e.file_size for e in entries) >> 20)
    if any(n.endswith("vbaproject.bin") or "/macrosheets/" in n for n in files):
        raise Refused("file-macro")
    if "[content_types].xml" not in files:
        if any(name.endswith((".xlsx", ".xls", ".et", ".ods")) for name in files):
            raise Refused("file-packed", kind="zip")
        kind = "OpenDocument 表格（.ods）" if "content.xml" in files else "其他压缩文件"
        raise Refused("file-not-xlsx", kind=kind)
    return files


def _parts(archive: zipfile.ZipFile, files: dict[str, zipfile.ZipInfo]) -> dict[str, bytes]:
    """Every entry is inflated to the size that its header says, which may lie: then its checksum
    does not fit. The XML ones are kept."""
    kept = {}
    for name, entry in files.items():
        with archive.open(entry) as part:
            content = part.read(entry.file_size + 1)  # read() would inflate all first
        if name.endswith(_XML) and not name.startswith("customxml/"):  # whose encoding is its own
            _check_xml(name, content)
            kept[name] = content
    elements = sum(content.count(b"<") - content.count(b"</") for content in kept.values())
    if elements > MAX_ELEMENTS:
        raise Refused("layout-too-many", found=f"{elements} 个元素")
    return kept


def _check_xml(name: str, content: bytes) -> None:
    """No entities, and no encoding in which they could hide: openpyxl reads these parts too, to
    mark them."""
    head = content[:256]
    declared = (
        head[: head.find(b"?>") + 1].lower()
        if head.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml")
        else b"?"
    )
    encoding = declared.partition(b"encoding")[2].replace(b" ", b"")[:10]
    if (
        b"\x00" in head
        or not declared
        or not (encoding == b"" or encoding[1:].strip(b"\"'").startswith((b"utf-8", b"us-ascii")))
    ):
        raise Refused("file-xml", part=name, detail="编码不是 UTF-8")
    if b"<!DOCTYPE" in content:  # before any entity
        raise Refused("file-xml", part=name, detail="含 DTD 声明")
    if name == "[content_types].xml" and b"sheet.binary" in content:
        raise Refused("file-not-xlsx", kind="二进制工作簿 .xlsb")
    if name == "[content_types].xml" and b"macroEnabled" in content:
        raise Refused("file-macro")
