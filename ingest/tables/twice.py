"""A table that stands more than once: which one is the month's, and what is said of the others."""

import re
from decimal import Decimal

from ingest.tables.columns import AskMonth
from ingest.tables.dates import split_period
from ingest.tables.entries import Entry, Found
from ingest.tables.headers import Table
from ingest.tables.months import named_months
from ingest.tables.numeral import parse_number
from ingest.workbook.sheets import coordinate
from words.names import TABLE_SHEETS

_BEFORE = re.compile("上[年月期]|去年|同期")  # in a sheet's name
# of a short table, such as the figures behind a chart
_SAYS_LESS = (
    *("label-normalised", "column-missing", "column-derived", "row-derived", "unit-missing"),
    *("indicator-missing", "stage-missing", "city-missing"),
)
Located = dict[str, list[Table]]


class Twice:
    """The tables that were located, each with its second ones. `month`: asked only where a table
    has any."""

    def __init__(self, month: AskMonth, located: Located):
        self.every = [part for tables in located.values() for t in tables for part in t.parts]
        self.month = month

    def of_month(self, tables: list[Table]) -> list[Table]:
        """The first is the first of those that can be seen and name no other month."""
        if len(tables) == 1:
            return tables
        mine = [t for t in tables if t.sheet.hidden == tables[0].sheet.hidden]
        first = next((t for t in mine if not self.other_month(t)), tables[0])
        return [first, *(t for t in tables if t is not first)]

    def other_month(self, table: Table) -> str:
        """What a table's title, headers or else its sheet's name say of another month, where they
        say nothing of this one."""
        month = self.month()
        if month is None:
            return ""
        named = named_months(table.parts, self.every)
        if named:
            return "" if any(n.period.agrees(month) for n in named) else named[0].cell.text
        title = table.sheet.title
        period = split_period(f"{title}累计")[1]
        year = re.search("(20[0-9]{2})年?", title)
        if _BEFORE.search(title) or (year and int(year[1]) != month.year):
            return title
        return title if period and period.month and not period.agrees(month) else ""

    def say(self, name: str, first: Table, extra: Table, again: Found, found: Found) -> None:
        """`again`: what was read of the second one."""
        found.unused.append(extra)
        where = f"{first.sheet.title}!{coordinate(first.header, first.key_column)}"
        month, others = self.other_month(extra), _others(again, found)
        unread = [p for p in again.problems if p.code not in _SAYS_LESS]
        if extra.sheet.hidden > first.sheet.hidden:
            code = "table-hidden"
        elif month:
            code = "table-other-month"
        else:
            copied = extra.heads_itself and again.entries and not others and not unread
            code = "table-copied" if copied else "table-duplicated"
        place = extra.sheet, extra.header, extra.key_column
        cells = [e.coordinate for e in others]
        table = TABLE_SHEETS[name]
        found.say(code, *place, table=table, other=where, found=month, differing=cells)


def _others(again: Found, found: Found) -> list[Entry]:
    """The figures of a second table that are neither blank nor those of the first."""
    said = {_key(e): _figure(e) for e in found.entries}
    return [e for e in again.entries if _figure(e) not in ("", said.get(_key(e)))]


def _key(entry: Entry) -> tuple[str, str, str]:
    return entry.indicator.code, entry.member_code, entry.measure


def _figure(entry: Entry) -> Decimal | str:
    """4,221.50 is 4221.5."""
    text = entry.cell.text.strip() if entry.cell else ""
    number = parse_number(text, entry.indicator.unit)
    return number.value if number else text
