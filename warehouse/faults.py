"""What can be wrong with a warehouse, as an exception with a sentence for whoever reads or runs
it."""

NO_WAREHOUSE = "没有这个数据仓库"
_SENTENCES = {
    "database": "数据库（PostgreSQL）暂时连不上，数据没有改变。恢复后刷新即可，不必重启看板。",
    "rights": (
        "数据库（PostgreSQL）不许看板的账号读写，数据没有改变。请管理员检查两个账号的权限"
        "（deploy/cluster/roles.sql）。"
    ),
    "settings": (
        "数据仓库的设置有误，数据没有改变。请管理员检查 KPI_WAREHOUSE 和 KPI_DATABASE_…"
        "（docs/cluster.md），原因在日志里。"
    ),
    "refused": (
        "数据库（PostgreSQL）不能写入（磁盘已满，或连到了只读的备用库），数据没有改变。请管理员检查。"
    ),
    "unknown": (
        "提交的一刻与数据库（PostgreSQL）的连接中断，尚不知道是否已经入库。"
        "恢复后请先看「记录」；没有的话再传一次，同一份文件不会入库两次。"
    ),
    "disk": "磁盘已满或不能写，数据没有改变。请管理员腾出空间、检查权限后再试一次。",
    "newer": "数据仓库由更新的版本写成，这里的程序较旧，没有改变任何数据。请先升级程序。",
    "older": (
        "数据仓库还是上一版的结构，没有改变任何数据。请管理员先运行：python -m ingest rebuild"
    ),
    "lost": (
        "当前数据文件不见了，旁边还有较早的文件；为不盖掉它们，没有写入任何数据。请管理员先恢复："
        "python -m ingest restore 备份文件（或 .previous-1）。"
    ),
    "damaged": (
        "当前数据文件已损坏，没有写入任何数据。请管理员先恢复："
        "python -m ingest restore 备份文件（或 .previous-1）。"
    ),
    "lake_away": "DuckLake 的目录库或数据文件读不到，没有迁移。请检查 KPI_LAKE_… 各项设置。",
    "lake": (
        "DuckLake 数据仓库从本版起只读。请先迁移（docs/cluster.md）："
        "python -m ingest migrate ducklake:… postgresql://…"
    ),
}


class Unavailable(RuntimeError):
    """A warehouse cannot be used just now; nothing was changed.

    `sentence` says so to a reader, and what to do.
    """

    def __init__(self, part: str, error: object):
        super().__init__(part, str(error))  # as they are: it is sent between processes
        self.part, self.sentence = part, _SENTENCES[part]

    def __str__(self) -> str:
        part, error = self.args
        return f"the warehouse is unavailable ({part}): {error}"


class Damaged(RuntimeError):
    """A publication's bytes are not those that were published."""


class NotAWarehouse(ValueError):
    """A file that does not read as a warehouse with a load, whole. Says what is wrong with it."""


class WarehouseBroken(RuntimeError):
    """A change would have left the warehouse inconsistent; what is published is untouched."""
