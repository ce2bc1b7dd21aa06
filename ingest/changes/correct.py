"""更正: the workbook of the load in force with one figure's cell changed. It then goes the way of
any workbook: the same checks, the same review, kept with the load that it becomes."""

import pathlib
from dataclasses import dataclass, replace

from catalog import Catalog
from ingest.changes.publish import Answers
from ingest.changes.rebuild import holds_simulated
from ingest.changes.stored import row_of, rows_of
from ingest.pipeline import Checked, check_workbook
from ingest.problems import Problem, problem
from ingest.workbook import sandbox
from ingest.workbook.sheets import Sheet, position
from warehouse import publisher
from warehouse.kind import Warehouse
from warehouse.loads import Observation, Reason

LONGEST = 40  # characters of a printed value
CORRECTED = "figure-corrected"
_READS_OTHERWISE = "改后读出的内容与填写的不同"


@dataclass(frozen=True)
class Place:
    """The cell of a figure, in the workbook of a load."""

    load_id: int
    sheet: str
    cell: str


@dataclass(frozen=True)
class Base:
    """What a load holds: its row, observations and the reasons given with it."""

    row: dict
    observations: list[Observation]
    reasons: list[Reason]


def correct(
    path: Warehouse, place: Place, printed: str, reason: str, catalog: Catalog
) -> tuple[Checked, Answers] | Problem:
    """The corrected workbook, checked, with the reasons of the load before and `reason` for the
    revision; or why one cell alone cannot be changed."""
    text = printed.strip()
    base = _base(path, place.load_id)
    if base is None:
        return _impossible(place, "这个数值所在的入库已被撤回或替换")
    if text.startswith("=") or len(text) > LONGEST or not text.isprintable():
        return _impossible(place, f"数值须是印出来的样子，不超过 {LONGEST} 个字，不能是公式")
    if not any(
        (o.source_sheet, o.source_cell) == (place.sheet, place.cell) for o in base.observations
    ):
        return _impossible(place, "这一格不是月报的数值")
    made = _changed(base.row["workbook"], place, text)
    if isinstance(made, Problem):
        return made
    name = pathlib.PurePath(base.row["file_name"])
    file_name = f"{name.stem.removesuffix('-更正')}-更正.xlsx"
    simulated = bool(holds_simulated(path))
    checked = check_workbook(made, file_name, catalog, path, simulated)
    if not checked.blocked and (why := _more_than(base, checked, place, text)):
        return _impossible(place, why)
    given = {(r.code, r.source_sheet, r.source_cell): r.reason for r in base.reasons}
    mine = (("month-revision", "", ""), (CORRECTED, place.sheet, place.cell))
    answers = given | dict.fromkeys(mine, reason.strip())
    say_corrected(checked, answers)
    return checked, answers


def say_corrected(checked: Checked, answers: Answers) -> None:
    """A corrected cell asks for its reason at every check, so that it is kept with the load; what
    corrected it says where."""
    places = [(sheet, cell) for code, sheet, cell in answers if code == CORRECTED]
    checked.problems += [problem(CORRECTED, *place) for place in places]


def _impossible(place: Place, why: str) -> Problem:
    return problem("correction-impossible", place.sheet, place.cell, why=why)


def _base(path: Warehouse, load_id: int) -> Base | None:
    """None where the load is not in force any more."""
    with publisher.reading(path) as con:
        live = (
            "SELECT * FROM load WHERE load_id = (SELECT load_id FROM live_load WHERE load_id = $1)"
        )
        row = row_of(con, live, [load_id])
        if row is None:
            return None
        observations = rows_of(con, "observation", Observation, load_id)
        return Base(row, observations, rows_of(con, "reason", Reason, load_id))


def _changed(workbook: bytes, place: Place, text: str) -> bytes | Problem:
    """A number stays one where its format prints it as asked for; else the cell holds the text."""
    before = sandbox.read_workbook(workbook)
    if isinstance(before, Problem):
        return before
    for as_number in (True, False):
        if as_number and not (text.isascii() and text.replace(".", "", 1).isdigit()):
            continue
        made = sandbox.change_cell(workbook, place.sheet, place.cell, text, as_number)
        after = made if isinstance(made, Problem) else sandbox.read_workbook(made)
        if isinstance(made, Problem) or isinstance(after, Problem):
            fault = made if isinstance(made, Problem) else after
            if as_number:
                continue  # as text it may be
            return fault if isinstance(fault, Problem) else _impossible(place, "改后读不出来")
        if _reads(after, place) == text and _same(before, after, place):
            return made
    return _impossible(place, _READS_OTHERWISE)


def _reads(sheets: list[Sheet], place: Place) -> str:
    [sheet] = [s for s in sheets if s.title == place.sheet]
    cell = sheet.cells.get(position(place.cell))
    return cell.text.strip() if cell else ""


def _same(before: list[Sheet], after: list[Sheet], place: Place) -> bool:
    """Whether nothing but the cell reads differently."""
    return [_without(s, place) for s in before] == [_without(s, place) for s in after]


def _without(sheet: Sheet, place: Place) -> Sheet:
    if sheet.title != place.sheet:
        return sheet
    here = position(place.cell)
    cells = {at: cell for at, cell in sheet.cells.items() if at != here}
    unseen = {at: why for at, why in sheet.unseen.items() if at != here}
    return replace(sheet, cells=cells, unseen=unseen)


def _more_than(base: Base, checked: Checked, place: Place, text: str) -> str:
    """Why this is not the one figure, '' where it is."""
    before, after = (
        {(o.month, o.indicator_code, o.member_code, o.measure): o for o in rows}
        for rows in (base.observations, checked.observations)
    )
    differs = [key for key in before.keys() | after.keys() if before.get(key) != after.get(key)]
    if not differs:
        return "与现行的数值相同"
    moved = [after.get(key) or before[key] for key in differs]
    if [(o.source_sheet, o.source_cell) for o in moved] != [(place.sheet, place.cell)]:
        return "改这一格会连带改变其他数值"
    return "" if moved[0].token == text else _READS_OTHERWISE
