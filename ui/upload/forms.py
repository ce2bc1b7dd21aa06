"""What 上传 shows before a workbook is chosen: the months that are there, forms for those that are
not."""

import datetime as dt

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import DeletedFile

from ingest.workbook import convert
from ui.file_button import file_button
from words.clock import (
    beijing_today,
    months_before,
    months_between,
    months_lacking,
    months_named,
    months_words,
)


def template_buttons(months: pd.DataFrame, make, make_areas) -> None:
    """The empty forms of any month that is missing, the next one first; made when asked for."""
    missing = missing_months(months, beijing_today())
    month = st.selectbox(
        "模板月份", missing, format_func=lambda m: f"{m:%Y-%m}", key="template_month", width=140
    )
    file_button(
        f"下载 {month:%Y-%m} 空白模板",
        lambda: make(month),
        f"{month:%Y-%m}.xlsx",
        as_it_is=True,
        icon=":material/description:",
    )
    file_button(
        "县区镇街模板",
        lambda: make_areas(month),
        f"{month:%Y-%m}-县区镇街.xlsx",
        as_it_is=True,
        icon=":material/account_tree:",
    )


def missing_months(months: pd.DataFrame, today: dt.date) -> list[dt.date]:
    """The month after the newest report, then every month without a whole one: later ones that have
    ended, gaps, and the year before the first."""
    if months.empty:
        return [months_before(today, n) for n in range(1, 13)]
    there = {m.date() for m in months["month"]}
    whole = {m.date() for m in months.loc[~months["partial"], "month"]}
    following, last = months_before(max(there), -1), months_before(today, 1)
    first = months_before(min(there), 12)
    newest = max(following, last)
    count = months_between(first, newest)
    every = [months_before(newest, n) for n in range(count + 1)]
    return [following, *(m for m in every if m not in whole and m != following)]


def say_how(months: pd.DataFrame) -> None:
    """What is there, what comes next, and how."""
    with st.container(border=True):
        st.header("已有的月份", anchor=False)
        st.markdown(_on_hand(months))
        st.caption("模板按官方版式，标签已填好；较早一月的数值以灰色列在右侧供对照。")
    with st.container(border=True):
        st.header("怎样上传", anchor=False)
        st.markdown(
            f"1. 选择收到的工作簿（{_kinds()}），系统按标签识别月份、平台、指标和地区，版式不限。\n"
            "2. 先看结论：可以入库、需说明几处，或不能入库、须修改几处。\n"
            "3. 核对与现行数据的差异、变动最大的数值和离群值，然后确认入库。\n"
            "4. 入库可在“记录”页撤回；每次入库的工作簿、原因和操作人永久保存。"
        )


def say_lost(chosen: object) -> None:
    """Of a workbook that the page still names and a server that has ended had."""
    if isinstance(chosen, DeletedFile):
        st.warning(
            "连接中断过，刚才的工作簿和写过的说明没有保留，请重新选择文件。"
            "如果当时已经入库，再传一次也不会重复。",
            icon=":material/sync_problem:",
        )


def _kinds() -> str:
    return "、".join(f".{kind}" for kind in convert.extensions())


def _on_hand(months: pd.DataFrame) -> str:
    if months.empty:
        return "还没有月报入库。"
    there = {m.date() for m in months["month"]}
    span = months_words(min(there), max(there))
    lacking = f"，中间缺 {months_named(gaps)}" if (gaps := months_lacking(there)) else ""
    parts = months_named(m.date() for m in months.loc[months["partial"], "month"])
    partial = f"；{parts} 只有部分数据" if parts else ""
    following = months_before(max(there), -1)
    return f"共 {len(there)} 个月：{span}{lacking}{partial}。下一个是 **{following:%Y-%m}**。"
