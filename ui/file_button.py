"""A button for a file that is made when it is asked for, by who may take it out."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from access import exports
from access.limits import DOWNLOADS
from export import taken
from export.about import file_name
from export.files import TYPES
from export.pool import made_in_pool
from paper.make import MEDIA
from ui.person import person

KINDS = {"csv": "download", "xlsx": "table_view", "parquet": "database", "json": "data_object"}
KIND_HELP = {
    "csv": "UTF-8 编码，Excel 直接打开不乱码；以 = + − @ 开头的文字前有一个撇号，不会变成公式。",
    "xlsx": "表头冻结，数字带格式；“说明”工作表写明筛选、定义、来源和修订。最多 10 万行。",
    "parquet": "列式文件，类型完整，适合 pandas、DuckDB 和大量数据。",
    "json": "每行一个对象的数组。",
}


_MEDIA = TYPES | MEDIA


def kind_buttons(
    name: str, make: Callable[[str], bytes], key: str = "get", label: str = "下载"
) -> None:
    """One button per format. A file is made when it is asked for, not at every rerun."""
    for kind, icon in KINDS.items():
        file_button(
            f"{label} {kind.capitalize() if kind == 'parquet' else kind.upper()}",
            partial(make, kind),
            file_name(f"{name}.{kind}"),
            key=f"{key}_{kind}",
            icon=f":material/{icon}:",
            help=KIND_HELP[kind],
            type="primary" if kind == "csv" else "secondary",
        )


def file_button(
    label: str,
    make: Callable[[], bytes],
    name: str,
    as_it_is: bool = False,
    own: bool = False,
    **said,
) -> None:
    """st.download_button; the file is made in the small pool, a few at once for each person; what
    kind it is follows from its name.

    `as_it_is`: its bytes cannot carry a mark; `own`: the reader brought it.
    """
    known, who = person(), _account()
    refused = "" if own else exports.refusal(known, name, as_it_is)
    if refused:
        shown = {k: v for k, v in said.items() if k in ("icon", "key")}
        st.button(label, disabled=True, help=refused, **shown)
        return
    mark, kind = exports.mark(known), _MEDIA.get(name.rpartition(".")[2])
    st.download_button(label, lambda: _made(who, make, mark), name, kind, on_click="ignore", **said)


def in_turn(make: Callable[[], bytes]) -> bytes:
    """What `make` returns, made now under the same limits as a click."""
    return _made(_account(), make, exports.mark(person()))


def _account() -> str:
    known = person()
    return (known and known.account) or st.context.ip_address or ""


def _made(who: str, make: Callable[[], bytes], mark: str) -> bytes:
    def marked() -> bytes:
        taken.take_as(mark)
        return make()

    with DOWNLOADS.turn(who):
        return made_in_pool(marked)
