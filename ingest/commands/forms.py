"""template, export, canonical: the form of a month, the tables of a published one, and every figure
in force as text."""

import argparse
import pathlib

from catalog import catalog
from ingest.commands.terminal import month
from warehouse import configured_warehouse
from warehouse.canonical import write_canonical
from warehouse.faults import NO_WAREHOUSE
from warehouse.whole import checksum


def add_commands(command) -> None:
    """`command` adds one: command(name, run, help) → its parser."""
    form = command("template", _template, "write the empty form of a month")
    form.add_argument("--month", type=month, required=True, metavar="YYYY-MM")
    form.add_argument("--areas", action="store_true", help="the form for counties and towns")
    form.add_argument("out", type=pathlib.Path, metavar="OUT.xlsx")
    out = command("export", _export, "write the official tables of a published month")
    out.add_argument("month", type=month, metavar="YYYY-MM")
    out.add_argument("out", type=pathlib.Path, metavar="OUT.xlsx")
    whole = command("canonical", _canonical, "write every figure in force, equal for equal figures")
    whole.add_argument("out", type=pathlib.Path, metavar="OUT.csv")


# Writing a form takes openpyxl: 0.2 s of a start that takes the other commands 0.3.
def _template(said: argparse.Namespace) -> int:
    from ingest.forms.exports import area_template, template

    said.out.write_bytes(
        area_template(configured_warehouse(), said.month, catalog())
        if said.areas
        else template(configured_warehouse(), said.month, catalog())
    )
    print(f"已写出 {said.month:%Y-%m} 的空白模板：{said.out}")
    return 0


def _export(said: argparse.Namespace) -> int:
    from ingest.forms.exports import MonthNotPublished, export_month

    try:
        said.out.write_bytes(export_month(configured_warehouse(), said.month, catalog()))
    except MonthNotPublished:
        print(f"{said.month:%Y-%m} 没有入库的月报。")
        return 1
    print(f"已写出 {said.month:%Y-%m} 的月报表格：{said.out}")
    return 0


def _canonical(said: argparse.Namespace) -> int:
    try:
        write_canonical(configured_warehouse(), said.out)
    except FileNotFoundError:
        print(f"{NO_WAREHOUSE}：{configured_warehouse()}")
        return 1
    print(f"已写出全部现行数据：{said.out}，SHA-256 {checksum(said.out)}")
    return 0
