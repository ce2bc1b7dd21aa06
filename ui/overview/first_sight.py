"""总览 in the index page itself: seen before a script of the frontend has run, and gone once the
page stands whole (server/opening.js), which needs four times as long."""

import logging
from html import escape

from access import exports
from ui import on_screen
from ui.overview import blocks
from ui.page import report_words
from ui.pickers import month_options
from ui.revised import MONTH
from warehouse import queries
from warehouse.reader import reader
from words.names import SIMULATED, SIMULATED_HERE

_TITLE = "总览"
_log = logging.getLogger("kpi.page")


def first_sight() -> str:
    """What whoever opens 总览 and chooses nothing sees; '' where a session must tell more: nothing
    is loaded, an earlier state answers, a name stands over everything."""
    try:
        if exports.marks_somebody() or not reader().is_open():
            return ""
        return reader().remembered((__name__,), _made)
    except Exception:  # the page meets it too, and tells the reader
        _log.exception("总览 is not in the index page")
        return ""


def _made() -> str:
    state, months = queries.common.warehouse_state().iloc[0], queries.common.months()
    if state["earlier"] or months.empty:
        return ""
    named, text = month_options(months)
    month = months.iloc[list(named).index(text)]
    with on_screen.outside_a_session(_TITLE, {MONTH: named[text]}):
        content = blocks.content(month, months)
    report = report_words(month, escape, lambda title, _: f"<a>{title}</a>")
    told = f"<p><strong>{SIMULATED}</strong>{SIMULATED_HERE}</p>" if state["simulated"] else ""
    return (
        f'<div id="first-sight" class="stHtml">{told}'
        f"<header><h1>{_TITLE}</h1><div>{MONTH}<b>{escape(named[text])}</b></div></header>"
        f"<small>{report}</small>{content}</div>"
    )
