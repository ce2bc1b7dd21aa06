"""Reads single dated figures from public pages: one row each, bounds (超, 近, 余) kept as bounds,
every row with its web address."""

import datetime as dt
import re

from catalog import PROVINCE, Catalog, Indicator, fold
from ingest.problems import Problem, problem
from ingest.tables.named_row import NamedRow
from ingest.tables.numeral import parse_bounded
from ingest.workbook.sheets import Sheet
from warehouse.loads import Citation, Observation
from words.names import MEASURES

_MEASURES = {name: code for code, name in MEASURES.items()}
PUBLIC_HEADERS = (
    "月份",
    "平台",
    "指标",
    "口径",
    "数值",
    "来源",
    "网址",
    "等级",
    "发布日期",
    "备注",
)
_REQUIRED = PUBLIC_HEADERS[:8]


def find_public(sheets: list[Sheet]) -> tuple[Sheet, int, dict[str, int]] | None:
    """Sheet, header row and columns of a table of public figures; None if no row names all the
    required headers."""
    for sheet in sheets:
        for row, cells in sheet.rows.items():
            columns = {fold(c.text): c.column for c in cells}
            if all(name in columns for name in _REQUIRED):
                return sheet, row, columns
    return None


def read_public(
    sheet: Sheet, header: int, columns: dict[str, int], catalog: Catalog
) -> tuple[list[Observation], list[Citation], list[Problem]]:
    observations: list[Observation] = []
    citations: list[Citation] = []
    problems: list[Problem] = []
    seen: dict[tuple, str] = {}
    for row in sorted(r for r in sheet.rows if r > header):
        read = _Row(sheet, row, columns, PUBLIC_HEADERS).read(catalog)
        if isinstance(read, Problem):
            problems.append(read)
            continue
        observation, citation = read
        key = (observation.month, observation.indicator_code, observation.measure)
        if key in seen:
            name = catalog.indicator(observation.indicator_code).name
            problems.append(
                problem(
                    "indicator-duplicated",
                    sheet.title,
                    observation.source_cell,
                    label=name,
                    other=seen[key],
                )
            )
            continue
        seen[key] = observation.source_cell
        observations.append(observation)
        citations.append(citation)
    return observations, citations, problems


class _Row(NamedRow):
    def read(self, catalog: Catalog) -> tuple[Observation, Citation] | Problem:
        texts = self.texts
        month = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])(?:-01)?", texts["月份"])
        if not month:
            return self.fault("月份", "如 2023-07 的月份")
        platform = catalog.find_platform(texts["平台"])
        if platform is None:
            return self.fault(
                "平台", "目录中的平台名", catalog.closest(texts["平台"], catalog.platforms)
            )
        indicator = _indicator(texts["指标"], platform.code, catalog)
        if indicator is None:
            mine = [i for i in catalog.indicators if i.platform == platform.code]
            return self.fault(
                "指标", f"“{platform.name}”的指标名", catalog.closest(texts["指标"], mine)
            )
        measure = _MEASURES.get(texts["口径"])
        if measure not in indicator.measures:
            return self.fault("口径", "、".join(MEASURES[m] for m in indicator.measures))
        number = parse_bounded(texts["数值"], indicator.unit)
        if number is None or not number.storable or not self.plain:
            return self.fault("数值", "如 1,234、超1300万、近60种 的数字")
        if not texts["网址"].startswith(("http://", "https://")):
            return self.fault("网址", "以 http 开头的网址")
        place = self.sheet.title, self.places["数值"]
        day = dt.date(int(month[1]), int(month[2]), 1)
        observation = Observation(
            day,
            indicator.code,
            PROVINCE,
            measure,
            number.value,
            number.bound,
            texts["数值"],
            number.decimals,
            *place,
        )
        return observation, Citation(
            *place, texts["来源"] or None, texts["网址"], texts["等级"] or None, self._note()
        )

    def _note(self) -> str | None:
        published = f"{self.texts['发布日期']} 发布" if self.texts["发布日期"] else ""
        return "；".join(filter(None, (published, self.texts["备注"]))) or None


def _indicator(name: str, platform: str, catalog: Catalog) -> Indicator | None:
    return (
        catalog.find_indicator("platform", platform, name)[0]
        or catalog.find_indicator("public", platform, name)[0]
    )
