"""Office files that are the same bytes for the same figures: their libraries write the time of day
into the zip and into the properties."""

import datetime as dt
import io
import re
import zipfile

_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def same_bytes(file: bytes, time: dt.datetime) -> bytes:
    """The zip with every part dated alike, its properties and inner workbooks at `time` (UTC)."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(file)) as parts,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for part in parts.infolist():
            content = parts.read(part)
            if part.filename.endswith(".xlsx"):
                content = same_bytes(content, time)
            elif part.filename == "docProps/core.xml":
                content = _TIMES.sub(rb"\g<1>" + f"{time:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
            out.writestr(zipfile.ZipInfo(part.filename), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()
