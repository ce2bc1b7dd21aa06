"""Reads single dated figures from public pages: one row each, bounds (超, 近, 余) kept as bounds, every row with its address."""

import datetime as dt
import re

from catalog import PROVINCE, Catalog, Indicator, fold
from ingest.layout import MEASURE_NAMES, PUBLIC_HEADERS
from ingest.numeral import parse_bounded
from ingest.problems import Problem, problem
from ingest.read import Sheet, address
from warehouse.publisher import Observation

_MEASURES = {name: code for code, name in MEASURE_NAMES.items()}
_REQUIRED = PUBLIC_HEADERS[:8]


def find_public(sheets: list[Sheet]) -> tuple[Sheet, int, dict[str, int]] | None:
    """Sheet, header row and columns of a table of public figures; None if no row names all the required headers."""
    for sheet in sheets:
        for row, cells in sheet.rows.items():
            columns = {fold(c.text): c.column for c in cells}
            if all(name in columns for name in _REQUIRED):
                return sheet, row, columns
    return None


def read_public(sheet: Sheet, header: int, columns: dict[str, int], catalog: Catalog) -> tuple[list[Observation], list[Problem]]:
    observations: list[Observation] = []
    problems: list[Problem] = []
    seen: dict[tuple, int] = {}
    for row in sorted(r for r in sheet.rows if r > header):
        observation, faults = _read_row(sheet, row, columns, catalog)
        problems += faults
        if observation:
            key = (observation.month, observation.indicator_code, observation.measure)
            if key in seen:
                problems.append(problem("indicator-duplicated", sheet.title, address(row, columns["指标"]),
                                        label=catalog.indicator(observation.indicator_code).name, other=address(seen[key], columns["指标"])))  # fmt: skip
            else:
                seen[key] = row
                observations.append(observation)
    return observations, problems


def _read_row(sheet: Sheet, row: int, columns: dict[str, int], catalog: Catalog) -> tuple[Observation | None, list[Problem]]:
    texts = {name: (cell.text.strip() if (cell := sheet.cells.get((row, columns.get(name, 0)))) else "") for name in PUBLIC_HEADERS}

    def fault(label: str, expected: str, near: str | None = None) -> tuple[None, list[Problem]]:
        return None, [problem("public-field", sheet.title, address(row, columns[label]), label=label, found=texts[label], expected=expected, near=near)]

    month = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-01)?", texts["月份"])
    if not month:
        return fault("月份", "如 2023-07 的月份")
    platform = catalog.find_platform(texts["平台"])
    if platform is None:
        return fault("平台", "目录中的平台名", catalog.closest(texts["平台"], catalog.platforms))
    indicator = _indicator(texts["指标"], platform.code, catalog)
    if indicator is None:
        mine = [i for i in catalog.indicators if i.platform == platform.code]
        return fault("指标", f"“{platform.name}”的指标名", catalog.closest(texts["指标"], mine))
    measure = _MEASURES.get(texts["口径"])
    if measure not in indicator.measures:
        return fault("口径", "、".join(MEASURE_NAMES[m] for m in indicator.measures))
    number = parse_bounded(texts["数值"], indicator.unit)
    if number is None:
        return fault("数值", "如 1,234、超1300万、近60种 的数字")
    if not texts["网址"].startswith(("http://", "https://")):
        return fault("网址", "以 http 开头的网址")
    note = texts["备注"]
    if texts["发布日期"]:
        note = f"{texts['发布日期']} 发布" + (f"；{note}" if note else "")
    return Observation(
        dt.date(int(month[1]), int(month[2]), 1), indicator.code, PROVINCE, measure, number.value, number.bound, texts["数值"], number.decimals,
        sheet.title, address(row, columns["数值"]), texts["来源"] or None, texts["网址"], texts["等级"] or None, note or None,
    ), []  # fmt: skip


def _indicator(name: str, platform: str, catalog: Catalog) -> Indicator | None:
    return catalog.find_indicator("platform", platform, name)[0] or catalog.find_indicator("public", platform, name)[0]
