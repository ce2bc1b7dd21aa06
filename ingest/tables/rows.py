"""Which rows of a located table hold data, and what names them."""

import re
from collections.abc import Iterable, Iterator

from catalog import REGIONS, Catalog, City, Platform, fold
from ingest.tables.columns import check_repeat
from ingest.tables.entries import Found
from ingest.tables.headers import Table, columns_of, unit_in
from ingest.tables.locate import is_key, member
from ingest.tables.view import has_numbers, is_number, shown
from ingest.workbook.sheets import Cell

_ALL = r"(?:全省|各市|各?地市|(?:21|二十一)个?(?:地级?)?市)"
_TOTAL = re.compile(
    rf"{_ALL}?(?:合计|总计|小计|共计|汇总)(?:\((?:(?:21|二十一)个|各)?(?:地级?)?市\))?|全省"
)
_STATISTIC = re.compile(
    rf"{_ALL}?(?:珠三角|粤东西北|粤[东西北])?(?:地区)?(?:平均(?:值|数|水平)?|均值|中位数|最[大小高低]值?)"
)
_PARTS = {region: (region,) for region in REGIONS} | {"粤东西北": REGIONS[1:]}
_PART = re.compile(
    rf"(粤东西北|{'|'.join(REGIONS)})(?:地区)?(?:[一二三四五六七八九十0-9]+市)?(?:小计|合计|总计)?"
)
_COLUMN_NUMBERS = ("", "栏次", "列次", *"甲乙丙丁")
_SIGNED = re.compile(
    r"(填报|填表|制表|审核|复核|审批|负责|联系|报送|经办|编制|分管)(人员?|者|单位|部门|时间|日期|电话|方式|领导)?\s*([:：]|$)"
    r"|电话"
)
NOTE = re.compile(
    r"(注[0-9]*|备注|说明|数据来源|资料来源)\s*[:：]|[*※]"
    r"|第?\s*[0-9]{1,3}\s*页|[-—–]\s*[0-9]{1,3}\s*[-—–]$|[(（]?(续上?表|[接转][上下]页)"
)


def is_total(label: str) -> bool:
    return _TOTAL.fullmatch(fold(label)) is not None


def sums_up(label: str) -> bool:
    """Whether a row of a table of counties or towns is a sum: 荔湾区小计."""
    return is_total(label) or fold(label).endswith(("小计", "合计", "总计"))


def is_statistic(label: str) -> bool:
    """Whether a row says how the rows around it stand: 平均, 中位数."""
    return _STATISTIC.fullmatch(fold(label)) is not None


def part_of_province(label: str, catalog: Catalog) -> tuple[str, list[City]] | None:
    """The region, and its cities, that a row of sums such as 珠三角小计 is about."""
    match = _PART.fullmatch(fold(label))
    return match and (match[1], [c for c in catalog.cities if c.region in _PARTS[match[1]]])


def data_rows(table: Table, catalog: Catalog, found: Found) -> Iterator[int]:
    """Rows from below the header to the last one that belongs: known labels, even without a number,
    and unknown ones with numbers. Not the header again (a page break), nor notes between."""
    last = table.key_rows[-1]
    while is_named(table, last + 1, catalog) or (
        has_numbers(table.sheet, last + 1, table.columns)
        and not is_signed(table.sheet.rows.get(last + 1, ()))
    ):
        last += 1
    header = texts_of_header(table)
    first = table.header_rows.stop
    for row in range(first + _numbers_columns(table, first), last + 1):
        if has_numbers(table.sheet, row, table.columns):
            yield row
        elif columns_of(table, catalog, row).keys() & table.columns.keys():
            table.repeats.append(row)
            check_repeat(table, row, catalog, found)
        elif _repeats_units(table, row, catalog, found):
            continue
        elif not _is_furniture(table, row, header, catalog):
            yield row


