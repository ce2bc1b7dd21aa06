"""annotate: a note on months of an indicator or of one city, written or taken back."""

import argparse

from catalog import catalog
from ingest.changes import annotate, on_record
from ingest.commands.terminal import at_the_keyboard, month, say, user
from warehouse import configured_warehouse


def add_commands(command) -> None:
    """`command` adds one: command(name, run, help) → its parser."""
    note = command(
        "annotate", _annotate, "write a note on months of an indicator, or take one back"
    )
    note.add_argument("--month", type=month, metavar="YYYY-MM")
    note.add_argument("--until", type=month, metavar="YYYY-MM", help="the last month of several")
    note.add_argument(
        "--city",
        default="",
        choices=[c.code for c in catalog().cities],
        metavar="CODE",
        help="one city of what cities report, by its division code",
    )
    note.add_argument(
        "--indicator",
        choices=[i.code for i in catalog().indicators],
        metavar="CODE",
        help="a code of catalog/indicator.csv",
    )
    note.add_argument(
        "--remove", type=int, metavar="NUMBER", help="the note to take back; --text then says why"
    )
    note.add_argument(
        "--text",
        required=True,
        type=_note,
        help=f"{annotate.SHORTEST} to {annotate.LONGEST} characters",
    )


def _note(text: str) -> str:
    if not annotate.SHORTEST <= len(text.strip()) <= annotate.LONGEST:
        raise argparse.ArgumentTypeError(
            f"a note has {annotate.SHORTEST} to {annotate.LONGEST} characters"
        )
    return text


def _annotate(said: argparse.Namespace) -> int:
    if (said.remove is None) != bool(said.month and said.indicator) or bool(said.month) != bool(
        said.indicator
    ):
        print("写注记须给出 --month 和 --indicator；撤回注记须给出 --remove，二者取一。")
        return 2
    if said.until and said.month and said.until < said.month:
        print("--until 不能早于 --month。")
        return 2
    if said.city and said.indicator and catalog().indicator(said.indicator).table != "city":
        print("--city 只用于地市指标。")
        return 2
    person, warehouse = at_the_keyboard(), configured_warehouse()
    on_record.refresh(person, warehouse, catalog())
    if said.remove is None:
        outcome = on_record.write_note(
            person,
            warehouse,
            said.month,
            said.indicator,
            said.text,
            user(),
            catalog(),
            said.until,
            said.city,
        )
        named = catalog().indicator(said.indicator).name
        return say(outcome, f"已写入注记 {outcome.number}：{said.month:%Y-%m} {named}")
    outcome = on_record.take_note_back(person, warehouse, said.remove, said.text, user(), catalog())
    if outcome.kind == "gone":
        print(f"没有编号为 {said.remove} 的现行注记。")
        return 1
    return say(outcome, f"已撤回注记 {said.remove}。")
