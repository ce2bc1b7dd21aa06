"""The verdict on a workbook, its problems, and the reasons for those that need one."""

import streamlit as st

from ui.plain_text import as_code, plain
from words.names import SHEETS

SEVERITIES = {
    "阻断": (":material/block:", "red", "必须修改工作簿后重新上传"),
    "需说明": (":material/edit_note:", "orange", "核对无误的，写明原因后可以入库"),
    "提示": (":material/info:", "blue", "请看一眼，不影响入库"),
    "规范": (":material/auto_fix_high:", "gray", "系统已按规范写法读取，列出原文和结果"),
}
Answers = dict[tuple[str, str, str], str]


def verdict(checked, unexplained: int) -> None:
    """The answer before everything else: may it go in, and if not, how many places must change."""
    blocking, to_explain = (_count(checked, severity) for severity in ("阻断", "需说明"))
    if not checked.readable:  # nothing was counted in it
        why = "\n\n".join(_said(p) for p in checked.problems if p.severity == "阻断")
        st.error(f"**不能入库：文件无法读取**\n\n{why}", icon=":material/block:")
        return
    if blocking:
        st.error(
            f"**不能入库：{blocking} 处须修改**\n\n请按下面的说明修改工作簿，再重新上传。",
            icon=":material/block:",
        )
    elif unexplained:
        st.warning(
            f"**需说明 {to_explain} 处**\n\n还有 {unexplained} 处没有写原因；写明后可以入库。",
            icon=":material/edit_note:",
        )
    else:
        said = f"需说明的 {to_explain} 处均已写明原因。" if to_explain else "没有需要处理的问题。"
        if checked.published and checked.published.same and not checked.difference.counts:
            said += "各数值与现行数据相同，入库不会改动。"
        st.success(f"**可以入库**\n\n{said}", icon=":material/check_circle:")
    month = (
        f"{checked.month:%Y-%m}"
        if checked.month
        else "公开数据"
        if checked.dataset == "public"
        else "月份未识别"
    )
    partial = "（部分）" if checked.cover and checked.cover.partial else ""
    found = "、".join(f"{SHEETS[name]} {rows:,} 行" for name, rows in checked.tables.items())
    counts = [f"{s} {_count(checked, s)}" for s in SEVERITIES]
    facts = [
        month + partial,
        f"{checked.count:,} 个数值",
        f"识别到{found}" if found else "没有识别到表格",
        *counts,
    ]
    st.caption("　·　".join(facts))


def _count(checked, severity: str) -> int:
    return sum(p.severity == severity for p in checked.problems)


def answers(checked, memory: dict) -> Answers:
    """The reasons typed so far, also for an earlier version of this workbook: (code, sheet, cell) →
    reason. `memory` outlives the fields, which are not drawn while something blocks."""
    for code, group in _groups(checked, "需说明"):
        typed = st.session_state.get(_reason_key(checked, code))
        if typed is not None:
            memory |= dict.fromkeys(_places(checked, group), typed)
    return {
        (p.code, p.sheet, p.cell): memory.get((checked.month, p.code, p.sheet, p.cell), "")
        for p in checked.problems
        if p.severity == "需说明"
    }


def _groups(checked, severity: str) -> list[tuple[str, list]]:
    mine = [p for p in checked.problems if p.severity == severity]
    return [(c, [p for p in mine if p.code == c]) for c in dict.fromkeys(p.code for p in mine)]


def _places(checked, group: list) -> list[tuple]:
    return [(checked.month, p.code, p.sheet, p.cell) for p in group]


def _reason_key(checked, code: str) -> str:
    return f"reason-{checked.sha256[:8]}-{code}"


def problems(checked, memory: dict, given: Answers | None = None) -> None:
    """Every problem, worst first, grouped by its kind; reasons are asked once nothing blocks, or
    shown where they were `given` already."""
    for severity, (icon, _, meaning) in SEVERITIES.items():
        groups = _groups(checked, severity)
        if not groups or (severity == "阻断" and not checked.readable):  # the verdict is the reason
            continue
        with st.expander(
            f"**{severity}** {_count(checked, severity)} 项 · {meaning}",
            icon=icon,
            expanded=severity in ("阻断", "需说明"),
        ):
            for code, group in groups:
                _group(group)
                if severity == "需说明" and given is not None:
                    _show_reasons(group, given)
                elif severity == "需说明" and not checked.blocked:
                    _ask_reason(checked, code, group, memory)


def _show_reasons(group: list, given: Answers) -> None:
    said = dict.fromkeys(given.get((p.code, p.sheet, p.cell), "") for p in group)
    st.markdown("　".join(f"原因：**{plain(text) or '没有写'}**" for text in said))


def _ask_reason(checked, code: str, group: list, memory: dict) -> None:
    """One field a kind of problem. What was typed for the same places stands in it again."""
    known = {memory.get(place, "") for place in _places(checked, group)}
    st.text_input(
        "原因" if len(group) == 1 else f"原因（适用于以上 {len(group)} 项）",
        value=known.pop() if len(known) == 1 else "",
        key=_reason_key(checked, code),
        placeholder="不少于 6 个字，随数据永久保存",
        max_chars=200,
    )


def _group(group: list) -> None:
    for p in group[:8]:
        st.markdown(_said(p))
    if len(group) > 8:
        st.caption(f"同类还有 {len(group) - 8} 项，全部列在标注副本的“校验结果”表。")


def _said(p) -> str:
    place = "!".join(filter(None, (p.sheet, p.cell)))
    return f"{as_code(place)}　{plain(p.message)}" if place else plain(p.message)
