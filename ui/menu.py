"""Runs before every page: page settings, the menu, the banner of a simulated warehouse, the reader's settings."""

import pathlib

import streamlit as st

from ui import direction, knowledge, person
from ui.chinese import TITLE
from warehouse import queries

ROOT = pathlib.Path(__file__).parent.parent
ICON = (ROOT / "ui" / "icon.svg").read_text(encoding="utf-8")
LOGO = (ROOT / "ui" / "logo.svg").read_text(encoding="utf-8")


def page(name: str, title: str, icon: str, help: str, default: bool = False) -> st.Page:
    url = None if default else name
    return st.Page(ROOT / "pages" / f"{name}.py", title=title, icon=f":material/{icon}:", url_path=url, default=default, help=help)


# Before the menu and with an icon: without one, the browser asks an outside host for the page's Material icon.
st.set_page_config(TITLE, ICON, layout="wide", menu_items={"Get help": None, "Report a bug": None, "About": None})
st.logo(LOGO, size="large", icon_image=ICON)
reader = person.require("viewer")
current = st.navigation(
    {
        "看板": [
            page("overview", "总览", "dashboard", "本月状况：平台、项目、地市，一页看完", default=True),
            page("trends", "趋势", "show_chart", "任一指标的历史"),
            page("cities", "地市排名", "leaderboard", "21 个地市的位次"),
            page("projects", "项目", "account_tree", "信息化项目的阶段、数量和金额"),
        ],
        "数据": [
            *([page("upload", "上传", "upload_file", "上传新一月的工作簿：核对、说明、入库")] if reader.may("upload") else []),
            page("history", "记录", "history", "每次入库的文件、操作人、改动和撤回"),
            page("download", "下载", "download", "筛选后下载 CSV 或 XLSX"),
        ],
    },
    expanded=True,
)
st.set_page_config(page_title=f"{current.title} · {TITLE}")
direction.pick(st.sidebar)
knowledge.pick(st.sidebar, always_latest=current.url_path in ("upload", "history"))
person.show_person(st.sidebar)
state = queries.warehouse_state().iloc[0]
if state["earlier"]:
    st.error("**当前数据文件打不开**，正在显示上一份完好的数据；最近一次入库可能不在其中。请告诉管理员。", icon=":material/history:")
if state["simulated"]:
    st.warning("**模拟数据**：本页数值由程序生成，仅供演示，与真实情况无关。", icon=":material/science:")
current.run()
