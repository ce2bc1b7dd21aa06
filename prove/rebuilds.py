"""The same months in any order, and rebuilt from the kept workbooks: one canonical export, byte for
byte."""

import random

from catalog import catalog
from ingest.changes.rebuild import rebuild
from prove.figures import Figure, none
from prove.warehouses import folder, in_folder, published, simulated
from warehouse.canonical import write_canonical
from warehouse.file import FileWarehouse

SIZES = {"pr": {"months": 6, "orders": 6}, "night": {"months": 24, "orders": 100}}


def prove(months: int, orders: int) -> list[Figure]:
    workbooks, chance = simulated(months), random.Random(1)
    every = [list(workbooks), list(reversed(workbooks))]
    every += [chance.sample(every[0], months) for _ in range(orders - 2)]
    exports, changed, refused = set(), [], []
    for order in every:
        with folder() as place:
            path = in_folder(place)
            try:
                for month in order:
                    published(path, workbooks[month], f"{month:%Y-%m}.xlsx")
            except ValueError as error:
                refused.append(f"{[f'{m:%Y-%m}' for m in order]}: {error}")
                continue
            before = canonical(path)
            exports.add(before)
            rebuild(path, catalog())
            if canonical(path) != before:
                changed.append(str([f"{m:%Y-%m}" for m in order]))
    size = len(next(iter(exports), b""))
    return [
        none(f"orders of {months} months in which one is refused", refused, orders),
        Figure(
            f"different exports of them ({size:,} bytes)", str(len(exports)), "1", len(exports) == 1
        ),
        none("rebuilds that changed a byte of it", changed, orders - len(refused)),
    ]


def canonical(warehouse: FileWarehouse) -> bytes:
    target = warehouse.folder / "canonical.csv"
    write_canonical(warehouse, target)
    return target.read_bytes()
