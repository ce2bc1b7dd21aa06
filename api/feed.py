"""/data/feed.atom: what was published and taken back, newest first, for programs that look for
themselves (RFC 4287)."""

import datetime as dt
import re
import uuid
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pandas as pd

from notices.loads import what_happened
from words.names import SIMULATED, TITLE
from words.numbers import is_missing

ENTRIES = 50
MEDIA = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
# XML has no such characters, not even escaped; a reason typed by hand may hold one
_UNFIT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(loads: pd.DataFrame, origin: str, simulated: bool) -> bytes:
    """One entry per load. `origin`: how readers reach the server, https://host."""
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "zh-CN"})
    _add(root, "id", _urn(TITLE))
    _add(root, "title", f"{TITLE}{f'（{SIMULATED}）' if simulated else ''}")
    newest = dt.datetime(1970, 1, 1) if loads.empty else loads["loaded_at"].max()
    _add(root, "updated", _time(newest))
    _add(ET.SubElement(root, f"{{{_ATOM}}}author"), "name", TITLE)
    ET.SubElement(root, f"{{{_ATOM}}}link", rel="self", href=f"{origin}/data/feed.atom")
    ET.SubElement(root, f"{{{_ATOM}}}link", rel="alternate", href=f"{origin}/")
    for _, load in loads.head(ENTRIES).iterrows():
        _entry(root, load, origin)
    return ET.tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(root: ET.Element, load: pd.Series, origin: str) -> None:
    entry = ET.SubElement(root, f"{{{_ATOM}}}entry")
    # a load's number begins anew in another warehouse; its time and file do not
    _add(entry, "id", _urn(f"{load['load_id']} {load['loaded_at']} {load['sha256']}"))
    _add(entry, "title", what_happened(load))
    _add(entry, "updated", _time(load["loaded_at"]))
    _add(ET.SubElement(entry, f"{{{_ATOM}}}author"), "name", load["loaded_by"])
    link = f"{origin}/history?{urlencode({'load': load['load_id']})}"
    ET.SubElement(entry, f"{{{_ATOM}}}link", href=link)
    said = [load["file_name"], load["state"]]
    said += [] if is_missing(load["reasons"]) else [f"原因：{load['reasons']}"]
    _add(entry, "summary", "　·　".join(text for text in said if text))


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = _UNFIT.sub("�", text)


def _time(utc) -> str:
    return f"{utc:%Y-%m-%dT%H:%M:%SZ}"


def _urn(name: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"kpi:{name}").urn
