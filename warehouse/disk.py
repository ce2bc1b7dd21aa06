"""What a disk refuses, as a sentence for whoever reads or publishes."""

import contextlib
import errno
from collections.abc import Iterator

import duckdb

from warehouse.faults import Unavailable

_REFUSED = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EFBIG,
    errno.EROFS,
    errno.EACCES,
    errno.EPERM,
    errno.EIO,
}


@contextlib.contextmanager
def disk() -> Iterator[None]:
    """What the disk refuses inside, as Unavailable."""
    try:
        yield
    except OSError as error:
        if error.errno in _REFUSED:
            raise Unavailable("disk", error) from error
        raise
    except duckdb.Error as error:
        if isinstance(error, duckdb.IOException) or "Could not write" in str(error):
            raise Unavailable("disk", error) from error
        raise
