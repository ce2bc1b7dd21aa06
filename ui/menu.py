"""Runs before every page: page settings, the menu, the banner of a simulated warehouse, the
reader's settings."""

import pathlib
from contextlib import nullcontext

import streamlit as st

from ui import (
    address,
    change_colour,
    export_page,
    known_at,
    on_paper,
    on_screen,
    parts,
    person,
    watermark,
)
from ui.ending import PageEnds
from ui.entry import entry as page
from warehouse import queries
from warehouse.reader import reader
from words.names import EARLIER, SIMULATED, SIMULATED_HERE, TITLE

ROOT = pathlib.Path(__file__).parent.parent
ICON = (ROOT / "ui" / "icon.svg").read_text(encoding="utf-8")
LOGO = (ROOT / "ui" / "logo.svg").read_text(encoding="utf-8")


def opening():
    """Around the first question: whoever comes first after a publication may wait a second."""
    return nullcontext() if reader().is_open() else st.spinner("正在打开最新的数据……")


# Before the menu and with an icon: without one, the browser asks an outside host for the page's
# Material icon.
st.set_page_config(
    TITLE, ICON, layout="wide", menu_items={"Get help": None, "Report a bug": None, "About": None}
)
st.logo(LOGO, size="large", icon_image=ICON)
visitor = person.require("viewer")
watermark.show(visitor)
current = st.navigation(
    {
        "看板": [
            page(
                "overview",
                "总览",
                "dashboard",
                "本月状况：平台、项目、地市，一页看完",
                default=True,
            ),
            page("trends", "趋势", "show_chart", "任一指标的历史"),
            page("cities", "地市排名", "leaderboard", "21 个地市的位次"),
            page("city", "地市画像", "location_city", "一个市的每项指标、位次和历史，也可六市对比"),
            page(
                "areas",
                "县区镇街",
                "holiday_village",
                "全省、地市、县区、镇街逐级往下看：排名、合计、历史",
            ),
            page("balance", "均衡", "balance", "珠三角与粤东西北差多少，在变近还是变远"),
            page("projects", "信息化项目", "account_tree", "各阶段的数量、金额和流动"),
            page("targets", "目标", "flag", "年度工作要点的数字目标：达到多少、差多少、来不来得及"),
            page(
                "systems",
                "系统与平台",
                "apps",
                "工作要点和月报点到名的每个系统：是什么、谁牵头、有什么数",
            ),
        ],
        "数据": [
            *(
                [page("upload", "上传", "upload_file", "上传新一月的工作簿：核对、说明、入库")]
                if visitor.may("upload")
                else []
            ),
            *(
                [page("review", "复核", "approval", "等待签发的草稿：会改动什么，签发或退回")]
                if visitor.may("upload") and person.reviewing()
                else []
            ),
            page("history", "记录", "history", "每次入库的文件、操作人、改动和撤回"),
            page(
                "quality",
                "数据质量",
                "fact_check",
                "勾稽、缺数、时效、离群：数对不对，齐不齐，来得及不及时",
            ),
            page(
                "download",
                "下载",
                "download",
                "筛选后下载 CSV、XLSX、Parquet 或 JSON，或复制取数地址",
            ),
            page(
                "dictionary", "数据字典", "menu_book", "每个指标、地市的定义、单位、口径和完整程度"
            ),
            page(
                "source",
                "数值出处",
                "quick_reference",
                "一个数值在哪个工作簿的哪一格、历次入库的值、引用格式",
                visibility="hidden",
            ),
            page("help", "帮助", "help", "各页怎么用：领导、业务处室、分析人员、运维四本指南"),
        ],
    },
    expanded=True,
)
st.set_page_config(page_title=f"{current.title} · {TITLE}")
address.begin(current.url_path)
on_screen.begin(current.title)
parts.begin()
change_colour.pick(st.sidebar)
with opening():
    known_at.pick(st.sidebar, always_latest=current.url_path in ("upload", "review", "history"))
with opening():  # of the state that was picked
    state = queries.common.warehouse_state().iloc[0]
person.show_person(st.sidebar)
if state["earlier"]:
    st.error(EARLIER, icon=":material/history:")
if state["simulated"]:
    st.set_page_config(page_title=f"{SIMULATED} · {current.title} · {TITLE}")
    st.warning(f"**{SIMULATED}**{SIMULATED_HERE}", icon=":material/science:")
whole = False
try:
    current.run()
    whole = True
except PageEnds:
    pass
finally:
    address.write()
    if not on_screen.screen().headed:
        st.html(on_paper.masthead())
    # damage that the page met was answered by an earlier state: again, with its sentence
    if not state["earlier"] and queries.common.warehouse_state()["earlier"].iloc[0]:
        st.rerun()
if whole:
    export_page.button(current.title)
    parts.end()
