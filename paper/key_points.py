"""本月要点: facts of the warehouse put into sentences by rules.

No number is free: each is bound to the cell it stands in or to how it is worked out.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from words.columns import at_right
from words.numbers import amount, number, rounded


@dataclass
class Sentence:
    """One sentence, and for every number in it: the number as said, what it is, where it stands."""

    text: str = ""
    bound: list[tuple[str, str, str]] = field(default_factory=list)


class _Part:
    """The facts of one part of a sentence by slot, and the sentence that binds what is said of
    them."""

    def __init__(self, rows: pd.DataFrame, sentence: Sentence):
        self._rows = {row.slot: row for row in rows.itertuples()}
        self._sentence = sentence

    def __contains__(self, slot: str) -> bool:
        return slot in self._rows

    def value(self, slot: str) -> float:
        return self._rows[slot].value if slot in self._rows else 0.0

    def name(self, slot: str) -> str:
        return self._rows[slot].name

    def say(self, slot: str, what: str, absolute: bool = False) -> str:
        """The number in bold, bound."""
        row = self._rows[slot]
        said = amount(abs(row.value) if absolute else row.value, row.unit, row.decimals)
        self._sentence.bound.append((said, what, row.source))
        return f"**{said}**"


def sentences(facts: pd.DataFrame) -> list[Sentence]:
    """The facts of `queries.overview.key_points` as sentences, in the order a meeting wants them.

    A sentence without facts is not said.
    """
    made = []
    for topic, word in _TOPICS.items():
        mine = facts[facts["topic"] == topic]
        if not mine.empty:
            sentence = Sentence()
            parts = [_Part(rows, sentence) for _, rows in mine.groupby("part")]
            sentence.text = word(parts) + "。"
            made.append(sentence)
    return made


PLACES = "本月要点每个数的依据"


def places(made: list[Sentence]) -> dict[str, list[str]]:
    """A row for every number of the sentences: which sentence, what it is, where it stands."""
    rows = [(n, *bound) for n, sentence in enumerate(made, 1) for bound in sentence.bound]
    return {
        "句": [number(n, 0) for n, *_ in rows],
        "数": at_right(said for _, said, *_ in rows),
        "指什么": [what for *_, what, _ in rows],
        "出处或算法": [place for *_, place in rows],
    }


def _moves(parts: list[_Part]) -> str:
    (part,) = parts
    counts = [
        f"{part.say(slot, word + '的指标')}{word}"
        for slot, word in (("up", "增长"), ("flat", "持平"), ("down", "下降"))
        if part.value(slot)
    ]
    said = f"与上月可比的 {part.say('compared', '可比的平台指标')}平台指标中，{'、'.join(counts)}"
    for slot, word in (("most", "增幅"), ("least", "降幅")):
        if slot in part:
            said += (
                f"；{word}最大的"
                f"是{part.name(slot)}（{part.say(slot, part.name(slot) + '环比', absolute=True)}）"
            )
    return said


def _rates(parts: list[_Part]) -> str:
    return "；".join(_rate(p) for p in parts)


def _rate(part: _Part) -> str:
    name = part.name("level")
    said = f"{name}当月 {part.say('level', name + '当月')}"
    if "mom" in part:
        moved = rounded(part.value("mom"), 2)
        if moved == 0:
            return f"{said}，较上月持平"
        verb = "上升" if moved > 0 else "下降"
        return f"{said}，较上月{verb} {part.say('mom', '较上月', absolute=True)}"
    if "gap" in part:
        whole = part.say("whole", f"{name}累计")
        if rounded(part.value("gap"), 2) == 0:
            return f"{said}，与累计 {whole} 持平"
        return (
            f"{said}，比累计 {whole} {'高' if part.value('gap') > 0 else '低'} "
            f"{part.say('gap', '当月与累计之差', absolute=True)}"
        )
    return said


def _projects(parts: list[_Part]) -> str:
    (part,) = parts
    said = f"信息化项目共 {part.say('count', '项目数量')}"
    if "change" in part:
        change = part.value("change")
        said += (
            (
                f"，本月{'净增' if change > 0 else '净减'} "
                f"{part.say('change', '本月变化', absolute=True)}"
            )
            if change
            else "，本月数量不变"
        )
    if "amount" in part:
        said += f"，批复金额 {part.say('amount', '批复金额')}"
    if "accepted" in part and "share" in part:
        said += (
            f"；已完成验收 {part.say('accepted', '已完成验收')}，占 "
            f"{part.say('share', '已完成验收占比')}"
        )
    return said


def _cities(parts: list[_Part]) -> str:
    said = []
    for part in parts:
        if "share" in part:
            said.append(f"{part.name('share')}中，珠三角占 {part.say('share', '珠三角占各市之和')}")
        if "growth" in part:
            said.append(f"{part.name('growth')}（{part.say('growth', '对全省增长的贡献率')}）")
        if "rate" in part:
            ends = [
                f"{word}{part.name(slot)} {part.say(slot, part.name('rate') + part.name(slot))}"
                for slot, word in (("head", "最高"), ("tail", "最低"))
            ]
            said.append(
                f"{part.name('rate')}{'，'.join(ends)}，相差 {part.say('gap', '最高与最低之差')}"
            )
    return "；".join(said)


def _rules(parts: list[_Part]) -> str:
    (part,) = parts
    said = f"勾稽核对 {part.say('checked', '可核对的勾稽')}，"
    if not part.value("broken"):
        return said + "全部成立"
    return (
        f"{said}{part.say('broken', '不符的勾稽')}不符，差得最多的是{part.name('broken')}，"
        "照原数展示"
    )


_TOPICS: dict[str, Callable[[list[_Part]], str]] = {
    "moves": _moves,
    "rates": _rates,
    "projects": _projects,
    "cities": _cities,
    "rules": _rules,
}