def names_two_rows(table: Table, row: int, found: Found) -> bool:
    """Whether the name of this row of figures is merged down from the row above: said if so."""
    merged = table.sheet.merged_at(row, table.key_column)
    if merged is None or merged.top == row or not has_numbers(table.sheet, row, table.columns):
        return False
    place = merged.top, table.key_column
    found.say("data-merged", table.sheet, *place, found=merged.coordinate)
    return True


def is_signed(cells: Iterable[Cell]) -> bool:
    """Who filled the form in, when, and the telephone: 填表人：… 电话 …"""
    return any(_SIGNED.match(cell.text.strip()) for cell in cells)


def _numbers_columns(table: Table, row: int) -> bool:
    """Whether a row numbers the columns, as forms of statistics do: 甲 乙 1 2 3."""
    label = fold(shown(table.sheet, row, table.key_column))
    said = [shown(table.sheet, row, column).strip("()（）") for column in sorted(table.columns)]
    numbers = [int(s) for s in said if s.isascii() and s.isdigit() and len(s) < 3]
    consecutive = numbers == list(range(numbers[0], numbers[0] + len(said))) if numbers else False
    return label in _COLUMN_NUMBERS and len(said) > 1 and consecutive


def _repeats_units(table: Table, row: int, catalog: Catalog, found: Found) -> bool:
    """Whether the row of units stands again here. It must say the same."""
    cells = [c for c in table.sheet.rows.get(row, ()) if c.column in table.columns]
    units = {c.column: unit_in(c.text) for c in cells}
    if table.unit_row is None or not units or not set(units.values()) <= catalog.units:
        return False
    for cell in cells:
        first = shown(table.sheet, table.unit_row, cell.column)
        if unit_in(first) != units[cell.column]:
            above = [(table.unit_row, cell.column)]
            found.say("header-differs", table.sheet, row, cell.column, above, found=cell.text)
    return True


def texts_of_header(table: Table) -> set[tuple[int, str]]:
    return {
        (c.column, as_again(c.text)) for r in table.header_rows for c in table.sheet.rows.get(r, ())
    }


def as_again(text: str) -> str:
    return fold(text).removesuffix("(续)").removesuffix("(续表)")


def _is_furniture(table: Table, row: int, header: set[tuple[int, str]], catalog: Catalog) -> bool:
    """A row without figures that repeats the header's texts, holds a note, or a title merged over
    names and figures."""
    if is_named(table, row, catalog) or heading(table, row, catalog):
        return False
    span = range(min(table.known_columns), max(table.known_columns) + 1)
    cells = [c for c in table.sheet.rows.get(row, ()) if c.column in span]
    if all((c.column, as_again(c.text)) in header or NOTE.match(c.text.strip()) for c in cells):
        return True
    merged = table.sheet.merged_at(row, table.key_column)
    across = merged and any(c in range(merged.left, merged.right + 1) for c in table.columns)
    return bool(across)


def heading(table: Table, row: int, catalog: Catalog) -> Platform | None:
    """The platform that stands alone over its indicators, in their column or merged over all."""
    text = shown(table.sheet, row, table.key_column) if table.name == "platform" else ""
    alone = text and not has_numbers(table.sheet, row, table.columns)
    return catalog.find_platform(text) if alone else None


def is_named(table: Table, row: int, catalog: Catalog) -> bool:
    if table.name == "platform":
        return is_key(table.name, shown(table.sheet, row, table.key_column), catalog)
    return member(table.name, row_label(table, row, catalog)[1], catalog) is not None


def row_label(table: Table, row: int, catalog: Catalog) -> tuple[int, str]:
    """A row's label: in the key column, or (the merged total row of the projects, the cities'
    total under 序号) in a column before it."""
    text = shown(table.sheet, row, table.key_column)
    if not text:
        for column in range(table.key_column - 1, 0, -1):
            cell = table.sheet.cells.get((row, column))
            if cell and is_number(cell):
                break  # a figure of a table beside this one, and its label before it
            if cell and (
                member(table.name, cell.text, catalog)
                or is_total(cell.text)
                or is_statistic(cell.text)
                or part_of_province(cell.text, catalog)
            ):
                return column, cell.text.strip()
    return table.key_column, text
