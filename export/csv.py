"""CSV that Chinese Excel opens right: UTF-8 with a byte order mark, CRLF."""

import pandas as pd

from export.text import harmless


def to_csv(frame: pd.DataFrame) -> bytes:
    safe = frame.map(harmless).rename(columns=harmless)
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")
