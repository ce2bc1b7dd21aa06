"""月报文件: the month as Word, slides, PDF and official tables, from a button on 总览."""

import datetime as dt
from functools import partial

import streamlit as st

from paper import make, pdf
from ui.file_button import file_button, in_turn
from warehouse.reader import earlier_answers, time_looked_at
from words.names import EARLIER

_ICONS = {"docx": "description", "pptx": "slideshow", "pdf": "picture_as_pdf", "xlsx": "table"}


def offer(month: dt.date) -> None:
    """Four buttons; a fifth makes all four beforehand and says how far it is. They are sent when
    somebody opens it."""
    opened = st.popover(
        "月报文件", icon=":material/description:", key="documents", on_change="rerun"
    )
    with opened:
        st.caption("内容与看板同一来源、同一算法；按所选数据月份和数据时点。")
        if not opened.open:
            return
        if earlier_answers():  # a document has no banner above it
            st.error(EARLIER, icon=":material/history:")
            return
        kinds = {k: n for k, n in make.NAMES.items() if k != "pdf" or not pdf.cannot()}
        if st.button("生成全部", key="make_documents", icon=":material/bolt:"):
            _make_all(month, list(kinds))
        for kind, label in kinds.items():
            file_button(
                label,
                partial(make.make, month, kind, time_looked_at()),
                make.name(month, kind),
                as_it_is=kind == "xlsx",
                key=f"document_{kind}",
                icon=f":material/{_ICONS[kind]}:",
            )
        if "pdf" not in kinds:
            st.warning(pdf.cannot(), icon=":material/font_download:")


def _make_all(month: dt.date, kinds: list[str]) -> None:
    bar = st.progress(0.0, "正在生成……")
    for done, kind in enumerate(kinds):
        bar.progress(done / len(kinds), f"正在生成{make.NAMES[kind]}（{done + 1} / {len(kinds)}）")
        in_turn(partial(make.make, month, kind, time_looked_at()))
    bar.progress(1.0, "已全部生成，点下面的按钮保存。")
