"""A month's report out of the questions that the pages ask: nothing here is worked out anew."""

import datetime as dt

import pandas as pd

from catalog.labels import known_label
from export.about import simulated
from export.choice import Refused
from paper import attention, cities, deck, ledger, targets
from paper.checks import check_columns, remainder_columns
from paper.content import Block, Chart, Report, Section, Table, unmarked
from paper.issue import issued, month_named
from paper.key_points import PLACES, places, sentences
from paper.revised import marks
from paper.symbols import METHOD, symbols
from paper.tables import (
    NO_PROJECTS,
    STAGE_COUNTS,
    missing_lines,
    no_report,
    platform_columns,
    project_words,
    stage_columns,
    stage_notes,
)
from warehouse import queries
from warehouse.reader import reader, time_looked_at
from words.clock import beijing
from words.columns import revision_column
from words.names import REPORT_TITLE, SIMULATED_SENTENCE
from words.numbers import is_missing, number


def report(month: dt.date) -> Report:
    """The month as it is known at the time that is looked at.

    Raises Refused for a month that has no report.
    """
    with reader().held():
        months = queries.common.months()
        mine = months[months["month"] == pd.Timestamp(month)]
        if mine.empty:
            raise Refused(no_report(f"{month:%Y-%m}", months["month_text"]))
        return _report(month, months, mine.iloc[0])


def _report(month: dt.date, months: pd.DataFrame, row: pd.Series) -> Report:
    loads = queries.common.loads()
    looked_at = time_looked_at() or loads["load_id"].max()
    state = loads[loads["load_id"] == looked_at].iloc[0]
    points = sentences(queries.overview.key_points(month))
    said = [unmarked(s.text) for s in points]
    indicators = queries.overview.platform_table(month)
    matters = attention.lines(queries.overview.attention(month))
    projects, aims, ranked = _projects(month), targets.section(month), cities.section(month)
    sections = [
        Section("本月要点", said, [Section("需要关注", matters)]),
        _platforms(month, indicators),
        projects,
        aims,
        *([clauses] if (clauses := ledger.section(month)) else []),
        ranked,
        _checks(month),
        Section("缺数", _missing(month, months, row)),
        Section("方法与符号", METHOD, [Section("符号", [symbols()])]),
        Section("要点中每个数的依据", [Table(PLACES, places(points))]),
    ]
    return Report(
        REPORT_TITLE,
        month,
        _masthead(row, state),
        SIMULATED_SENTENCE if simulated() else "",
        state["loaded_at"].to_pydatetime(),
        sections,
        deck.slides(month, said, matters, projects),
    )


def _missing(month: dt.date, months: pd.DataFrame, row: pd.Series) -> list[str]:
    lines = missing_lines(queries.overview.missing(month), months, row, month)
    return [line.rstrip("。") + "。" for line in lines]


def _masthead(row: pd.Series, state: pd.Series) -> list[tuple[str, str]]:
    lines = [
        ("数据月份", month_named(row)),
        ("期号", row["issue_no"]),
        (f"{issued(row)}日期", row["issued_on"]),
        ("来源", row["source_title"]),
        ("数据时点", f"{known_label(int(state['load_id']))}（{beijing(state['loaded_at'])}）"),
    ]
    return [
        (label, f"{text:%Y-%m-%d}" if isinstance(text, dt.date) else str(text))
        for label, text in lines
        if not is_missing(text)
    ]


def _platforms(month: dt.date, indicators: pd.DataFrame) -> Section:
    parts = []
    for name, rows in indicators.groupby("platform_name", sort=False):
        columns = {"指标": rows["indicator_name"].tolist(), **platform_columns(rows)}
        parts.append(Section(str(name), [Table(f"{name}推广应用情况", columns)]))
    count = f"本月公布 {len(indicators)} 项平台指标。" if parts else "本月没有平台指标。"
    growth = deck.headline_changes(month)
    return Section("平台推广应用", [count, *([growth] if growth else [])], parts)


def _projects(month: dt.date) -> Section:
    stages = queries.projects.project_stages(month)
    if stages.empty:
        return Section("信息化项目", [NO_PROJECTS])
    total, parts = stages[stages["is_total"]].iloc[0], stages[~stages["is_total"]]
    said = f"{unmarked(project_words(total))}。"
    counts = parts["count"].astype(float).tolist()
    chart = Chart(
        STAGE_COUNTS, "个", 0, parts["stage_name"].tolist(), counts, [number(c, 0) for c in counts]
    )
    return Section(
        "信息化项目",
        [
            said,
            chart,
            Table("信息化项目各阶段情况", _marked(stage_columns(stages), stages["source"], month)),
            *(f"{said}。" for said in stage_notes(stages)),
        ],
    )


def _checks(month: dt.date) -> Section:
    checks = queries.quality.rule_checks(month)
    broken = checks[~checks["holds"].astype(bool)]
    said = (
        f"能核对的勾稽 {len(checks)} 项，成立 {len(checks) - len(broken)} 项，"
        f"不符 {len(broken)} 项。不符的照原数展示，不作更正。"
    )
    found: list[Block] = (
        [Table("不符的勾稽", _marked(check_columns(broken), broken["operands"], month))]
        if len(broken)
        else []
    )
    left = queries.quality.remainder_history()
    mine = left[left["month"] == pd.Timestamp(month)]
    blocks: list[Block] = ["省直/未分配 = 全省 − 各市之和，属于省直单位或没有归到地市。"]
    blocks += (
        [Table("各市之和与全省", _marked(remainder_columns(mine), mine["source"], month))]
        if len(mine)
        else ["本月没有地市表，无法与全省核对。"]
    )
    parts = [Section("勾稽核对", [said, *found]), Section("省直/未分配", blocks)]
    return Section("核对与说明", [], parts)


def _marked(columns: dict[str, list[str]], sources: pd.Series, month: dt.date) -> dict:
    """The columns, and what was revised among the cells of each row, if anything was."""
    return columns | revision_column(marks(sources.tolist(), f"{month:%Y-%m}"))
