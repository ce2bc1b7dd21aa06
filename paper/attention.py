"""需要关注 as lines: a kind, then what belongs to it."""

from collections.abc import Callable

import pandas as pd

from paper.target_words import completed
from words.clock import first_day, months_named
from words.numbers import change

NOTHING = "没有变差的指标、滞后的目标、不符的核对和缺月。"


def lines(matters: pd.DataFrame, most: int | None = None) -> list[str]:
    """One line per kind of `queries.overview.attention`, and one per note; of more than `most` of a
    kind the rest is a count."""
    said = []
    for kind, rows in matters.groupby("kind", sort=False):
        word, phrase = _KINDS[kind]
        phrases = [phrase(r) for r in rows.itertuples()]
        if kind == "absent":
            phrases = [months_named(map(first_day, rows["name"]))]
        elif most and len(phrases) > most:
            phrases = [*phrases[: most - 1], f"{phrases[most - 1]} 等 {len(phrases)} 项"]
        whole = phrases if kind == "noted" else ["、".join(phrases)]
        said += [f"{word}：{text}。" for text in whole]
    return said or [NOTHING]


def _target(row) -> str:
    return f"{row.name}（完成 {completed(row.value, row.bound)}）"


_KINDS: dict[str, tuple[str, Callable]] = {
    "worse": ("变差", lambda row: f"{row.name} {change(row.value, row.unit)}"),
    "behind": ("目标滞后", _target),
    "at_risk": ("目标预警", _target),
    "failed": ("核对不符", lambda row: row.name),
    "newer": ("更新的月份", lambda row: f"{row.name}（部分数据，来自公开页面）"),
    "absent": ("未入库", lambda row: row.name),
    "noted": ("注", lambda row: f"{row.name}：{row.unit.rstrip('。')}"),
}
