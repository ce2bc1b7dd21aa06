"""An open file as an answer: read in large pieces, so that sending costs little beside
writing it."""

from collections.abc import AsyncIterator
from typing import BinaryIO
from urllib.parse import quote

import anyio
from starlette.responses import StreamingResponse

_PIECE = 1 << 20


def file_response(
    file: BinaryIO, media_type: str, headers: dict[str, str], before: bytes = b""
) -> StreamingResponse:
    """`before` and then the file, with its length; the file is closed when it is sent or when the
    reader goes away."""
    length = file.seek(0, 2) + len(before)
    file.seek(0)
    return StreamingResponse(
        _pieces(file, before),
        media_type=media_type,
        headers=headers | {"Content-Length": str(length)},
    )


def attachment(name: str) -> str:
    """A file name that every browser shows in Chinese."""
    plain = "data" + name[name.rindex(".") :]
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"


async def _pieces(file: BinaryIO, before: bytes) -> AsyncIterator[bytes]:
    with file:
        if before:
            yield before
        while piece := await anyio.to_thread.run_sync(file.read, _PIECE):
            yield piece
