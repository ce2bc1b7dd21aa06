"""The blocks of 目标."""

import datetime as dt

import pandas as pd
import streamlit as st

from catalog import catalog
from catalog.labels import plan_label
from charts.target_bar import target_bar
from paper import target_words
from paper.targets import WITH_SERIES
from ui import on_screen
from ui.ending import end_page, say_absent
from ui.pickers import folded, pick_many, pick_pills
from ui.plain_text import dated, plain, unbroken
from ui.revised import mark, with_marks
from ui.systems import links as systems
from ui.tables import at_right
from ui.targets import sentences as words
from warehouse import queries
from words.columns import revised
from words.names import OTHER_PLATFORM, STATUSES
from words.numbers import is_missing

# status → icon, Streamlit's colour, what it means. Signs of the font, not Material icons: inside
# text those read "warning icon" to a screen reader.
LOOK = {
    "behind": ("✕", "red", "期限已过仍未达到，或目前进度不到所需的八成"),
    "at_risk": ("⚠\ufe0e", "orange", "尚未达到，目前进度略慢于所需，或还不能证明来得及"),
    "unconfirmed": ("？", "violet", "月报指标与计划所说的是否同一口径未经确认，实际值照列"),
    "on_track": ("➜", "blue", "尚未达到，按目前进度到期能达到"),
    "met": ("✓", "green", "已有数据证明达到"),
    "not_begun": ("○", "gray", "所选数据月份在计划年度之前，不作判断"),
    "unquantified": ("⊘", "gray", "没有对应指标，或没有能判定的数据"),
}
OTHER = "other"
NOT_INCLUDED = {2021: "粤办函〔2021〕44号"}  # known to exist, its text is not at hand


def pick_plans(year: int) -> list[int]:
    """Plan years; by default the newest one that is not later than the data month."""
    years = sorted({t.plan_year for t in catalog().targets})
    if not years:
        st.info("目录里还没有目标（catalog/target.csv）。", icon=":material/inbox:")
        end_page()
    return [
        int(y)
        for y in pick_many(
            "计划年度",
            {str(y): plan_label(y) for y in years},
            "plan",
            [str(target_words.plan_of(year))],
        )
    ]


def say_other_plan(year: int, plans: list[int]) -> None:
    """That the plan of the data month's own year is not among those recorded."""
    recorded = {t.plan_year for t in catalog().targets}
    if year in recorded or not plans:
        return
    why = f"（{NOT_INCLUDED[year]}）" if year in NOT_INCLUDED else ""
    shown = "、".join(str(y) for y in sorted(plans))
    say_absent(f"{year} 年工作要点{why}尚未收录，以下为 {shown} 年。")


def pick_filters() -> tuple[list[str], list[str]]:
    """(statuses, platforms), none for all."""
    platforms = {p.code: p.name for p in catalog().platforms} | {OTHER: OTHER_PLATFORM}
    fold = folded("筛选：状态、平台", status=[], platform=[])
    return (
        pick_pills("状态", STATUSES, "status", fold, help="不选即全部"),
        pick_pills("平台", platforms, "platform", fold, help="不选即全部"),
    )


def judged(
    day: dt.date, plans: list[int], statuses: list[str], platforms: list[str]
) -> pd.DataFrame:
    """The chosen rows of `queries.targets.targets`."""
    targets = queries.targets.targets(day, plans)
    kept = targets[targets["status"].isin(statuses)] if statuses else targets
    return kept[kept["platform"].isin(platforms)] if platforms else kept


def summary(day: dt.date, plans: list[int], platforms: list[str]) -> None:
    """The answer: how many of each status, and what needs attention first."""
    targets = judged(day, plans, [], platforms)
    years = "、".join(str(y) for y in sorted(targets["plan_year"].unique()))
    measured = targets[targets["actual"].notna()]
    attention = targets[targets["status"].isin(["behind", "at_risk"])]
    named = "、".join(
        f"**{plain(r['name'])}**（{STATUSES[r['status']]}，{target_words.progress(r)}）"
        for _, r in attention.head(3).iterrows()
    )
    more = f"等 {len(attention)} 项" if len(attention) > 3 else ""
    st.markdown(
        (
            f"{years} 年工作要点共 **{len(targets)}** 项数字目标，到 {day:%Y-%m} "
            f"有数据的 **{len(measured)}** 项。"
        )
        + (f"最需关注：{named}{more}。" if named else "没有滞后或预警的目标。")
    )
    counted = targets["status"].value_counts()
    shown = [s for s in LOOK if s in ("behind", "at_risk", "met") or s in counted.index]
    with st.grid(len(shown), min_column_width=150):
        for status in shown:
            (icon, colour, meaning), count = LOOK[status], int(counted.get(status, 0))
            st.metric(
                f"{icon} {STATUSES[status]}",
                f":{colour}[{count} 项]" if count else "0 项",
                help=meaning,
                border=True,
                height="stretch",
            )


