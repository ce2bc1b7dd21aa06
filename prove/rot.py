"""Bits that change on disk under a running server: it answers with what is published, or says that
it does not. An earlier figure is never given without a word."""

import os
import pathlib
import random
import shutil
import urllib.error
import urllib.request

from prove.figures import Figure, none
from prove.warehouses import AUGUST, JULY, databases, folder, in_folder, load
from tests.server import Server
from warehouse.copies import Copies
from warehouse.faults import Damaged
from warehouse.session import session

SIZES = {"pr": {"flips": 20, "pieces": 600}, "night": {"flips": 2_000, "pieces": 10_000}}
_ADDRESSES = ("/data/figures.csv", "/data/catalog.json")


def prove(flips: int, pieces: int) -> list[Figure]:
    return [*_under_a_server(flips), *_in_postgresql(pieces)]


def _in_postgresql(flips: int) -> list[Figure]:
    """Bits that PostgreSQL hands back other than they were given: no replica opens them."""
    chance, shown = random.Random(2), []
    with folder() as place, databases() as in_database:
        file = in_folder(place)
        for workbook in (AUGUST, JULY):
            assert load(workbook, file, place / "state").returncode == 0
        shared = in_database(file)
        newest, replica = next(shared.sources()).place, Copies(shared.at)
        with session(shared.at, "USER") as admin:
            rows = admin.ask("SELECT sha256, octet_length(bytes) FROM {}.piece")
            for _ in range(flips):
                sha256, size = chance.choice(rows)
                bit = chance.randrange(8 * size)
                turn = (
                    "UPDATE {}.piece SET bytes = set_bit(bytes, %s, 1 - get_bit(bytes, %s)) "
                    "WHERE sha256 = %s"
                )
                admin.do(turn, bit, bit, sha256)
                try:
                    replica.forget()
                    replica.fetched(newest)
                    shown.append(f"bit {bit} of {sha256.hex()[:8]}")
                except Damaged:
                    pass
                admin.do(turn, bit, bit, sha256)
    return [none("PostgreSQL: turned bits that a replica opened", shown, flips)]


def _under_a_server(flips: int) -> list[Figure]:
    """Half of the flips keep the file's time of change, half are a new file."""
    chance = random.Random(1)
    with folder() as place:
        good = in_folder(place / "good")
        for workbook in (AUGUST, JULY):
            assert load(workbook, good, place / "state").returncode == 0
        served = shutil.copytree(place / "good", place / "served")
        path, whole = (
            served / "warehouse.duckdb",
            (place / "good" / "warehouse.duckdb").read_bytes(),
        )
        server = Server(in_folder(served), KPI_STATE=str(place / "state"))
        try:
            true = [_get(server.address + a)[1] for a in _ADDRESSES]
            wrong, said = [], 0
            for n in range(flips):
                offset = _flip(path, whole, chance, keep=n % 2 == 0)
                for address, right in zip(_ADDRESSES, true):
                    status, body, warned = _get(server.address + address)
                    said += status >= 500 or warned
                    if status == 200 and body != right and not warned:
                        wrong.append(f"{address} after a flip at byte {offset}")
        finally:
            server.stop()
    tried = flips * len(_ADDRESSES)
    return [
        Figure("answers that say an earlier file answers, or none", f"{said:,} of {tried:,}"),
        none("answers that differ without a word", wrong, tried),
    ]


def _flip(path: pathlib.Path, good: bytes, chance: random.Random, keep: bool) -> int:
    """Change one bit of a file that the server has not seen yet; where is returned."""
    harmed, offset = bytearray(good), chance.randrange(len(good))
    harmed[offset] ^= 1 << chance.randrange(8)
    new = path.with_name("incoming")
    new.write_bytes(good if keep else harmed)
    os.replace(new, path)
    if keep:
        before = path.stat()
        with open(path, "r+b") as file:
            file.seek(offset)
            file.write(harmed[offset : offset + 1])
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    return offset


def _get(address: str) -> tuple[int, bytes, bool]:
    """(status, body, whether a header says that an earlier file answers)."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            told = " ".join(f"{k}: {v}" for k, v in answer.headers.items()).lower()
            return answer.status, answer.read(), "earlier" in told
    except urllib.error.HTTPError as error:
        return error.code, error.read(), False
