"""The blocks of 上传. They show what ingest found; they do not find anything."""

import contextlib

import pandas as pd
import streamlit as st

from catalog import catalog
from catalog.labels import indicator_label
from export.about import file_name
from ui.file_button import file_button
from ui.outcome import say_done, say_refused
from ui.plain_text import plain
from ui.tables import at_right, show_table
from words.clock import beijing, beijing_today, months_before
from words.names import MEASURES, SHEETS
from words.numbers import number

SEVERITIES = {
    "阻断": (":material/block:", "red", "必须修改工作簿后重新上传"),
    "需说明": (":material/edit_note:", "orange", "核对无误的，写明原因后可以入库"),
    "提示": (":material/info:", "blue", "请看一眼，不影响入库"),
    "规范": (":material/auto_fix_high:", "gray", "系统已按规范写法读取，列出原文和结果"),
}
ROWS = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@contextlib.contextmanager
def progress(steps: tuple[str, ...]):
    """A bar that is told each step as it begins; gone when the last one has ended."""
    bar = st.empty()
    yield lambda n, name: bar.progress(n / len(steps), text=f"{name}（{n + 1}/{len(steps)}）")
    bar.empty()


def summary(checked) -> None:
    """What was recognised, and how many problems of each severity."""
    counts = {
        severity: sum(p.severity == severity for p in checked.problems) for severity in SEVERITIES
    }
    with st.grid(6, min_column_width=130):
        month = (
            f"{checked.month:%Y-%m}"
            if checked.month
            else "公开数据"
            if checked.dataset == "public"
            else "未识别"
        )
        st.metric(
            "数据月份",
            month + ("（部分）" if checked.cover and checked.cover.partial else ""),
            border=True,
            height="stretch",
        )
        st.metric("数值", f"{checked.count:,} 个", border=True, height="stretch")
        for severity, (_, colour, meaning) in SEVERITIES.items():
            st.metric(
                severity,
                f":{colour}[{counts[severity]}]" if counts[severity] else "0",
                border=True,
                height="stretch",
                help=meaning,
            )
    found = "、".join(f"{SHEETS[name]} {rows:,} 行" for name, rows in checked.tables.items())
    st.caption(f"识别到 {found}" if found else "没有识别到表格")


def problems(checked) -> dict[tuple[str, str, str], str]:
    """Every problem, worst first, grouped by its kind.

    Returns the reasons typed for those that need one: (code, sheet, cell) → reason.
    """
    answers: dict[tuple[str, str, str], str] = {}
    for severity, (icon, _, meaning) in SEVERITIES.items():
        mine = [p for p in checked.problems if p.severity == severity]
        if not mine:
            continue
        with st.expander(
            f"**{severity}** {len(mine)} 项 · {meaning}",
            icon=icon,
            expanded=severity in ("阻断", "需说明"),
        ):
            for code in dict.fromkeys(p.code for p in mine):
                group = [p for p in mine if p.code == code]
                _group(group)
                if severity == "需说明":
                    label = "原因" if len(group) == 1 else f"原因（适用于以上 {len(group)} 项）"
                    reason = st.text_input(
                        label,
                        key=f"reason-{checked.sha256[:8]}-{code}",
                        placeholder="不少于 6 个字，随数据永久保存",
                        max_chars=200,
                    )
                    answers |= {(p.code, p.sheet, p.cell): reason for p in group}
    return answers


def _group(group: list) -> None:
    for p in group[:8]:
        place = (
            f"`{plain(p.sheet)}!{p.cell}`　"
            if p.cell
            else f"`{plain(p.sheet)}`　"
            if p.sheet
            else ""
        )
        st.markdown(f"{place}{plain(p.message)}")
    if len(group) > 8:
        st.caption(f"同类还有 {len(group) - 8} 项，全部列在标注副本的“校验结果”表。")


def change_table(difference) -> None:
    """The workbook against the published month, cell by cell."""
    st.markdown("　".join(f"{kind} **{count:,}**" for kind, count in difference.counts.items()))
    rows = difference.listed[:ROWS]
    show_table(
        {
            "类别": [c.kind for c in rows],
            "指标": [_named(c.key) for c in rows],
            "现行": at_right(c.then.token if c.then else "" for c in rows),
            "本次": at_right(c.now.token if c.now else "" for c in rows),
            "位置": [f"{c.now.source_sheet}!{c.now.source_cell}" if c.now else "" for c in rows],
        },
        alt="与现行数据的差异",
        rows_in_sight=10,
    )
    total = sum(difference.counts.values())
    if total > len(rows):
        st.caption(f"仅列前 {len(rows)} 项，共 {total:,} 项。")


def move_table(moved: list) -> None:
    """The biggest moves against the month before."""
    show_table(
        {
            "指标": [
                _named(
                    (m.observation.indicator_code, m.observation.member_code, m.observation.measure)
                )
                for m in moved
            ],
            "上月": at_right(m.then.token for m in moved),
            "本月": at_right(m.observation.token for m in moved),
            "变化": at_right(
                (
                    f"{'▲' if m.size > 0 else '▼' if m.size < 0 else ''} "
                    f"{number(abs(m.size), 2)}{'' if m.unit == '%' else ' '}{m.unit}"
                )
                for m in moved
            ),
            "位置": [f"{m.observation.source_sheet}!{m.observation.source_cell}" for m in moved],
        },
        alt="与上月相比变动最大的数值",
    )


