"""What can be wrong with a warehouse, as an exception with a sentence for whoever reads or runs
it."""

_SENTENCES = {
    "catalogue": (
        "数据仓库的目录库（PostgreSQL）暂时连不上，数据没有改变。恢复后刷新即可，不必重启看板。"
    ),
    "storage": (
        "数据仓库的共享存储不能读写（只读、已满或未挂载），数据没有改变。请管理员检查 "
        "KPI_LAKE_DATA 指向的存储。"
    ),
    "disk": "磁盘已满或不能写，数据没有改变。请管理员腾出空间、检查权限后再试一次。",
    "lost": (
        "当前数据文件不见了，旁边还有较早的文件；为不盖掉它们，没有写入任何数据。请管理员先恢复："
        "python -m ingest restore 备份文件（或 .previous-1）。"
    ),
    "damaged": (
        "当前数据文件已损坏，没有写入任何数据。请管理员先恢复："
        "python -m ingest restore 备份文件（或 .previous-1）。"
    ),
    "lake": (
        "数据仓库是 DuckLake：请备份 PostgreSQL 和共享存储（docs/cluster.md），或先用 migrate "
        "迁到一个文件。"
    ),
}


class Unavailable(RuntimeError):
    """A warehouse cannot be used just now; nothing was changed.

    `sentence` says so to a reader, and what to do.
    """

    def __init__(self, part: str, error: object):
        super().__init__(f"the warehouse is unavailable ({part}): {error}")
        self.part, self.sentence = part, _SENTENCES[part]


class NotAWarehouse(ValueError):
    """A file that does not read as a warehouse with a load, whole. Says what is wrong with it."""


class WarehouseBroken(RuntimeError):
    """A change would have left the warehouse inconsistent; what is published is untouched."""
