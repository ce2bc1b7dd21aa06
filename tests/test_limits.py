"""Uploads that are too big, too slow, too many at once or too much in an hour."""

import asyncio

import pytest

from access import limits
from access.limits import Uploads
from access.person import Person

CLERK = Person("a", "a", "editor")
MB = 1024 * 1024


async def send_body(
    uploads: Uploads,
    parts: list[bytes],
    pause: float = 0,
    length: int | None = None,
    method: str = "PUT",
) -> int:
    """The status that an upload with these parts gets."""
    waiting = list(parts)
    said = []

    async def receive():
        await asyncio.sleep(pause)
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message):
        said.append(message)

    headers = [] if length is None else [(b"content-length", str(length).encode())]
    scope = {
        "type": "http",
        "method": method,
        "path": "/_stcore/upload_file/s/f",
        "headers": headers,
        "client": ("10.0.0.1", 1),
    }
    await uploads(scope, receive, send, CLERK)
    return said[0]["status"]


async def taken(scope, receive, send):
    body = (await receive())["body"]
    await send({"type": "http.response.start", "status": 204 if body else 400, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def test_a_workbook_passes_whole():
    assert asyncio.run(send_body(Uploads(taken), [b"x" * MB] * 4)) == 204


def test_an_oversized_upload_is_refused_by_what_it_says_and_by_what_it_sends():
    assert asyncio.run(send_body(Uploads(taken), [b"x"], length=6 * MB)) == 413
    assert asyncio.run(send_body(Uploads(taken), [b"x" * MB] * 6)) == 413
    assert asyncio.run(send_body(Uploads(taken), [b"x" * MB] * 6, length=10)) == 413


def test_a_slow_upload_is_ended(monkeypatch):
    monkeypatch.setattr(limits, "SECONDS", 0.2)
    assert asyncio.run(send_body(Uploads(taken), [b"x"] * 100, pause=0.05)) == 408


def test_a_third_upload_at_once_is_refused_and_a_later_one_is_not():
    uploads = Uploads(taken)

    async def three():
        return await asyncio.gather(
            *(send_body(uploads, [b"x", b"y"], pause=0.05) for _ in range(3))
        )

    assert sorted(asyncio.run(three())) == [204, 204, 429]
    assert asyncio.run(send_body(uploads, [b"x"])) == 204


def test_the_hours_quota_ends(monkeypatch):
    monkeypatch.setattr(limits, "HOURLY", 2 * MB)
    uploads = Uploads(taken)
    said = [asyncio.run(send_body(uploads, [b"x" * MB], length=MB)) for _ in range(3)]
    assert said == [204, 204, 429]


@pytest.mark.parametrize("method", ["DELETE", "OPTIONS"])
def test_what_carries_no_body_is_not_counted(method):
    uploads = Uploads(taken)
    assert asyncio.run(send_body(uploads, [b"x"], method=method)) == 204
    assert not uploads.taken
