"""At most eight slides of a month: the answer, growth, cities, projects, targets, what to mind."""

import datetime as dt

import pandas as pd

from paper import cards, cities, targets
from paper.content import Chart, Section, Slide, Table
from warehouse import queries
from words.columns import at_right, derived
from words.names import STATUSES
from words.numbers import amount, change, is_missing, rounded

_LEAGUE = "city_citizen_users"
_AIMS = 9  # rows that a slide holds


def slides(month: dt.date, points: list[str], matters: list[str], projects: Section) -> list[Slide]:
    """Those of the eight for which the month has figures."""
    growth, ranking = headline_changes(month), cities.chart(month, _LEAGUE)
    made = [
        Slide("主要指标", table=_headlines(month)),
        Slide("本月要点", points),
        Slide(f"{growth.title}（{growth.unit}）", chart=growth) if growth else None,
        Slide(f"{ranking.title}（{ranking.unit}）", chart=ranking) if ranking else None,
        _projects(projects),
        _targets(month),
        Slide("需要关注", matters),
    ]
    return [slide for slide in made if slide]


def _projects(section: Section) -> Slide | None:
    chart = next((b for b in section.blocks if isinstance(b, Chart)), None)
    lines = [b for b in section.blocks if isinstance(b, str)]
    return Slide(section.heading, lines, chart) if chart else None


def _targets(month: dt.date) -> Slide | None:
    rows = targets.rows_of(month)
    rows = rows[rows["actual"].notna()].head(_AIMS)
    if rows.empty:
        return None
    table = targets.measured(rows, "目标", month)
    kept = {k: table.columns[k] for k in ("目标", "要求", "实际值", "完成", "期限")}
    status = {"状态": [STATUSES[s] for s in rows["status"]]}
    return Slide("目标完成情况", table=Table("目标完成情况", status | kept, table.note))


def _headlines(month: dt.date) -> Table:
    """The two headline indicators of every platform as the cards of 总览 show them."""
    rows = [r for _, r in queries.overview.headlines(month).iterrows()]
    return Table(
        "主要指标",
        {
            "平台": [r["platform_name"] for r in rows],
            "指标": [cards.name(r) for r in rows],
            "本月": at_right(_value(r) for r in rows),
            "环比": at_right(_move(r, "mom") for r in rows),
            "同比": at_right(_move(r, "yoy") for r in rows),
        },
    )


def _value(row: pd.Series) -> str:
    return cards.UNPUBLISHED if is_missing(row["value"]) else cards.value(row)


def _move(row: pd.Series, against: str) -> str:
    return change(row[against], row["change_unit"]) + derived(row[f"{against}_origin"])


def headline_changes(month: dt.date) -> Chart | None:
    """环比 of the headline indicators that can be compared, in report order."""
    rows = queries.overview.headlines(month)
    known = rows[rows["mom"].notna() & (rows["change_unit"] == "%")]
    if known.empty:
        return None
    names = [
        f"{r['platform_name']} {r['indicator_name']}{derived(r['mom_origin'])}"
        for _, r in known.iterrows()
    ]
    moves = [float(rounded(v, 2)) for v in known["mom"]]
    return Chart("主要指标环比", "%", 2, names, moves, [amount(v, "%", 2) for v in moves])
