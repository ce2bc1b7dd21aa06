"""The frame of a page: title with its pickers at the right, the line that says which report this
is, the card."""

from collections.abc import Callable
from typing import Literal

import pandas as pd
import streamlit as st

from paper.issue import day_issued
from ui import address
from ui.entry import PAGES
from ui.person import person
from ui.plain_text import plain
from words.numbers import is_missing


def head(title: str, pickers: float = 0.32):
    """The title row, with the way to the page's section of 帮助; returns the column for the page's
    main picker, the page where the row has none."""
    widths = [1 - pickers, pickers]
    left, right = st.columns(widths, vertical_alignment="bottom") if pickers else (st, st)
    with left.container(horizontal=True, vertical_alignment="bottom", key="head"):
        st.title(title, anchor=False, width="content")
        if address.page() != "help":
            page_button("help", "怎么用", "help", section=address.page())
    return right


def report_line(month: pd.Series) -> None:
    """Which report the figures come from."""
    st.caption(report_words(month, plain, link))


def report_words(
    month: pd.Series, written: Callable[[str], str], linked: Callable[[str, str], str]
) -> str:
    """Issue, date of issue and source, `written` and `linked` (title, address) as they are to be
    shown; the month is the picker's, the issue often the source's last word."""
    issue, source, url = (
        "" if is_missing(month[name]) else str(month[name])
        for name in ("issue_no", "source_title", "source_url")
    )
    parts = ["部分数据"] if month["partial"] else []
    parts += [issue] if issue and issue not in source else []
    said = [written(part) for part in parts + day_issued(month)]
    if source:
        title = written(source)
        said.append(f"来源 {linked(title, url) if url else title}")
    return "　·　".join(said)


def link(title: str, url: str) -> str:
    """A markdown link; anything but http(s) stays text."""
    safe = url.startswith(("http://", "https://")) and not any(ch in url for ch in " <>()[]\"'`\\")
    return f"[{title}]({url})" if safe else f"{title} {plain(url)}"


def page_button(name: str, label: str, icon: str, **query: str | list[str]) -> None:
    """A link to another page of the dashboard, its choices set."""
    page = str(PAGES / f"{name}.py")
    st.page_link(page, label=label, icon=f":material/{icon}:", query_params=query)


def say_address(path: str) -> None:
    """An address of this server as the reader reaches it, to be copied."""
    here = (st.context.url or "").removesuffix("/").removesuffix(f"/{address.page()}")
    st.code(here + path, language=None, wrap_lines=True)


def card(title: str, note: str | None = None, height: Literal["stretch", "content"] = "stretch"):
    """A bordered block with a heading, and a note beside it on what is shown."""
    block = st.container(border=True, height=height)
    block.header(title, anchor=False, help=note)
    return block


def say_empty(so: str) -> None:
    """That nothing is loaded yet, and the way to 上传 for whom it is open."""
    st.info(f"数据仓库还是空的，{so}。", icon=":material/inbox:")
    known = person()
    if known and known.may("upload"):
        page_button("upload", "上传第一份月报", "upload_file")
    else:
        st.caption("月报由有“编辑”权限的同事上传。")
