"""The blocks of 下载."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from catalog import PROVINCE, REGION_CODES, catalog
from catalog.labels import indicator_label
from ui.ending import end_page
from ui.file_button import kind_buttons
from ui.page import card, say_address, say_empty
from ui.pickers import folded, month_date, pick_many, pick_month, pick_segment
from ui.tables import at_right, show_table, source_link
from words.names import CHOSEN_BY, LAYOUTS, MEASURES, ORIGINS, TABLES
from words.numbers import is_missing, number

PREVIEW_ROWS = 200
RARE = ("tables", "regions", "measures", "origins")  # folded: on a phone eight filled the screen


def stop_if_empty(known: pd.DataFrame) -> None:
    if known.empty:
        say_empty("没有可下载的数据")
        end_page()


def pick_filters(months: pd.DataFrame, known: pd.DataFrame) -> dict[str, list[str]]:
    """Parameter → chosen codes, the empty ones left out."""
    registered = catalog()
    members = (
        {PROVINCE: "全省"}
        | {c.code: c.name for c in registered.cities}
        | {s.code: s.name for s in registered.stages}
    )
    filters = {
        "months": ("月份", {m: m for m in months["month_text"]}),
        "tables": ("表", TABLES),
        "platforms": ("平台", {p.code: p.name for p in registered.platforms}),
        "indicators": (
            "指标",
            {
                code: indicator_label(registered.indicator(code), registered)
                for code in known["indicator_code"]
            },
        ),
        "members": ("地区或阶段", members),
        "regions": ("区域", REGION_CODES),
        "measures": ("口径", CHOSEN_BY),
        "origins": ("性质", ORIGINS),
    }
    often = st.grid(4, min_column_width=150)
    fold = folded(f"更多筛选：{'、'.join(filters[k][0] for k in RARE)}", **{k: [] for k in RARE})
    rarely = fold.grid(4, min_column_width=150)
    chosen = {
        key: pick_many(label, options, key, [], rarely if key in RARE else often)
        for key, (label, options) in filters.items()
    }
    return {key: codes for key, codes in chosen.items() if codes}


def pick_layout() -> str:
    return pick_segment(
        "形式",
        LAYOUTS,
        "layout",
        "long",
        help="长表：每行一个数值，带出处。宽表：每行一个月份和地区，每列一个指标，没有出处。",
    )


def stop_if_nothing_fits(count: int) -> None:
    if not count:
        st.info("没有符合条件的数值，请放宽筛选。", icon=":material/filter_alt_off:")
        end_page()


def ledger(months: pd.DataFrame, make: Callable[[dt.date, str], bytes]) -> None:
    """工作要点台账 as it stands in a month: its files, and their address. `months`: those that
    targets can be judged in."""
    with card(
        "工作要点台账",
        "历年工作要点逐条的状态和填报。“目标”页可看、可填报；这里是全部条目的文件。",
        height="content",
    ):
        buttons = st.container(horizontal=True, vertical_alignment="bottom")
        month = pick_month(months, buttons.container(width=140))
        said = month["month_text"]
        with buttons:
            name = f"粤数月报-工作要点台账-{said}"
            kind_buttons(name, partial(make, month_date(month)), "ledger", "台账")
        st.caption("取数地址：可再按计划年度和牵头部门筛选，写法见帮助的“取数地址”")
        say_address(f"/data/ledger.csv?month={said}")


def links(chosen: dict[str, list[str]], layout: str, known: int | None) -> None:
    """The address of this page with its filters, and of the figures themselves, to copy."""
    query = [(key, code) for key, codes in chosen.items() for code in codes]
    query += [("layout", layout)] * (layout != "long") + [("known", str(known))] * (
        known is not None
    )
    said = f"?{urlencode(query)}" if query else ""
    with card("复制链接"):
        st.caption("本页链接：打开就是同样的筛选")
        say_address(f"/download{said}")
        st.caption("取数地址：程序和 Excel“自网站”都能直接读，.csv 可换成 .parquet、.json、.xlsx")
        say_address(f"/data/figures.csv{said}")


def preview(rows: pd.DataFrame, help: dict[str, str]) -> None:
    """The first rows as they will be in the file."""
    texts = {
        name: (at_right if name == "数值" or name.endswith("）") else list)(map(_text, rows[name]))
        for name in rows.columns
    }
    with st.container(key="preview"):  # on paper its first rows: print.js
        show_table(
            texts,
            alt="下载预览",
            rows_in_sight=14,
            help=help,
            links=_source_links(rows),
            exported=False,
            part=f"预览的 {PREVIEW_ROWS} 行" * (len(rows) == PREVIEW_ROWS),
        )
    if len(rows) == PREVIEW_ROWS:
        st.caption(f"预览前 {number(PREVIEW_ROWS, 0)} 行，文件含全部。")


def _source_links(rows: pd.DataFrame) -> list[str] | None:
    """A link per row of the long form; the wide form's rows are many figures."""
    if "指标代码" not in rows:
        return None
    return [
        source_link(r["月份"], r["指标代码"], r["地区代码"], _measure(r["口径"]))
        for r in rows.to_dict("records")
    ]


def _measure(name: str) -> str:
    """The code of a measure by what a file calls it: 当月新增 is 当月."""
    return next(code for code, short in MEASURES.items() if name.startswith(short))


def _text(value) -> str:
    if isinstance(value, str):
        return value
    return "" if is_missing(value) else str(value)
