"""The commands that look after a warehouse: rebuild, verify, backup, restore, migrate, audit."""

import argparse
import pathlib

from access import trail
from access.audit import Anchor
from catalog import catalog
from ingest.changes import on_record, unfinished
from ingest.changes.migrate import NotMovable
from ingest.changes.rebuild import RebuildFailed
from ingest.commands.terminal import at_the_keyboard, existing, say
from warehouse import configured_warehouse, warehouse_named
from warehouse.faults import NotAWarehouse
from warehouse.kind import Warehouse


def add_commands(command) -> None:
    """`command` adds one: command(name, run, help) → its parser."""
    command("rebuild", _rebuild, "make the warehouse anew from the workbooks it keeps")
    command("verify", _verify, "read every state that is kept, and say which are damaged")
    copy = command("backup", _backup, "write a verified copy of the warehouse into a folder")
    copy.add_argument("folder", type=pathlib.Path, metavar="DIR")
    back = command(
        "restore", _restore, "put a backup in the warehouse's place; what was there stays beside it"
    )
    back.add_argument("file", type=existing, metavar="FILE")
    move = command(
        "migrate",
        _migrate,
        "copy a warehouse, history included, into an empty one: file to PostgreSQL or back",
    )
    move.add_argument("source", type=_address, metavar="SOURCE")
    move.add_argument("target", type=_address, metavar="TARGET")
    _add_audit(command)


def _add_audit(command) -> None:
    checked = command(
        "audit", _audit, "verify the audit trail: who signed in, uploaded, took back, was refused"
    )
    asked = checked.add_mutually_exclusive_group()
    asked.add_argument(
        "--anchor",
        action="store_true",
        help="print count and hash of the last line, to be kept where this machine cannot write",
    )
    asked.add_argument(
        "--since",
        type=Anchor.parse,
        metavar="ANCHOR",
        help="what --anchor printed once: that line must still be in the trail",
    )
    asked.add_argument(
        "--repair", action="store_true", help="go on behind a fault, and say so in the trail"
    )


def _address(text: str) -> Warehouse:
    try:
        return warehouse_named(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _rebuild(_: argparse.Namespace) -> int:
    try:
        outcome = on_record.rebuild(at_the_keyboard(), configured_warehouse(), catalog())
    except RebuildFailed as failed:
        print(f"未重建，数据仓库没有改变：{failed}")
        return 1
    return say(outcome, f"已由保存的工作簿重建 {outcome.result} 次入库。")


def _verify(_: argparse.Namespace) -> int:
    warehouse = configured_warehouse()
    states = list(warehouse.sources())
    lost = not states or states[0].earlier
    if lost:
        print(f"没有数据仓库，或最新的数据文件不见了：{warehouse.name}")
    sound = [warehouse.sound(state) for state in states]
    for number, whole in enumerate(sound, start=int(lost)):
        state = f"此前第 {number} 次" if number else "最新一次"
        print(f"{state}发布：{'完好' if whole else '已损坏'}")
    if not all(sound[: 1 - lost]):
        print("请恢复：python -m ingest restore 备份文件（或 .previous-1）。")
    return int(lost or not all(sound))


def _backup(said: argparse.Namespace) -> int:
    try:
        outcome = on_record.back_up(at_the_keyboard(), configured_warehouse(), said.folder)
    except (FileNotFoundError, NotAWarehouse) as fault:
        print(f"没有备份：{fault}")
        return 1
    copy, loads = outcome.result
    return say(outcome, f"已备份，共 {loads} 次入库，逐字节核对一致：{copy}")


def _restore(said: argparse.Namespace) -> int:
    try:
        outcome = on_record.restore(at_the_keyboard(), configured_warehouse(), said.file)
    except NotAWarehouse as fault:
        print(f"没有恢复，数据仓库没有改变：{fault}")
        return 1
    loads, before = outcome.result
    kept = f"原来的文件保留为 {before.name}。" if before else ""
    return say(outcome, f"已恢复，共 {loads} 次入库。{kept}")


def _migrate(said: argparse.Namespace) -> int:
    try:
        outcome = on_record.migrate(at_the_keyboard(), said.source, said.target, catalog())
    except NotMovable as refused:
        print(f"未迁移：{refused}")
        return 1
    rows = outcome.result
    return say(
        outcome,
        f"已迁移到 {said.target}：{rows['load']} 次入库、"
        f"{rows['observation'] + rows['area_observation']} 个数值，逐行核对一致。",
    )


def _audit(said: argparse.Namespace) -> int:
    unfinished.complete(configured_warehouse())
    if said.repair and (fault := trail.repair(at_the_keyboard())):
        print(f"审计记录的问题已写明，链条由此继续：{fault}")
    verdict = trail.verify(said.since)
    if verdict.fault:
        print(f"审计记录前 {verdict.lines} 条完整，其后有问题：{verdict.fault}")
        return 1
    if said.anchor:
        print(verdict.end)
        return 0
    print(f"审计记录共 {verdict.lines} 条，链条完整。")
    for line in verdict.said:
        print(f"　{line}")
    return 0
