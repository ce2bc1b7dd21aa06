"""What was told to whom, for who manages the server; and how anybody can follow what is new."""

import streamlit as st

from notices import ledger
from notices.ledger import STATES
from notices.settings import SUBJECTS
from ui.page import card
from ui.tables import show_table
from words.clock import from_iso

_SHOWN = 200


def _subscriptions() -> None:
    st.caption(
        "订阅：[入库与撤回的消息](/data/feed.atom)、[应发、应报和目标期限的日历]"
        "(/data/due.ics)。应发日（次月 15 日）是看板的假定。"
    )


def notice_card(person) -> None:
    """How to follow, for all; what was told, folded, for administrators."""
    _subscriptions()
    if not person.may("manage"):
        return
    with card("通知", height="content"):
        if not ledger.exists():
            st.caption("还没有启用：服务器没有配置通知，不向任何人发送。")
            return
        with ledger.opened() as book:
            begun, counts, newest = book.begun(), book.counts(), book.newest(_SHOWN)
        if counts.get("given_up"):
            st.warning(
                f"有 {counts['given_up']} 条多次未送达，已放弃。"
                "修复后在服务器上运行 `python -m notices send --now` 重发。",
                icon=":material/notifications_off:",
            )
        with st.expander("谁被告知了什么", icon=":material/notifications:"):
            _asked(begun)
            _told(newest)


def _asked(begun: dict[tuple[str, str], str]) -> None:
    for channel in dict.fromkeys(channel for channel, _ in begun):
        chosen = [SUBJECTS.get(s, s) for c, s in begun if c == channel]
        show = channel.replace("`", "")
        st.caption(f"`{show}`　{'、'.join(chosen)}")


def _told(newest: list[ledger.Notice]) -> None:
    if not newest:
        st.caption("启用以来还没有要告知的事。")
        return
    show_table(
        {
            "时间": [from_iso(n.at) for n in newest],
            "渠道": [n.channel for n in newest],
            "事由": [SUBJECTS.get(n.subject, n.subject) for n in newest],
            "消息": [n.title for n in newest],
            "状态": [STATES[n.state] for n in newest],
            "次数": [str(n.tries) for n in newest],
            "未送达的原因": [n.said for n in newest],
        },
        alt="通知",
        rows_in_sight=10,
    )
