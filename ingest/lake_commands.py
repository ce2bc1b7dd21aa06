"""The commands about where a warehouse stands: migrate and maintain."""

import argparse

from catalog import catalog
from ingest.migrate import NotMovable, migrate
from warehouse import address, warehouse_path
from warehouse.lake import Address, Busy, Lake
from warehouse.upkeep import maintain


def add_lake_commands(command) -> None:
    """`command` adds one: command(name, run, help) → its parser."""
    move = command("migrate", _migrate, "copy a warehouse, history included, into an empty one: file to lake or back")
    move.add_argument("source", type=_address, metavar="SOURCE")
    move.add_argument("target", type=_address, metavar="TARGET")
    care = command("maintain", _maintain, "merge a lake's small files and remove what is no longer needed; daily, beside the running replicas")
    care.add_argument("--keep-days", type=int, default=7, metavar="DAYS", help="how long earlier snapshots stay (7)")


def _address(text: str) -> Address:
    try:
        return address(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from error


def _migrate(said: argparse.Namespace) -> int:
    try:
        rows = migrate(said.source, said.target, catalog())
    except NotMovable as refused:
        print(f"未迁移：{refused}")
        return 1
    print(f"已迁移到 {said.target}：{rows['load']} 次入库、{rows['observation']} 个数值，逐行核对一致。")
    return 0


def _maintain(said: argparse.Namespace) -> int:
    warehouse = warehouse_path()
    if not isinstance(warehouse, Lake):
        print("数据仓库是单个文件，不需要维护。")
        return 0
    try:
        done = maintain(warehouse, said.keep_days)
    except Busy:
        print("有人正在入库，未作维护，请稍后再试。")
        return 1
    print(f"维护完成：合并 {done['merged']} 组小文件，清除 {done['expired']} 个旧快照、{done['removed']} 个旧文件、{done['orphans']} 个无主文件。")
    return 0
