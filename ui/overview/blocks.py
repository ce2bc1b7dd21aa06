"""What 总览 shows below its title; of it the projects' stages, leading and lagging cities, what is
missing, the table of all indicators."""

import datetime as dt
from collections.abc import Callable
from html import escape

import pandas as pd

from catalog import catalog
from charts.stage_rows import stage_rows
from paper.tables import (
    NO_CITIES,
    NO_PROJECTS,
    STAGE_COUNTS,
    missing_lines,
    platform_columns,
    project_words,
)
from ui import on_screen, revised
from ui.html_parts import address, bold, card, lines_table, link, small
from ui.overview import attention, cards, key_points
from ui.pickers import month_date
from ui.tables import table_html
from warehouse import queries
from words.columns import at_right
from words.numbers import amount, number, percent

_FIRST_AND_LAST = '<small class="on-phone">手机上只列首位和末位；点指标看全部 21 市的位次。</small>'


def content(month: pd.Series, months: pd.DataFrame) -> str:
    """All of it in one piece: a card of the framework's is four messages and as many things to
    draw. `month` is a row of `queries.common.months`."""
    ask, day, named = queries.overview, month_date(month), month["month_text"]
    stages = queries.projects.project_stages(day)
    return (
        cards.platform_cards(ask.headlines(day), ask.headline_history(day), month["month"])
        + attention.block(ask.attention(day), named)
        + key_points.block(ask.key_points(day), month)
        + f'<div class="pair late">{projects(stages, named)}'
        + f"{leaders_and_laggards(ask.city_leaders(day), named)}</div>"
        + missing_list(ask.missing(day), months, month, day)
        + indicator_table(ask.platform_table(day))
    )


def projects(stages: pd.DataFrame, month: str) -> str:
    """The total in one sentence above a bar a stage, which leads to the source of its number;
    导出本页 writes the bars' numbers."""
    title = "信息化项目：各阶段数量"
    if stages.empty:
        return card(title, "", small(NO_PROJECTS))
    total, parts = stages[stages["is_total"]].iloc[0], stages[~stages["is_total"]]
    numbers = {
        "阶段": parts["stage_name"].tolist(),
        "数量（个）": at_right(number(c, 0) for c in parts["count"]),
        "占比": at_right(percent(s) for s in parts["count_share_pct"]),
    }
    on_screen.note_table(STAGE_COUNTS, numbers)
    said = f"<p>{bold(project_words(total))}</p>"
    figure = {"indicator": "project_count", "month": month, "measure": "cumulative"}
    leads = [address("source", member=code, **figure) for code in parts["stage_code"]]
    if mark := revised.marker():
        parts = parts.assign(source=[f"{s}\n{mark(s)}".strip() for s in parts["source"]])
    return card(title, f"出处：{total['source']}", said + stage_rows(parts, leads))


def leaders_and_laggards(leaders: pd.DataFrame, month: str) -> str:
    """One row per city indicator: the first three and the last three ranks. An indicator leads to
    its ranking, a city to its profile."""
    title, told = (
        "地市：领先与落后",
        "每项指标的前三位和后三位；并列者同列。点“地市排名”看全部 21 市。",
    )
    if leaders.empty:
        return card(title, told, small(NO_CITIES))
    rows = [r for _, r in leaders.iterrows()]
    codes = {c.name: c.code for c in catalog().cities}
    alt = "各项地市指标的前三位和后三位"

    def table(
        leading: Callable[..., str], more: Callable[[str], str], kept: Callable[[str], str]
    ) -> dict[str, list]:
        return {
            "指标": [
                leading(
                    f"{r['platform_name']} {r['indicator_name']}",
                    address("cities", indicator=r["indicator_code"], month=month),
                )
                + ("" if r["unit"] == "%" else kept(f"（{r['unit']}）"))
                + (f"（缺{r['unreported']}）" if r["unreported"] else "")
                for r in rows
            ],
            "领先": [_cities(r, "head", named(leading), more) for r in rows],
            "落后": [_cities(r, "tail", named(leading), more) for r in rows],
        }

    def named(leading: Callable[..., str]) -> Callable[[str, str], str]:
        def city(name: str, said: str) -> str:
            return leading(name, address("city", city=codes[name], month=month), said)

        return city

    on_screen.note_table(alt, table(_unlinked, str, str))
    written = table(_linked, '<span class="more">{}</span>'.format, "<span>{}</span>".format)
    return card(title, told, lines_table(written, alt) + _FIRST_AND_LAST)


def _unlinked(text: str, _to: str, said: str = "") -> str:
    return text + said


def _linked(text: str, to: str, said: str = "") -> str:
    """A link, and what is said of it kept beside it."""
    return f"<span>{link(to, text)}{escape(said)}</span>" if said else link(to, text)


def _cities(
    row: pd.Series, end: str, named: Callable[[str, str], str], more: Callable[[str], str]
) -> str:
    """The cities of one end; `more` takes all but the first, which a phone has alone."""
    names, values = row[end], row[f"{end}_values"]
    if len(names) > 4:  # a tie wider than the table
        return f"{len(names)} 市并列 {amount(values[0], row['unit'], row['decimals'])}"
    sign = "%" if row["unit"] == "%" else ""
    said = [
        named(name, f" {number(value, row['decimals'])}{sign}")
        for name, value in zip(names, values, strict=True)
    ]
    return "".join(said[:1]) + more("".join(f"　{city}" for city in said[1:]))


def missing_list(
    missing: pd.DataFrame, months: pd.DataFrame, month: pd.Series, day: dt.date
) -> str:
    """Sentences on what this month does not hold: tables, indicators, cells, and the months it
    would be compared with."""
    lines = missing_lines(missing, months, month, day)
    return card("本月缺什么", "", f"<ul>{''.join(f'<li>{escape(li)}</li>' for li in lines)}</ul>")


def indicator_table(indicators: pd.DataFrame) -> str:
    """All platform indicators of the month, in report order, folded."""
    names = [f"{r['platform_name']} {r['indicator_name']}" for _, r in indicators.iterrows()]
    table = table_html(
        {"指标": names, **platform_columns(indicators), "出处": indicators["source"].tolist()},
        "全部平台指标",
        12,
    )
    title = f"全部平台指标（{len(indicators)} 项）"
    return f'<details class="card"><summary>{title}</summary>{table}</details>'
