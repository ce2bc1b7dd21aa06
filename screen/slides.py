"""The month in slides, out of the questions, words and drawings that the pages use."""

import datetime as dt
from html import escape

import pandas as pd

from catalog import catalog
from catalog.labels import indicator_label
from charts.bar_rows import Bar, bar_rows
from charts.stage_rows import stage_rows
from charts.theme import NEUTRAL, REGION_COLOURS
from charts.tile_grid import tile_grid
from paper import attention, targets
from paper.content import unmarked
from paper.tables import missing_lines, platform_columns, project_words, stage_columns
from screen import blocks
from screen.parts import Shown, Slide, in_one_line, lines, regions, table
from warehouse import queries
from warehouse.reader import reader
from words.clock import beijing
from words.numbers import amount, rank_words

_ROWS = 11  # of a table in sight
_TARGETS = 8
_AT_A_GLANCE = 420  # characters beside the cards; more stand on a slide of their own
_KIND = 4  # of a kind of 需要关注 by name


def show(row: pd.Series, months: pd.DataFrame) -> Shown:
    """The slides of one month, all of one state of the warehouse."""
    day = row["month"].date()
    with reader().held():
        state = queries.common.warehouse_state().iloc[0]
        made = [
            *_overview(row, months, day),
            *_platforms(day),
            *_cities(day),
            *_targets(day),
            *_projects(day),
        ]
        loaded = f"最近入库 {beijing(state['last_loaded_at'])}（第 {state['last_load']} 次）"
        return Shown(blocks.head(row, state), made, loaded)


def _overview(row: pd.Series, months: pd.DataFrame, day: dt.date) -> list[Slide]:
    """Cards and what needs attention; what the month lacks beside them or next."""
    history = queries.overview.headline_history(day)
    cards = "".join(
        blocks.platform_card(rows, history, row["month"])
        for _, rows in queries.overview.headlines(day).groupby("platform_name", sort=False)
    )
    matters = queries.overview.attention(day)
    gaps = missing_lines(queries.overview.missing(day), months, row, day)
    told = lines("需要关注", attention.lines(matters, _KIND, escape, in_one_line))
    lacking = lines("本月缺什么", map(escape, gaps))
    much = sum(map(len, attention.lines(matters, _KIND) + gaps)) > _AT_A_GLANCE
    beside = told if much else told + lacking
    whole = f'<div class="cards">{cards}</div><aside>{beside}</aside>'
    first = Slide("overview", "总览", whole)
    return [first, Slide("missing", "总览", lacking)] if much else [first]


def _platforms(day: dt.date) -> list[Slide]:
    """Two platforms a slide; of a long one `_ROWS` a column."""
    parts = [
        table(str(name), {"指标": rows["indicator_name"].tolist(), **_brief(rows)})
        for name, whole in queries.overview.platform_table(day).groupby("platform_name", sort=False)
        for rows in (whole[n : n + _ROWS] for n in range(0, len(whole), _ROWS))
    ]
    return [
        Slide(
            f"platforms-{n}", "平台推广应用", f'<div class="pair">{"".join(parts[n : n + 2])}</div>'
        )
        for n in range(0, len(parts), 2)
    ]


def _brief(rows: pd.DataFrame) -> dict[str, list[str]]:
    columns = platform_columns(rows)
    return {name: columns[name] for name in ("累计", "当月", "单位", "环比", "同比")}


def _cities(day: dt.date) -> list[Slide]:
    made = []
    for indicator in catalog().indicators_of("city"):
        ranked = queries.cities.city_ranking(day, indicator.code)
        if ranked.empty:
            continue
        silent = queries.common.unreported_cities(day, indicator.code)["city_name"].tolist()
        told = f"没有上报、不排名：{'、'.join(silent)}" if silent else ""
        bars = [_bar(row) for row in ranked.rename(columns={"rank": "place"}).itertuples()]
        half = (len(bars) + 1) // 2
        most = max(bar.value for bar in bars)
        title = f"{indicator_label(indicator)}（{indicator.unit}）"
        sides = "".join(bar_rows(side, title, most) for side in (bars[:half], bars[half:]))
        sources = dict(zip(ranked["city_code"], ranked["source"], strict=True))
        tiles = tile_grid(ranked, catalog().tile_places, sources, {}, title, dark=True)
        made.append(
            Slide(
                f"cities-{indicator.code}",
                f"地市 · {title}",
                f'<div class="ranks">{sides}<div>{tiles}<p>{regions()}</p></div></div>',
                told,
            )
        )
    return made


def _bar(row) -> Bar:
    """A row of the question `city_ranking`, whose `rank` is named `place`."""
    return Bar(
        f"{rank_words(row.place, row.tied)}　{row.city_name}",
        row.value,
        amount(row.value, row.unit, row.decimals) + (" 封顶" if row.capped is True else ""),
        [row.source],
        REGION_COLOURS.get(row.region, NEUTRAL),
    )


def _targets(day: dt.date) -> list[Slide]:
    """What has a reading, most urgent first; then by name what has none."""
    rows = targets.rows_of(day)
    if rows.empty:
        return []
    read = rows[rows["actual"].notna()]
    bodies = [
        blocks.target_rows(read[n : n + _TARGETS]) for n in range(0, len(read), _TARGETS)
    ] or [""]
    unread = blocks.unread(rows[rows["actual"].isna()])
    if len(read) % _TARGETS <= _TARGETS // 2 and read.size:
        bodies[-1] += unread
    elif unread:
        bodies.append(unread)
    said = targets.counted(rows, day)
    return [Slide(f"targets-{n}", "年度目标", body, said) for n, body in enumerate(bodies) if body]


def _projects(day: dt.date) -> list[Slide]:
    stages = queries.projects.project_stages(day)
    if stages.empty:
        return []
    columns = stage_columns(stages)
    beside = {n: t for n, t in columns.items() if n not in ("数量（个）", "占比")}  # in the bars
    bars = stage_rows(stages[~stages["is_total"]])
    body = f'<div class="pair"><div>{bars}</div>{table("", beside)}</div>'
    said = unmarked(project_words(stages[stages["is_total"]].iloc[0]))
    return [Slide("projects", "信息化项目", body, said)]
