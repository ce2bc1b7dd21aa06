"""下载: the figures themselves."""

import streamlit as st

from ui import download
from ui.labels import ORIGINS, TABLES
from ui.page import card, head
from ui.pickers import pick_many
from warehouse import queries

head("下载")
known = queries.indicators_with_data()
download.stop_if_empty(known)

choices = {
    "月份": ("months", download.month_options(queries.figure_months())),
    "表": ("tables", TABLES),
    "平台": ("platforms", download.platform_options()),
    "指标": ("indicators", download.indicator_options(known)),
    "地区或阶段": ("members", download.member_options()),
    "性质": ("origins", ORIGINS),
}
with st.grid(3, min_column_width=240):
    chosen = {label: pick_many(label, options, key, []) for label, (key, options) in choices.items()}

figures = queries.figures(
    months=chosen["月份"],
    tables=chosen["表"],
    platforms=chosen["平台"],
    indicators=chosen["指标"],
    members=chosen["地区或阶段"],
    origins=chosen["性质"],
)
with card(f"共 {len(figures):,} 个数值"):
    download.buttons(figures, download.filters({label: (chosen[label], options) for label, (_, options) in choices.items()}))
    download.preview(figures)
