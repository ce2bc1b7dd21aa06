"""地市推广应用: the 21 cities in official order, each value with its rank."""

import datetime as dt

import pandas as pd

from catalog import catalog
from paper import revised as revision
from paper.content import Block, Chart, Section, Table
from paper.tables import NO_CITIES, NOT_RANKED
from warehouse import queries
from words.columns import at_right, revised
from words.numbers import number, places, rank_words


def section(month: dt.date) -> Section:
    """A table of all cities for each platform, and the chart of its first indicator."""
    known = catalog()
    parts = []
    for platform in known.platforms:
        rankings = [
            (i, rows)
            for i in known.indicators_of("city")
            if i.platform == platform.code
            and not (rows := queries.cities.city_ranking(month, i.code)).empty
        ]
        if rankings:
            code = next((i.code for i, _ in rankings if i.additive), rankings[0][0].code)
            drawn = chart(month, code)
            blocks: list[Block] = [
                _table(month, platform.name, rankings),
                *([drawn] if drawn else []),
            ]
            parts.append(Section(platform.name, [*blocks, *_silent(month, rankings)]))
    said = [] if parts else [NO_CITIES]
    return Section("地市推广应用", said, parts)


def _table(month: dt.date, platform: str, rankings: list) -> Table:
    columns: dict[str, list[str]] = {"地市": [c.name for c in catalog().cities]}
    for indicator, rows in rankings:
        marks = revision.marks(rows["source"].tolist(), f"{month:%Y-%m}")
        by_city = {r["city_code"]: r for _, r in rows.assign(revision=marks).iterrows()}
        mine = [by_city.get(c.code) for c in catalog().cities]
        name = f"{indicator.name}（{indicator.unit}）"
        columns[name] = at_right(_value(r) for r in mine)
        columns[f"{indicator.name}位次"] = at_right(_rank(r) for r in mine)
        if rows["rank_change"].notna().any():
            columns[f"{indicator.name}位次变化"] = at_right(
                "—" if r is None else places(r["rank_change"]) for r in mine
            )
    return Table(f"各市{platform}推广应用情况", columns)


def _value(row: pd.Series | None) -> str:
    if row is None:
        return "—"
    return revised(number(row["value"], row["decimals"]), row["revision"])


def _rank(row: pd.Series | None) -> str:
    return "—" if row is None else rank_words(row["rank"], row["tied"])


def chart(month: dt.date, code: str) -> Chart | None:
    """The cities' values of one indicator, the highest first; None where none reported."""
    rows, indicator = queries.cities.city_ranking(month, code), catalog().indicator(code)
    if rows.empty:
        return None
    decimals = int(rows["decimals"].max())
    values = [float(v) for v in rows["value"]]
    texts = [number(r["value"], r["decimals"]) for _, r in rows.iterrows()]
    title = f"各市{catalog().platform_names[indicator.platform]}{indicator.name}"
    return Chart(title, indicator.unit, decimals, rows["city_name"].tolist(), values, texts)


def _silent(month: dt.date, rankings: list) -> list[str]:
    said = []
    for indicator, _ in rankings:
        names = queries.common.unreported_cities(month, indicator.code)["city_name"].tolist()
        if names:
            said.append(f"{indicator.name}{NOT_RANKED}：{'、'.join(names)}。")
    return said
