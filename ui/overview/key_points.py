"""本月要点 on screen: its sentences, and where each of their numbers stands."""

import pandas as pd
import streamlit as st

from paper.key_points import sentences
from ui.plain_text import plain
from ui.tables import at_right, show_table
from words.numbers import number

HELP = (
    "句子由规则写成，每个数都取自数据仓库；鼠标移到句末的问号，或打开“依据”，"
    "可看每个数在哪一格或怎样算出。"
)


def _markdown(text: str) -> str:
    """The sentence with its numbers in bold and everything else as plain text: names come from
    files."""
    return "**".join(plain(piece) for piece in text.split("**"))


def show(facts: pd.DataFrame, month: pd.Series) -> None:
    """The sentences, each with the places of its numbers on hover, and all of them as a table for a
    phone or a printout."""
    made = sentences(facts)
    with st.container(gap="xsmall"):
        for sentence in made:
            where = "\n".join(
                f"- {plain(said)}　{plain(what)}：{plain(place)}"
                for said, what, place in sentence.bound
            )
            st.markdown(f"- {_markdown(sentence.text)}", help=where)
    if month["partial"]:
        st.caption("本月只有部分数据：没有提到的平台、项目和地市本月没有公布，不作评述。")
    rows = [(n, *bound) for n, sentence in enumerate(made, 1) for bound in sentence.bound]
    with st.popover(f"{len(rows)} 个数的依据", icon=":material/fact_check:"):
        show_table(
            {
                "句": [number(n, 0) for n, *_ in rows],
                "数": at_right(said for _, said, *_ in rows),
                "指什么": [what for *_, what, _ in rows],
                "出处或算法": [place for *_, place in rows],
            },
            alt="本月要点每个数的依据",
            rows_in_sight=10,
        )
