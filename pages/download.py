"""下载: the figures themselves."""

from dataclasses import replace

import streamlit as st

from export.about import column_help
from export.choice import Choice, LedgerChoice
from export.files import file_bytes, rows
from ui.download import blocks
from ui.file_button import kind_buttons
from ui.page import card, head
from warehouse import queries
from warehouse.reader import time_looked_at

head("下载", pickers=0)
known = queries.common.indicators_with_data()
blocks.stop_if_empty(known)

chosen = blocks.pick_filters(queries.common.figure_months(), known)
layout = blocks.pick_layout()
choice = Choice(chosen, layout=layout, known=time_looked_at())

columns = queries.download.figure_columns(**chosen)
figures = int(columns["figures"].sum())
blocks.stop_if_nothing_fits(figures)

with card(f"共 {figures:,} 个数值"):
    name = f"粤数月报数据{'-宽表' if layout == 'wide' else ''}"
    with st.container(horizontal=True):
        kind_buttons(name, lambda kind: file_bytes(choice, kind))
    few = replace(choice, limit=blocks.PREVIEW_ROWS)
    blocks.preview(rows(few), column_help(choice, columns))
blocks.links(chosen, layout, choice.known)
blocks.ledger(
    queries.targets.target_months(),
    lambda month, kind: file_bytes(LedgerChoice(month, known=choice.known), kind),
)
