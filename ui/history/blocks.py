"""The blocks of 记录."""

import re

import pandas as pd
import streamlit as st

from catalog.labels import load_label
from export.about import file_name
from ui.ending import end_page
from ui.file_button import file_button
from ui.outcome import say_done, say_overtaken, say_refused, say_sealed
from ui.page import say_empty
from ui.person import reviewing
from ui.plain_text import as_code, plain
from ui.tables import at_right, show_table
from words.clock import beijing
from words.numbers import is_missing, number

_ASKED = re.compile("[，。；]\\s*(?=请)")


def stop_if_empty(loads: pd.DataFrame) -> None:
    if loads.empty:
        say_empty("没有入库记录")
        end_page()


def load_table(loads: pd.DataFrame) -> None:
    rows = [r for _, r in loads.iterrows()]
    show_table(
        {
            "入库": [f"第 {r['load_id']} 次" for r in rows],
            "月份": [r["month_text"] + ("（部分）" if r["partial"] else "") for r in rows],
            "内容": [r["dataset_name"] for r in rows],
            "状态": [r["state"] + ("，已封账" if r["live"] and r["sealed"] else "") for r in rows],
            "文件": [r["file_name"] or "—" for r in rows],
            "操作人": [r["loaded_by"] for r in rows],
            **_signed(loads),
            "时间": [beijing(r["loaded_at"]) for r in rows],
            "数值个数": at_right(number(r["cells"], 0) for r in rows),
            "原因": ["" if is_missing(r["reasons"]) else r["reasons"] for r in rows],
        },
        alt="入库记录",
        rows_in_sight=12,
    )


def _signed(loads: pd.DataFrame) -> dict[str, list[str]]:
    """The column 复核, where any load was signed by a second person."""
    said = ["" if is_missing(who) else who for who in loads["signed_by"]]
    return {"复核": said} if any(said) else {}


def options(loads: pd.DataFrame) -> dict[str, str]:
    return {str(n): load_label(n) for n in loads["load_id"]}


def describe(load: pd.Series) -> None:
    """One load in full."""
    reverted = "" if is_missing(load["reverts"]) else f"　·　撤回第 {int(load['reverts'])} 次入库"
    said = [
        f"**{plain(load['file_name']) or '整月撤回'}**",
        load["dataset_name"],
        plain(load["loaded_by"]),
        *([] if is_missing(load["signed_by"]) else [f"复核 {plain(load['signed_by'])}"]),
        beijing(load["loaded_at"]),
        load["state"],
    ]
    st.markdown("　·　".join(said) + reverted)
    if load["sha256"]:
        st.caption(f"文件指纹 sha256 {load['sha256']}")


def workbook_button(load: pd.Series, fetch) -> None:
    """The workbook as it was received."""
    if load["file_name"]:
        file_button(
            "下载原工作簿",
            fetch,
            file_name(load["file_name"]),
            as_it_is=True,
            icon=":material/download:",
        )


def export_button(load: pd.Series, make) -> None:
    if load["live"] and load["dataset"] == "report":
        name = file_name(f"{load['month_text']}-官方表格.xlsx")
        file_button(
            "导出官方表格",
            make,
            name,
            as_it_is=True,
            icon=":material/table:",
            help="按入库内容重新写出三张官方表，每个数与原件印的一样。",
        )


def change_table(changes: pd.DataFrame) -> None:
    """What the load changed against the one before it."""
    if changes.empty:
        st.caption("与上一次相比没有改动。")
        return
    counts = changes.groupby("kind")["of_kind"].first().sort_values(ascending=False)
    st.markdown("　".join(f"{kind} **{number(count, 0)}**" for kind, count in counts.items()))
    rows = [r for _, r in changes.head(300).iterrows()]
    show_table(
        {
            "类别": [r["kind"] for r in rows],
            "指标": [_named(r) for r in rows],
            "原值": at_right("" if is_missing(r["old_token"]) else r["old_token"] for r in rows),
            "新值": at_right("" if is_missing(r["new_token"]) else r["new_token"] for r in rows),
            "位置": [r["place"] for r in rows],
            "月份": [r["month_text"] for r in rows],
        },
        alt="本次改动",
        rows_in_sight=10,
    )
    if len(changes) > len(rows):
        st.caption(f"仅列前 {len(rows)} 项，共 {number(changes['of_all'].iloc[0], 0)} 项。")


def _named(row: pd.Series) -> str:
    member = "" if row["member_name"] == "全省" else f"{row['member_name']} "
    return f"{row['platform_name']} {row['indicator_name']} {member}{row['measure_name']}".rstrip()


def reason_list(reasons: pd.DataFrame) -> None:
    for _, r in reasons.iterrows():
        place = f"{as_code(r['place'])}　" if r["place"] else ""
        st.markdown(f"- {place}{plain(_found(r['message']))}\n\n  原因：**{plain(r['reason'])}**")


def _found(message: str) -> str:
    """What was found, without what the clerk was asked to do about it at the time."""
    return _ASKED.split(message)[0].rstrip("。") + "。"


def ask_revert(load: pd.Series, shortest: int, person, allowed: bool) -> tuple[str, str] | None:
    """(user, reason) in the run of the click, else None.

    Only the load in force can be taken back, and only by whom it is `allowed`.
    """
    if not load["live"] or not allowed:
        st.caption(
            "只有现行版本可以撤回。"
            if not load["live"]
            else "已启用复核：撤回由复核人办理，且不是本人提交的。"
            if reviewing()
            else "只能撤回本人的入库；他人的入库由管理员撤回。"
        )
        return None
    with (
        st.form(f"revert-{load['load_id']}", border=False, enter_to_submit=False),
        st.expander(f"撤回第 {load['load_id']} 次入库", icon=":material/undo:"),
    ):
        user = person.signature or st.text_input("操作人", key="reverter", max_chars=30).strip()
        reason = st.text_input(
            "撤回原因", placeholder=f"不少于 {shortest} 个字，永久保存", max_chars=200
        ).strip()
        clicked = st.form_submit_button("撤回这次入库", icon=":material/undo:")
    if clicked and (not user or len(reason) < shortest):
        st.warning(f"请填写操作人，并写明原因（不少于 {shortest} 个字）。")
        return None
    return (user, reason) if clicked else None


def say_reverted(outcome, load_id: int) -> None:
    if outcome.kind == "refused":
        say_refused(outcome, "您没有撤回这次入库的权限，没有改动。")
    elif outcome.kind == "gone":
        say_overtaken(f"第 {load_id} 次入库已不是现行版本，没有撤回。请刷新后再看。")
    elif outcome.kind == "sealed":
        say_sealed(outcome)
    else:
        say_done(outcome, f"已撤回第 {load_id} 次入库，记为第 {outcome.number} 次入库。")
