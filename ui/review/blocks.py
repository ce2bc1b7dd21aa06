"""The blocks of 复核: drafts, what one of them would change now, and the decision."""

import datetime as dt
from collections.abc import Callable, Hashable

import streamlit as st

from access import review
from ui.ending import end_page
from ui.outcome import say_done, say_overtaken, say_refused, say_sealed
from ui.page import card
from ui.plain_text import plain
from ui.tables import show_table
from ui.upload.blocks import ask_name, say_moved
from words.clock import beijing
from words.names import DATASETS, DRAFT_STATES

_REFUSED = "您没有复核权限，没有改动。"


def stop_if_none(drafts: list) -> None:
    if not drafts:
        st.info("没有草稿。上传并提交的工作簿在这里等他人复核。", icon=":material/inbox:")
        end_page()


def draft_table(drafts: list) -> None:
    show_table(
        {
            "草稿": [f"草稿 {d.number}" for d in drafts],
            "月份": [_month(d) for d in drafts],
            "状态": [DRAFT_STATES[d.state] for d in drafts],
            "提交人": [d.prepared_by for d in drafts],
            "提交时间": [_at(d.prepared_at) for d in drafts],
            "当时改动": ["、".join(f"{k} {n:,}" for k, n in d.counts.items()) for d in drafts],
            "处理": [_ended(d) for d in drafts],
            "文件": [d.file_name for d in drafts],
        },
        alt="草稿",
        rows_in_sight=8,
    )


def say_returned(person, every: Callable[[], list]) -> None:
    """One's own drafts that came back and were not filed again."""
    mine = [d for d in every() if person.signed(d.prepared_by)] if review.is_on() else []
    newest = {(d.dataset, d.month): d for d in reversed(mine)}
    for draft in (d for d in newest.values() if d.state == "returned" and d.by != d.prepared_by):
        st.warning(
            f"[草稿 {draft.number}](/review?draft={draft.number})（{_month(draft)}）由 "
            f"{plain(draft.by)} 退回：{plain(draft.words)}",
            icon=":material/undo:",
        )


def draft_card(drafts: list) -> None:
    with card("草稿", height="content"):
        if drafts:
            draft_table(drafts)
        else:
            st.caption("还没有草稿。")


def _at(iso: str) -> str:
    return beijing(dt.datetime.fromisoformat(iso)) if iso else ""


def _ended(draft) -> str:
    if draft.waits:
        until = dt.datetime.fromisoformat(draft.prepared_at) + review.lasts()
        return f"{beijing(until)} 过期"
    became = f"第 {draft.load} 次入库" if draft.load else draft.words
    return "　".join(filter(None, (draft.by, became)))


def _month(draft) -> str:
    dataset = "" if draft.dataset == "report" else DATASETS[draft.dataset]
    return " ".join(filter(None, (draft.month, dataset)))


def options(drafts: list) -> dict[str, str]:
    """Number → label, what waits first. No state: the frontend keeps the chosen label as it was."""
    ordered = sorted(drafts, key=lambda d: not d.waits)
    return {str(d.number): f"草稿 {d.number}　{_month(d)}" for d in ordered}


def check_kept(key: Hashable, check: Callable):
    """The check of a draft, made anew when another one is chosen or something was published."""
    if st.session_state.get("draft_key") != key:
        with st.spinner("正在与现行数据核对……"):
            st.session_state["draft_check"], st.session_state["draft_key"] = check(), key
    return st.session_state["draft_check"]


def stop_if_gone(draft, checked) -> None:
    """Somebody else decided while this page was being made."""
    if checked is None:
        say_overtaken(f"草稿 {draft.number} 刚刚由他人办理。请刷新后再看。")
        end_page()


def describe(draft) -> None:
    parts = [
        f"**{plain(draft.file_name)}**",
        DATASETS[draft.dataset],
        f"{plain(draft.prepared_by)} 于 {_at(draft.prepared_at)} 提交",
        f"{DRAFT_STATES[draft.state]} {_at(draft.at)}".rstrip(),
    ]
    st.markdown("　·　".join(parts))
    if not draft.waits and (said := _ended(draft)):
        st.markdown(plain(said))


