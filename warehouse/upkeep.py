"""Looks after a lake: merges small files, forgets old snapshots, removes files that nothing points
to. In a process of its own, never in a page's.

Two facts of DuckDB 1.5.5: an internal error in maintenance invalidates every connection of its
process, and expiring waits for ever behind a reader
with an open transaction unless PostgreSQL is told how long.
"""

import contextlib
import os
from collections.abc import Iterator

from warehouse.lake import Lake

# CALL, with every row fetched: SELECT count(*) FROM ducklake_merge_adjacent_files(…) answers 3 and
# merges nothing.
# The files of a snapshot go a day after it does, never at once: a reader may still be on it, and a
# writer's newest files look like orphans.
_STEPS = (
    ("merged", "CALL ducklake_merge_adjacent_files('{lake}')"),
    (
        "expired",
        "CALL ducklake_expire_snapshots('{lake}', older_than => now() - INTERVAL {days} DAY)",
    ),
    ("removed", "CALL ducklake_cleanup_old_files('{lake}', older_than => now() - INTERVAL 1 DAY)"),
    (
        "orphans",
        "CALL ducklake_delete_orphaned_files('{lake}', older_than => now() - INTERVAL 1 DAY)",
    ),
)


def maintain(lake: Lake, days: int) -> dict[str, int]:
    """One figure per step: files merged, snapshots expired, files removed, orphans removed.

    Raises Busy while somebody publishes.
    """
    with _impatient(), lake.writing(wait=False) as con:
        [(name,)] = con.execute("SELECT current_database()").fetchall()
        return {
            step: con.execute(call.format(lake=name, days=days)).to_arrow_table().num_rows
            for step, call in _STEPS
        }


@contextlib.contextmanager
def _impatient() -> Iterator[None]:
    """Connections made here give up a lock after 2 s.

    Only here: a writer must wait for the others as long as it takes.
    """
    before = os.environ.get("PGOPTIONS")
    os.environ["PGOPTIONS"] = f"{before or ''} -c lock_timeout=2s"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PGOPTIONS"]
        else:
            os.environ["PGOPTIONS"] = before
