"""/data/due.ics: what is due when, for calendars that subscribe (RFC 5545)."""

import datetime as dt
import re
from urllib.parse import urlencode

import pandas as pd

from words.names import SIMULATED, TITLE

MEDIA = "text/calendar"
ASSUMED = "应发日是看板的假定：只知道 2022-08 一期于 2022-09-13 印发。"
_PROGRESS = "应报日（季后 15 日）是看板的假定，工作要点没有写明哪一日报。"


def calendar(rows: pd.DataFrame, origin: str, known_at: dt.datetime, simulated: bool) -> bytes:
    """One all-day event per row of `due_dates`, under an identifier that never changes.

    known_at: when the warehouse last changed (UTC); the same state makes the same bytes.
    """
    name = f"{TITLE}：应发、应报和目标期限{f'（{SIMULATED}）' if simulated else ''}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//kpi//monthly report//ZH",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        f"X-WR-CALDESC:{_text(ASSUMED)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
    ]
    for _, row in rows.iterrows():
        lines += _event(row, origin, known_at)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _event(row: pd.Series, origin: str, known_at: dt.datetime) -> list[str]:
    summary, description, page = _words(row)
    day = row["due_on"]
    return [
        "BEGIN:VEVENT",
        f"UID:{row['kind']}-{row['code']}@kpi.monthly.report",
        f"DTSTAMP:{known_at:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(summary)}",
        f"DESCRIPTION:{_text(description)}",
        f"URL:{origin}{page}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _words(row: pd.Series) -> tuple[str, str, str]:
    if row["kind"] == "report":
        said = f"{row['name']} 月报{'已入库' if row['done'] else '应发（假定）'}"
        return (
            said,
            ASSUMED,
            f"/?{urlencode({'month': row['code']})}" if row["done"] else "/quality",
        )
    if row["kind"] == "target":
        return f"目标期限　{row['name']}", "年度工作要点的数字目标到期。", "/targets"
    return f"{row['name']}工作要点进展应报（假定）", _PROGRESS, "/targets"


def _text(said: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", said).replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 bytes a line, no character cut; what follows begins with a blank."""
    pieces, room = [""], 75
    for letter in line:
        size = len(letter.encode())
        if size > room:
            pieces.append(" ")
            room = 74
        pieces[-1] += letter
        room -= size
    return "\r\n".join(pieces)