def _named(key: tuple[str, str, str]) -> str:
    code, member, measure = key
    areas, stages = catalog().areas, {s.code: s.name for s in catalog().stages}
    name = stages.get(member) or areas.full_name(
        member
    )  # 广州天河区: names of counties and towns repeat
    return " ".join(
        filter(None, (indicator_label(catalog().indicator(code)), name, MEASURES[measure]))
    )


def say_published(outcome, checked) -> None:
    page = {
        "report": "[看总览](/?month={})",
        "area": "[看县区镇街](/areas?month={}&level=县区)",
        "public": "[看趋势](/trends)",
    }[checked.dataset]
    where = page.format(f"{checked.month:%Y-%m}" if checked.month else "")
    if outcome.kind == "done":
        say_done(outcome, f"已入库，记为第 {outcome.number} 次入库。{where}　·　[看记录](/history)")
    else:
        st.info(
            f"内容与第 {outcome.number} 次入库完全一致，未作改动。{where}",
            icon=":material/done_all:",
        )


def say_moved(moved) -> None:
    st.error(
        (
            f"您预览后，{plain(moved.who)} 已于 {beijing(moved.when)} 更新了 {moved.month:%Y-%m}，"
            "本次没有入库。请重新核对差异。"
        ),
        icon=":material/sync_problem:",
    )


def template_buttons(months: pd.DataFrame, make, make_areas) -> None:
    """The empty forms of the month after the newest report; made when they are asked for."""
    month = (
        months_before(months["month"].iloc[0].date(), -1)
        if len(months)
        else beijing_today().replace(day=1)
    )
    file_button(
        f"下载 {month:%Y-%m} 空白模板",
        lambda: make(month),
        file_name(f"{month:%Y-%m}.xlsx"),
        XLSX,
        icon=":material/description:",
        help="官方版式，标签已填好，上月数值以灰色列在右侧供对照。",
    )
    file_button(
        "县区镇街模板",
        lambda: make_areas(month),
        file_name(f"{month:%Y-%m}-县区镇街.xlsx"),
        XLSX,
        icon=":material/account_tree:",
        help="122 个县区、1,610 个镇街各一行，名称已填好；没有数据的留空。",
    )


def say_how() -> None:
    st.markdown(
        "1. 选择收到的工作簿，系统按标签识别月份、平台、指标、阶段、地市、县区和镇街，版式不限。\n"
        "2. 看清发现的问题：**阻断**须改工作簿，**需说明**写明原因即可。\n"
        "3. 核对与现行数据的差异和与上月相比变动最大的数值，然后确认入库。\n"
        "4. 入库可在“记录”页撤回；每次入库的工作簿、原因和操作人永久保存。"
    )


def marked_button(checked, make) -> None:
    """The uploaded workbook with coloured and commented cells; nothing to mark in a file that could
    not be read."""
    if checked.readable and checked.problems:
        name = file_name(checked.file_name.removesuffix(".xlsx") + "-标注.xlsx")
        file_button(
            "下载标注副本",
            make,
            name,
            XLSX,
            icon=":material/palette:",
            help="有问题的单元格着色并加批注，首页列出全部问题。",
        )


def ask_name(person) -> str:
    """Who signs: the signed-in person, or the name typed at a machine without sign-in."""
    if person.signature:
        st.caption(f"操作人　{plain(person.signature)}")
        return person.signature
    return st.text_input(
        "操作人", key="who", persist_state="session", placeholder="姓名，写入入库记录", max_chars=30
    ).strip()


def stop_if_blocked(checked) -> None:
    if checked.blocked:
        st.caption("有阻断问题，不能入库。请按上面的说明修改工作簿，再重新上传。")
        st.stop()


def confirm(unexplained: list, user: str, shortest: int, done) -> bool:
    """The button, or what is still in the way of it. True in the run of the click."""
    if done is not None and done.kind in ("done", "already"):
        return False
    lacking = []
    if unexplained:
        lacking.append(f"还有 {len(unexplained)} 项需要写明原因（不少于 {shortest} 个字）")
    if not user:
        lacking.append("请填写操作人")
    clicked = st.button(
        "确认入库", type="primary", icon=":material/publish:", disabled=bool(lacking)
    )
    if lacking:
        st.caption("；".join(lacking) + "。")
    return clicked and not lacking


def say_outcome(outcome, checked) -> None:
    """What became of the click: published, already there, or somebody else was first."""
    if outcome is None:
        return
    if outcome.kind == "refused":
        say_refused(outcome, "您没有上传权限，没有入库。")
    elif outcome.kind == "overtaken":
        say_moved(outcome)
        st.button(
            "重新核对",
            icon=":material/refresh:",
            on_click=lambda: st.session_state.update(checked_file=None, published=None),
        )
    else:
        say_published(outcome, checked)
