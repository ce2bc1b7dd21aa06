"""The blocks of 上传. They show what ingest found; they do not find anything."""

import contextlib

import streamlit as st

from catalog import catalog
from catalog.labels import indicator_label
from export.about import file_name
from ui.file_button import file_button
from ui.outcome import say_done, say_refused, say_sealed
from ui.page import card
from ui.person import reviewing
from ui.plain_text import plain
from ui.tables import at_right, show_table
from words.clock import beijing
from words.names import MEASURES
from words.numbers import number

ROWS = 200


@contextlib.contextmanager
def progress(steps: tuple[str, ...]):
    """A bar that is told each step as it begins; gone when the last one has ended."""
    bar = st.empty()
    yield lambda n, name: bar.progress(n / len(steps), text=f"{name}（{n + 1}/{len(steps)}）")
    bar.empty()


_DIFFERENCE = "与现行数据的差异"


def say_difference(checked) -> None:
    """What publishing would change, and what moved most since the month before."""
    if checked.difference.counts and not checked.blocked:
        with card(_DIFFERENCE):
            change_table(checked.difference)
    if checked.difference.moved:
        with card(f"与 {checked.published.before.month:%Y-%m} 相比变动最大的数值"):
            move_table(checked.difference.moved)


def change_table(difference) -> None:
    """The workbook against the published month, cell by cell."""
    st.markdown("　".join(f"{kind} **{count:,}**" for kind, count in difference.counts.items()))
    rows = difference.listed[:ROWS]
    if rows:
        _figure_changes(rows)
    if difference.texts:
        _text_changes(difference.texts)
    if difference.cover:
        _cover_changes(difference.cover)
    total = sum(difference.counts.values()) - len(difference.texts) - len(difference.cover)
    if total > len(rows):
        st.caption(f"仅列前 {len(rows)} 项，共 {total:,} 项。")


def _figure_changes(rows: list) -> None:
    show_table(
        {
            "指标": [_named(c.key) for c in rows],
            "现行": at_right(c.then.token if c.then else "" for c in rows),
            "本次": at_right(c.now.token if c.now else "" for c in rows),
            "类别": [c.kind for c in rows],
            "位置": [c.now.place if c.now else "" for c in rows],
        },
        alt=_DIFFERENCE,
        exported=False,
        rows_in_sight=10,
    )


def move_table(moved: list) -> None:
    """The biggest moves against the month before."""
    show_table(
        {
            "指标": [_named(m.key) for m in moved],
            "上月": at_right(m.then.token for m in moved),
            "本月": at_right(m.now.token for m in moved),
            "变化": at_right(
                (
                    f"{'▲' if m.size > 0 else '▼' if m.size < 0 else ''} "
                    f"{number(abs(m.size), 2)}{'' if m.unit == '%' else ' '}{m.unit}"
                )
                for m in moved
            ),
            "位置": [m.now.place for m in moved],
        },
        alt="与上月相比变动最大的数值",
    )


def _text_changes(changes: list) -> None:
    show_table(
        {
            "类别": [c.kind for c in changes],
            "章节": [c.section for c in changes],
            "内容": [c.name for c in changes],
            "现行": at_right(_printed(c.then) for c in changes),
            "本次": at_right(_printed(c.now) for c in changes),
            "位置": [c.place for c in changes],
        },
        alt="文字数字的差异",
        exported=False,
        rows_in_sight=10,
    )


def _cover_changes(changes: list) -> None:
    show_table(
        {
            "说明页": [c.label for c in changes],
            "现行": [c.then for c in changes],
            "本次": [c.now for c in changes],
        },
        alt="说明页的差异",
        exported=False,
    )


def _printed(figure) -> str:
    return f"{figure.token} {figure.unit}" if figure else ""


def outlier_table(found: list) -> None:
    """Figures far outside their own history, as 数据质量 will list them."""
    st.caption("与自身以往的变动相比相差悬殊，仅供核对，不影响入库。")
    show_table(
        {
            "指标": [_named(o.key) for o in found],
            "看什么": [o.step_name for o in found],
            "本月": at_right(f"{o.step:+,.2f}" for o in found),
            "以往中位数": at_right(f"{o.middle:+,.2f}" for o in found),
            "稳健分数": at_right(f"{o.score:+,.1f}" for o in found),
        },
        alt="离群值",
        exported=False,
        rows_in_sight=8,
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
        "area": "[看县区镇街](/areas?month={}&level=county)",
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


def marked_button(checked, make) -> None:
    """The uploaded workbook with coloured and commented cells; nothing to mark in a file that could
    not be read."""
    if checked.readable and checked.problems:
        name = file_name(checked.file_name.removesuffix(".xlsx") + "-标注.xlsx")
        file_button(
            "下载标注副本",
            make,
            name,
            own=True,
            icon=":material/palette:",
            help="有问题的单元格着色并加批注，首页列出全部问题。",
        )


def workbook_of(draft, fetch) -> None:
    """A draft's workbook, as long as it is kept."""
    data = fetch()
    if data is not None:
        name = file_name(draft.file_name)
        file_button("下载草稿工作簿", lambda: data, name, as_it_is=True)


def ask_name(person, key: str = "who") -> str:
    """Who signs: the signed-in person, or the name typed at a machine without sign-in."""
    if person.signature:
        st.caption(f"操作人　{plain(person.signature)}")
        return person.signature
    return st.text_input(
        "操作人", key=key, persist_state="session", placeholder="姓名，写入入库记录", max_chars=30
    ).strip()


def confirm(unexplained: list, user: str, shortest: int, done, label: str = "确认入库") -> bool:
    """The button `label`, under 复核 提交复核, and when it is pressed too early what is still in
    the way. True in the run of the click. Never disabled: the keyboard would skip it without a
    word."""
    if done is not None and not isinstance(done, Exception):
        return False
    lacking = []
    if unexplained:
        lacking.append(f"还有 {len(unexplained)} 处需要写明原因（不少于 {shortest} 个字）")
    if not user:
        lacking.append("请填写操作人")
    label = "提交复核" if reviewing() else label
    clicked = st.button(label, type="primary", icon=":material/publish:", key="confirm")
    if lacking:
        (st.error if clicked else st.caption)("；".join(lacking) + "。")
    return clicked and not lacking


def say_outcome(outcome, checked) -> None:
    """What became of the click: published, already there, or somebody else was first."""
    if outcome is None:
        return
    if outcome.kind == "refused":
        say_refused(outcome, "您没有上传权限，没有入库。")
    elif outcome.kind == "drafted":
        there = f"/review?draft={outcome.number}"
        say_done(outcome, f"已提交复核：[草稿 {outcome.number}]({there})，由他人签发后入库。")
    elif outcome.kind == "sealed":
        say_sealed(outcome)
    elif outcome.kind == "overtaken":
        say_moved(outcome)
        st.button(
            "重新核对",
            icon=":material/refresh:",
            on_click=lambda: st.session_state.update(checked_file=None, published=None),
        )
    else:
        say_published(outcome, checked)