def say_others(draft, drafts: list) -> None:
    """Other drafts of the same month: signing one overtakes the others."""
    same = (draft.dataset, draft.month)
    others = [d for d in drafts if d.waits and d != draft and (d.dataset, d.month) == same]
    if others:
        named = "、".join(f"草稿 {d.number}（{plain(d.prepared_by)}）" for d in others)
        st.warning(f"同一月份另有 {named} 待复核，先签发的入库后，其余须按新的差异再核对。")


def say_overtaken_since(moved: dict | None) -> None:
    if moved:
        month = f"{moved['month']:%Y-%m}" if moved["month"] else "公开数据"
        st.warning(
            f"草稿提交后，{plain(moved['who'])} 于 {beijing(moved['when'])} 更新了 {month}；"
            "下面是与现行数据的新差异。",
            icon=":material/sync_problem:",
        )


def ask_decision(
    person, draft, ready: bool, sealed: dict | None, shortest: int
) -> tuple[bool, str, str, str] | None:
    """(signed, sentence, reason for a sealed month, name) in the run of the click, else None."""
    name = ask_name(person)
    own = person.wrote(draft.prepared_by, name)
    if own:
        st.caption("本人提交的草稿由他人复核；可以撤回后改好再交。")
    elif not person.may("sign"):
        st.caption("签发和退回由复核人办理。")
        return None
    elif not ready:
        st.caption("还有须修改或说明之处，不能签发；请退回，由提交人改好再交。")
    # Enter after 退回的话 would press the first button, 签发入库.
    with st.form(f"decide-{draft.number}", border=False, enter_to_submit=False):
        words = st.text_input(
            "撤回的原因" if own else "退回的话",
            max_chars=200,
            key=f"words-{draft.number}",
            placeholder=f"{'撤回' if own else '退回'}时写，不少于 {shortest} 个字",
        ).strip()
        unsealing = "" if own else ask_unsealing(person, sealed)
        with st.container(horizontal=True):
            sign = (
                ready
                and not own
                and st.form_submit_button("签发入库", type="primary", icon=":material/verified:")
            )
            back = st.form_submit_button("撤回草稿" if own else "退回", icon=":material/undo:")
    lacking = []
    if not name:
        lacking.append("请填写操作人")
    if back and len(words) < shortest:
        lacking.append(f"请写一句{'原因' if own else '退回的话'}（不少于 {shortest} 个字）")
    if sign and sealed and len(unsealing) < shortest:
        lacking.append(_MUST_SAY)
    if (sign or back) and lacking:
        st.error("；".join(lacking) + "。")
        return None
    return (bool(sign), words, unsealing, name) if sign or back else None


_MUST_SAY = "该月已封账，须由管理员写明更改的理由（不少于 6 个字）"


def ask_unsealing(person, sealed: dict | None) -> str:
    """Why a sealed month may change: asked of an admin, said to others."""
    if not sealed:
        return ""
    st.warning(
        f"{sealed['month']:%Y-%m} 已由 {plain(sealed['author'])} 于 "
        f"{beijing(sealed['written_at'])} 封账，更改须由管理员写明理由。",
        icon=":material/lock:",
    )
    if not person.may("change_sealed"):
        return ""
    return st.text_input(
        "更改封账月份的理由", max_chars=200, key="unsealing", placeholder="不少于 6 个字，永久保存"
    ).strip()


def say_decided(number: int, signed: bool, outcome) -> None:
    if outcome.kind == "refused":
        say_refused(outcome, _REFUSED)
    elif outcome.kind == "own":
        say_overtaken("不能复核本人提交的草稿，没有改动。")
    elif outcome.kind == "gone":
        say_overtaken(f"草稿 {number} 已签发、退回或过期，没有改动。")
    elif outcome.kind == "open":
        say_overtaken("按现行数据核对，草稿还有须修改或说明之处，没有签发；请退回。")
    elif outcome.kind == "overtaken":
        say_moved(outcome)
    elif outcome.kind == "sealed":
        say_sealed(outcome)
    elif signed:
        known = "" if outcome.kind == "done" else "（内容与它一致，未作改动）"
        say_done(outcome, f"草稿 {number} 已签发，记为第 {outcome.number} 次入库{known}。")
    else:
        say_done(outcome, f"草稿 {number} 已退回。")
