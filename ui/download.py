"""The blocks of 下载."""

import datetime as dt

import pandas as pd
import streamlit as st

from catalog import PROVINCE, catalog
from export.csv import to_csv
from export.xlsx import to_xlsx
from ui.labels import indicator_label
from ui.tables import show_table
from ui.words import number

PREVIEW_ROWS = 200
COLUMNS = {
    "月份": "数据月份", "平台": "所属平台；信息化项目不属于平台", "指标": "指标名称，定义见月报目录", "地区或阶段": "全省、地市或项目阶段",
    "口径": "累计：截至当月底；当月：当月新增、水平或比率；当年：当年 1 月起", "数值": "按单位列的单位，保留来源小数位", "单位": "数值的单位",
    "界限": "下限：来源写超、逾、余、多；上限：来源写近", "原文": "来源中印的样子", "性质": "月报；公开数据；推算（本月累计 − 当月新增 = 上月累计）",
    "出处": "工作簿｜工作表!单元格", "网址": "公开数据的网址", "备注": "口径说明",
    "修订": "r：与首次入库时不同，写明原数、改它的入库和原因；空白为没有修订",
}  # fmt: skip


def stop_if_empty(known: pd.DataFrame) -> None:
    if known.empty:
        st.info("数据仓库还是空的，没有可下载的数据。", icon=":material/inbox:")
        st.stop()


def month_options(months: pd.DataFrame) -> dict[str, str]:
    return {m: m for m in months["month_text"]}


def platform_options() -> dict[str, str]:
    return {p.code: p.name for p in catalog().platforms}


def indicator_options(known: pd.DataFrame) -> dict[str, str]:
    return {code: indicator_label(catalog().indicator(code)) for code in known["indicator_code"]}


def member_options() -> dict[str, str]:
    return {PROVINCE: "全省"} | {c.code: c.name for c in catalog().cities} | {s.code: s.name for s in catalog().stages}


def filters(chosen: dict[str, tuple[list[str], dict[str, str]]]) -> list[tuple[str, str]]:
    """The filters in force as words: label → chosen names, 全部 where nothing is chosen."""
    return [(label, "、".join(options[c] for c in codes) if codes else "全部") for label, (codes, options) in chosen.items()]


def buttons(figures: pd.DataFrame, in_force: list[tuple[str, str]]) -> None:
    """CSV and XLSX of exactly these rows. The files are made when they are asked for, not at every rerun."""
    if figures.empty:
        st.info("没有符合条件的数值，请放宽筛选。", icon=":material/filter_alt_off:")
        st.stop()
    about = [("数据", "粤数月报看板"), ("行数", str(len(figures))), ("取数时间", f"{dt.datetime.now():%Y-%m-%d %H:%M}")]
    about += [(f"筛选：{label}", text) for label, text in in_force] + [(f"列：{name}", text) for name, text in COLUMNS.items()]
    with st.container(horizontal=True):
        st.download_button(
            "下载 CSV",
            lambda: to_csv(figures),
            "粤数月报数据.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            type="primary",
        )
        st.download_button("下载 XLSX", lambda: to_xlsx(figures, about), "粤数月报数据.xlsx", icon=":material/table_view:", on_click="ignore",
                           mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")  # fmt: skip


def preview(figures: pd.DataFrame) -> None:
    """The first rows as they will be in the file."""
    head = figures.head(PREVIEW_ROWS)
    columns = {name: head[name].tolist() for name in head.columns} | {"数值": [f"{v:,.4f}".rstrip("0").rstrip(".") for v in head["数值"]]}
    show_table(columns, numbers=("数值",), alt="下载预览", rows_in_sight=14, help=COLUMNS)
    if len(figures) > PREVIEW_ROWS:
        st.caption(f"预览前 {number(PREVIEW_ROWS, 0)} 行，文件含全部 {number(len(figures), 0)} 行。")
