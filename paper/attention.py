"""需要关注 as lines: a kind, then what belongs to it."""

from collections.abc import Callable

import pandas as pd

from paper.target_words import completed
from words.clock import first_day, months_named
from words.numbers import change

PARTLY = "（部分数据，来自公开页面）"
NOTHING = "没有变差的指标、滞后的目标、不符的核对和缺月。"


def lines(
    matters: pd.DataFrame,
    most: int | None = None,
    written: Callable[[str], str] = str,
    moved: Callable[[str], str] = str,
) -> list[str]:
    """One line per kind of `queries.overview.attention`, and one per note; of more than `most` of a
    kind the rest is a count. How a text and a move (▼ 0.35 百分点) are `written` and `moved`."""
    said = []
    for kind, rows in matters.groupby("kind", sort=False):
        more = _MORE.get(str(kind), lambda row: "")
        phrases = [written(f"{r.name}{more(r)}") for r in rows.itertuples()]
        if kind == "worse":
            moves = [moved(change(r.value, r.unit)) for r in rows.itertuples()]
            phrases = [f"{name} {move}" for name, move in zip(phrases, moves, strict=True)]
        elif kind == "absent":
            phrases = [months_named(map(first_day, rows["name"]))]
        elif most and len(phrases) > most:
            phrases = [*phrases[: most - 1], f"{phrases[most - 1]} 等 {len(phrases)} 项"]
        whole = phrases if kind == "noted" else ["、".join(phrases)]
        said += [f"{WORDS[str(kind)]}：{text}。" for text in whole]
    return said or [NOTHING]


WORDS = {
    "worse": "变差",
    "behind": "目标滞后",
    "at_risk": "目标预警",
    "failed": "核对不符",
    "newer": "更新的月份",
    "absent": "未入库",
    "noted": "注",
}


def _done(row) -> str:
    return f"（完成 {completed(row.value, row.bound)}）"


# What stands behind the name of a matter.
_MORE: dict[str, Callable] = {
    "behind": _done,
    "at_risk": _done,
    "newer": lambda row: PARTLY,
    "noted": lambda row: f"：{row.unit.rstrip('。')}",
}
