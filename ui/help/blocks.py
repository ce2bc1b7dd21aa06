"""The blocks of 帮助."""

import functools
import re

import streamlit as st

from ui.help.guides import FOLDER, Section, find, guides
from ui.page import card
from ui.pickers import pick_one
from ui.plain_text import plain

CONTENTS = "contents"
_PICTURE = re.compile(r"^!\[([^\[\]\n]*)\]\(([^()\n]*)\)$", re.MULTILINE)
_WIDTH = 920  # pixels, of a picture
_TEXT = 160  # characters of a paragraph that a search shows


def pick_section(where) -> str:
    """CONTENTS, the code of a guide or of a section."""
    options = {CONTENTS: "目录"}
    for guide in guides():
        options[guide.code] = f"{guide.title}（全文）"
        options |= {s.code: f"{guide.title}：{s.title}" for s in guide.sections}
    return pick_one("章节", options, "section", CONTENTS, where)


def contents() -> None:
    with st.grid(2, min_column_width=300):
        for guide in guides():
            with card(guide.title), st.container(gap="xsmall", key=f"ways_{guide.code}"):
                for section in guide.sections:
                    _way(section.title, section.code)
                _way("全文，可打印", guide.code, ":material/print:")


def show(code: str) -> None:
    """A whole guide, or one section with the ways to the others."""
    guide = next(g for g in guides() if code in (g.code, *(s.code for s in g.sections)))
    with st.container(horizontal=True, gap="small"):
        _way("目录", CONTENTS, ":material/toc:")
        if code != guide.code:
            _way(f"{guide.title}全文，可打印", guide.code, ":material/print:")
    for section in guide.sections:
        if code in (guide.code, section.code):
            _section(section)


def _section(section: Section) -> None:
    st.header(section.title, anchor=False)
    texts = _PICTURE.split(section.body)
    for text, name, file in zip(texts[::3], [*texts[1::3], ""], [*texts[2::3], ""], strict=True):
        if text.strip():
            st.markdown(text)
        if file:
            with st.container(width=_WIDTH):  # at most: a picture of a width would leave a phone
                st.image(FOLDER / file, f"{name}（模拟数据）", "stretch", alt=f"{name}页的样子")


def results(search: str) -> None:
    found = find(search)
    if not found:
        st.info(f"指南里没有“{plain(search)}”。请换一个词。", icon=":material/search_off:")
        return
    st.caption(f"{len(found)} 节写到“{plain(search)}”")
    for guide, section, paragraph in found:
        with st.container(gap=None):
            _way(f"{guide.title}：{section.title}", section.code)
            more = "…" if len(paragraph) > _TEXT else ""
            st.caption(plain(paragraph[:_TEXT]) + more)


def _way(label: str, code: str, icon: str | None = None) -> None:
    st.button(
        label,
        key=f"way_{code}_{icon or ''}",
        icon=icon,
        type="tertiary",
        on_click=functools.partial(st.session_state.update, section=code, find_help=""),
    )
