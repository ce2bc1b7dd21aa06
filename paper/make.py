"""The files of a month: Word, slides, PDF and the official tables, at the time looked at."""

import contextvars
import datetime as dt
import functools
import os
from collections.abc import Callable
from dataclasses import replace

from catalog import catalog
from export.about import file_name
from export.files import TYPES
from export.taken import taken_by
from ingest.forms.exports import export_month
from paper import pdf, slides, word
from paper.content import Report
from paper.month import report
from paper.same_bytes import same_bytes
from warehouse import configured_warehouse
from warehouse.reader import look_back_to, reader

_OFFICE = "application/vnd.openxmlformats-officedocument"
NAMES = {"docx": "Word", "pptx": "幻灯片", "pdf": "PDF", "xlsx": "附表"}
MEDIA = {
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "pdf": "application/pdf",
    "xlsx": TYPES["xlsx"],
}
_WRITERS: dict[str, Callable[[Report], bytes]] = {"docx": word.write, "pptx": slides.write}


def make(month: dt.date, kind: str, known: int | None = None) -> bytes:
    """The file of one of NAMES as known after load `known`; made once for each publication. Where
    the caller looks stays as it is.

    Raises Refused for a month without a report, and where the server lacks a font.
    """
    return contextvars.copy_context().run(_make, month, kind, known)


def _make(month: dt.date, kind: str, known: int | None) -> bytes:
    look_back_to(known)
    outside = os.environ.get("KPI_SLIDES", ""), os.environ.get("KPI_FONTS", "")
    asked = month, kind, reader().version(), known, outside
    return _made.__wrapped__(*asked) if taken_by() else _made(*asked)


@functools.lru_cache(maxsize=32)  # a few months in four kinds, some 200 KB each
def _made(month: dt.date, kind: str, version: tuple, known: int | None, outside) -> bytes:
    content = replace(_report(month, version, known), mark=taken_by())
    if kind == "pdf":
        return pdf.write(content)
    file = _annex(month, known) if kind == "xlsx" else _WRITERS[kind](content)
    return same_bytes(file, content.as_of)


@functools.lru_cache(maxsize=8)
def _report(month: dt.date, version: tuple, known: int | None) -> Report:
    return report(month)


def _annex(month: dt.date, known: int | None) -> bytes:
    return export_month(configured_warehouse(), month, catalog(), known)


def name(month: dt.date, kind: str) -> str:
    """粤数月报-2022-08.docx, with 模拟数据 in front where it is."""
    return file_name(f"粤数月报-{month:%Y-%m}{'-附表' if kind == 'xlsx' else ''}.{kind}")
