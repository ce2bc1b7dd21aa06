"""A fault of ours: the reader gets a short sentence and a reference, the log gets the traceback
under the same reference."""

import logging
import secrets

import streamlit as st

from server import metrics

_log = logging.getLogger("kpi")


def show_reference(error: BaseException) -> bool:
    """Streamlit calls this for an exception that no page caught.

    True: it is shown, Streamlit need not show it.

    An exception that knows what to tell a reader has a `sentence`.
    """
    reference = secrets.token_hex(4)
    _log.error(
        "page failed, reference %s",
        reference,
        exc_info=error,
        extra={"fields": {"reference": reference}},
    )
    metrics.add("kpi_faults_total", place="page")
    sentence = getattr(error, "sentence", "页面出错了，数据没有改变。请刷新重试。")
    st.error(f"{sentence}仍出错请把编号 {reference} 告诉管理员。", icon=":material/error:")
    return True
