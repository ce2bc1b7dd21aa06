"""本月要点 on screen: its sentences, and where each of their numbers stands."""

import pandas as pd

from paper.key_points import PLACES, places, sentences
from ui.html_parts import bold, card, note
from ui.tables import table_html

HELP = (
    "句子由规则写成，每个数都取自数据仓库；点句末的问号，或打开“依据”，"
    "可看每个数在哪一格或怎样算出。"
)


def block(facts: pd.DataFrame, month: pd.Series) -> str:
    """The sentences, each with the places of its numbers at a question mark, and all of them as a
    table for a phone or a printout."""
    made = sentences(facts)
    lines = "".join(
        f"<li>{bold(sentence.text)}{note(_places(sentence.bound))}</li>" for sentence in made
    )
    rows = places(made)
    table = table_html(rows, PLACES, 10)
    partial = (
        "<small>本月只有部分数据：没有提到的平台、项目和地市本月没有公布，不作评述。</small>"
        if month["partial"]
        else ""
    )
    basis = f"<details><summary>{len(rows['数'])} 个数的依据</summary>{table}</details>"
    return card("本月要点", HELP, f"<ul>{lines}</ul>{partial}{basis}")


def _places(bound: list) -> str:
    return "\n".join(f"{said}　{what}：{place}" for said, what, place in bound)
