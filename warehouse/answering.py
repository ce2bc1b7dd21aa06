"""Which state of a warehouse answers: one decision in a process, for pages, downloads, addresses,
checks and health alike."""

import logging

import duckdb

from warehouse.faults import Damaged, Unavailable
from warehouse.kind import Source, Warehouse

# What DuckDB raises for a block whose checksum is wrong, or a file that ends too early; and we.
DAMAGE = (
    Damaged,
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.SerializationException,
    duckdb.InternalException,
)
_damaged: set[tuple[Warehouse, tuple]] = set()
_log = logging.getLogger("kpi.warehouse")


def answering(warehouse: Warehouse) -> Source | None:
    """The newest state that is not known to be damaged; None where nothing was ever published.

    Raises Unavailable where all are damaged.
    """
    source = None
    for source in warehouse.sources():
        if (warehouse, source.version) not in _damaged:
            return source
    if source is None:
        return None
    raise Unavailable("damaged", f"{warehouse} does not open, nor does an earlier file")


def give_up(warehouse: Warehouse, source: Source | None, error: Exception) -> None:
    """A state did not read: from now on the one before it answers everybody, until a new one is
    published. Raises `error` again where the state is sound, so that the fault is not its."""
    if source is None or warehouse.sound(source):
        raise error
    _log.error("%s does not read, an earlier state answers: %s", source.place, error)
    _damaged.add((warehouse, source.version))


def reconsider() -> None:
    """A state that did not read and was put right where it stands, say by a restored database,
    answers again."""
    for warehouse in {damaged for damaged, _ in _damaged}:
        for source in warehouse.sources():
            if (warehouse, source.version) in _damaged and warehouse.sound(source):
                _log.info("%s reads again", source.place)
                _damaged.discard((warehouse, source.version))