def measured_list(targets: pd.DataFrame) -> None:
    """One card per target that a series could measure; a table of them in 导出本页."""
    rows = [r for _, r in targets[targets["indicator_code"].notna()].iterrows()]
    with st.grid(2 if len(rows) % 3 else 3, min_column_width=310):  # no lone one
        for row in rows:
            _target(row)
    on_screen.note_table(WITH_SERIES, with_marks(_measured_columns(rows)))


def _measured_columns(rows: list[pd.Series]) -> dict[str, list[str]]:
    read = [not is_missing(r["actual"]) for r in rows]
    return {
        "状态": [STATUSES[r["status"]] for r in rows],
        "计划年度": [plan_label(r["plan_year"]) for r in rows],
        "目标": [r["name"] for r in rows],
        "要求": [target_words.goal(r) for r in rows],
        "期限": [f"{r['due_month']:%Y-%m}" for r in rows],
        "实际值": at_right(
            target_words.actual(r) if known else "" for r, known in zip(rows, read, strict=True)
        ),
        "数据所属月份": [
            f"{r['actual_month']:%Y-%m}" if known else ""
            for r, known in zip(rows, read, strict=True)
        ],
        "完成": at_right(
            target_words.progress(r) if known else "" for r, known in zip(rows, read, strict=True)
        ),
        "预计达到": [
            "" if is_missing(r["reach_month"]) else f"{r['reach_month']:%Y-%m}" for r in rows
        ],
        "依据": [target_words.clause(r) for r in rows],
        "来源等级": [target_words.graded(r) for r in rows],
        "出处": [r["source"] if known else "" for r, known in zip(rows, read, strict=True)],
        "备注": [r["note"] for r in rows],
    }


def _changed(row: pd.Series) -> str:
    """What was revised among the cells of the reading."""
    said = mark(row["source"], f"{row['actual_month']:%Y-%m}")
    return f"\n\n修订：{plain(said)}" if said else ""


def _target(row: pd.Series) -> None:
    icon, colour, _ = LOOK[row["status"]]
    title = (
        f":{colour}-badge[{icon} {STATUSES[row['status']]}] **{plain(row['name'])}** "
        f":small[{unbroken(plan_label(row['plan_year']))}]"
    )
    with st.container(border=True, height="stretch", gap="xsmall"):
        if is_missing(row["actual"]):
            st.markdown(
                f"{title}\n\n暂无数据　目标 {target_words.goal(row)}　:small[期限 "
                f"{row['due_month']:%Y-%m}]"
            )
        else:
            where = (
                f":small[{target_words.formed(row)}，{row['actual_month']:%Y-%m}；期限 "
                f"{row['due_month']:%Y-%m}]"
            )
            actual = revised(target_words.actual(row), _changed(row))
            share = row["unit"] == "%" and row["goal"] == 100  # its progress is the value itself
            done = "" if share else f"**{target_words.progress(row)}**　"
            numbers = f"{done}**{actual}** / 目标 {target_words.goal(row)}  \n{where}"
            st.markdown(f"{title}\n\n{dated(numbers)}", help=words.provenance(row) + _changed(row))
            expected = (
                None
                if is_missing(row["expected"]) or is_missing(row["gap"])
                else 100 * row["expected"] / row["goal"]
            )
            if row["reason"] != target_words.AFTER:
                st.image(
                    target_bar(row["progress_pct"], expected, row["status"]),
                    width="stretch",
                    alt=f"{row['name']}：完成 {target_words.progress(row)}",
                )
        source = "" if is_missing(row["actual"]) else f"　出处 {dated(words.short_source(row))}"
        about = systems.of_target(row["code"])
        cited = f"依据 {words.citation(row)}{source}{about and f'　{about}'}"
        st.markdown(f"{dated(words.why(row))}\n\n:small[:gray[{cited}]]")


def rules() -> None:
    lines = [
        f"{icon} **{STATUSES[status]}**：{meaning}。" for status, (icon, _, meaning) in LOOK.items()
    ]
    lines += [
        (
            "所需进度 =（目标 − 实际值）÷ 剩余月数；月均进度 = 从上年 12 "
            "月（没有则从当年最早的确切数值）到数据月的月均变化；只有一个月时用当月新增。"
        ),
        (
            "“全年新增”只加当年各月的新增，不用累计数，只推到当年 12 月；缺月则合计是下限，年内不判"
            "滞后。“>”要超过，“≥”等于即可。"
        ),
        (
            "计划年度开始以前不作判断；只有一个月的变化，最多推到一年以内。"
            "2021 年工作要点（粤办函〔2021〕44号）没有取得原文，未收录。"
        ),
        (
            "期限过后，累计类指标看期限前的达标数据或期限后最早的数据；日均、"
            "月活等只认期限当月的数据。"
        ),
        (
            "条形：填到实际值，竖线是目标，未达到时的小三角是从年初到目标的直线此时应到的位置。"
            "只用所选数据月份及以前的数。"
        ),
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))
