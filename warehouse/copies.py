"""The publications of a shared warehouse that this process has fetched, as files of its own."""

import functools
import pathlib
import threading

from warehouse import pieces
from warehouse.disk import disk
from warehouse.pieces import KEPT, Publication
from warehouse.scratch import Scratch
from warehouse.session import Place, reading
from warehouse.whole import checksum


class Copies:
    """Of one place, those fetched last; whoever has one open keeps it."""

    def __init__(self, place: Place):
        self._place, self._folder = place, Scratch("copies")
        self._lock, self._files = threading.Lock(), dict[Publication, pathlib.Path]()

    def fetched(self, publication: Publication) -> pathlib.Path:
        """Raises Damaged where it is not what was published, Unavailable where PostgreSQL is
        away."""
        with self._lock:
            # A machine may clear its temporary folder while this process goes on.
            if not (kept := self._files.get(publication)) or not kept.exists():
                self._files[publication] = self._fetch(publication)
                # not by number: a database restored from yesterday goes on with lower ones
                for old in list(self._files)[:-KEPT]:
                    self._files.pop(old).unlink(missing_ok=True)
            return self._files[publication]

    def checked(self, publication: Publication) -> pathlib.Path:
        """The same; fetched again where this machine's disk has changed it."""
        with self._lock:
            file = self._files.get(publication)
            if file and file.exists() and checksum(file) != publication.sha256.hex():
                del self._files[publication]
        return self.fetched(publication)

    def forget(self) -> None:
        """As a replica that has just started."""
        with self._lock:
            for file in self._files.values():
                file.unlink(missing_ok=True)
            self._files.clear()

    def _fetch(self, publication: Publication) -> pathlib.Path:
        folder = pathlib.Path(self._folder.name)
        file = folder / f"{publication.version}-{publication.sha256.hex()[:12]}.duckdb"
        part = file.with_suffix(".part")
        last = next((f for f in reversed(self._files.values()) if f.exists()), None)
        with disk():
            folder.mkdir(exist_ok=True)
            try:
                with reading(self._place) as reader:
                    pieces.fetch(reader, publication, part, last)
                part.replace(file)
            finally:
                part.unlink(missing_ok=True)
        return file


@functools.cache
def copies(place: Place) -> Copies:
    return Copies(place)
