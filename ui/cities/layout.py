"""Which blocks 地市排名 has for an indicator, and the parts of it that a choice draws anew."""

import datetime as dt
from typing import NamedTuple

import streamlit as st

from catalog import catalog
from ui.cities import blocks, contribution, regions, standings
from ui.html_parts import small
from ui.pickers import chosen
from warehouse import queries

_SHOWN = "blocks of the ranking"


class Blocks(NamedTuple):
    """What decides which blocks and pickers the page has."""

    adds_up: bool
    contributes: bool
    ranked: bool
    over_months: bool

    def parts(self) -> list[str]:
        return ["answer", *(["bump"] if self.over_months else []), "table"]


def settle(day: dt.date, indicator: str) -> Blocks:
    """The blocks that the page is drawn with."""
    st.session_state[_SHOWN] = _blocks(day, indicator)
    return st.session_state[_SHOWN]


def dependants(day: dt.date) -> list[str]:
    """What a choice draws anew: nothing alone where the page needs other blocks."""
    now = _blocks(day, chosen("indicator"))
    return now.parts() if now == st.session_state[_SHOWN] else []


def _blocks(day: dt.date, indicator: str) -> Blocks:
    history = queries.cities.rank_history(day, indicator, "value")
    return Blocks(
        catalog().indicator(indicator).additive,
        contribution.is_said(indicator),
        not queries.cities.city_ranking(day, indicator, "value").empty,
        history.dropna(subset=["rank"])["month"].nunique() >= 2,
    )


def first_screen(day: dt.date) -> str:
    """The answer, the ways on, the bars, beside them the tile map and the regions: one message."""
    indicator, scale, ask = chosen("indicator"), blocks.scale(), queries.cities
    ranking, rest = ask.city_ranking(day, indicator, scale), ask.city_remainder(day, indicator)
    title, month = blocks.chart_title(indicator, scale), f"{day:%Y-%m}"
    sums, medians = ask.region_totals(day, indicator), ask.region_medians(day, indicator)
    bars = blocks.bars_card(
        blocks.arrange(ranking, chosen("order"), chosen("region")),
        scale,
        title,
        chosen("order") == "rank",
        month,
    )
    beside = standings.tiles_card(ranking, scale, title, month)
    beside += "" if sums.empty else regions.region_card(sums, ranking, rest)
    beside += "" if medians.empty else regions.median_card(medians)
    silent = standings.unreported(queries.common.unreported_cities(day, indicator))
    return (
        f"{blocks.answer(ranking, rest, scale)}{blocks.ways(ranking, month)}"
        f"{small(silent)}"
        f'<div class="pair">{bars}<div>{beside}</div></div>'
    )


def bump(day: dt.date) -> str:
    """The ranks over a year."""
    indicator, scale = chosen("indicator"), blocks.scale()
    history = queries.cities.rank_history(day, indicator, scale)
    return standings.bump(history, blocks.chart_title(indicator, scale), f"{day:%Y-%m}")


def table(day: dt.date, contributes: bool) -> str:
    """Who made the growth, the standings, and how cities are ranked."""
    indicator, scale = chosen("indicator"), blocks.scale()
    ranking = queries.cities.city_ranking(day, indicator, scale)
    shown = blocks.arrange(ranking, chosen("order"), chosen("region"))
    progress = queries.cities.city_progress(day, indicator)
    adds_up = catalog().indicator(indicator).additive
    return (
        (contribution.block(day, indicator) if contributes else "")
        + standings.standing_card(shown, progress, adds_up, scale, day)
        + blocks.rules_card(indicator)
    )
