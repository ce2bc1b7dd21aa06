"""Uploads that are too big, too slow, too many at once or too much in an hour."""

import asyncio
import contextlib
import io
import threading

import anyio
import pytest
from starlette.applications import Starlette

from access import limits
from access.gate import Gate
from access.limits import TooMany, Turns, Uploads
from access.person import Person
from api.routes import ROUTES
from export import files
from server import health

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
    assert uploads.taken.by("a") == 0


def test_a_person_has_four_downloads_at_once_and_others_are_not_touched():
    turns = Turns(each=4, together=6)
    with contextlib.ExitStack() as running:
        for _ in range(4):
            running.enter_context(turns.turn("a"))
        with pytest.raises(TooMany, match="请等前面的下载完成"):
            running.enter_context(turns.turn("a"))
        for _ in range(2):
            running.enter_context(turns.turn("b"))
        with pytest.raises(TooMany):  # all together
            running.enter_context(turns.turn("c"))
    assert not turns.running
    with turns.turn("a"):
        assert turns.running == {"a": 1}


def test_sixty_exports_of_one_viewer_hold_nobody_up(monkeypatch):
    """The gate, the addresses and /healthz as the server has them; the files wait until they are
    let go."""
    go, made = threading.Event(), []

    def slow(choice, kind):
        made.append(threading.current_thread().name)
        assert go.wait(60)
        return io.BytesIO(b"x")

    monkeypatch.setattr(files, "open_file", slow)
    app = Gate(Starlette(routes=[*health.ROUTES, *ROUTES]), login_link=str)

    async def ask(path: str) -> tuple[int, dict, bytes]:
        said = []

        async def receive():
            await asyncio.Event().wait()

        async def send(message):
            said.append(message)

        await app(asked(path), receive, send)
        headers = {k.decode(): v.decode() for k, v in said[0]["headers"]}
        return said[0]["status"], headers, b"".join(m.get("body", b"") for m in said[1:])

    async def all_of_it():
        exports = [asyncio.create_task(ask("/data/figures.xlsx")) for _ in range(60)]
        while len(made) < 2:
            await asyncio.sleep(0.01)
        healthy = [await ask("/healthz") for _ in range(20)]
        borrowed = anyio.to_thread.current_default_thread_limiter().borrowed_tokens
        waiting = sum(not e.done() for e in exports)
        go.set()
        return healthy, borrowed, waiting, await asyncio.gather(*exports)

    healthy, borrowed, waiting, exports = asyncio.run(all_of_it())
    assert {status for status, *_ in healthy} == {200}
    assert (borrowed, waiting) == (0, 4)
    assert sorted(status for status, *_ in exports) == [200] * 4 + [429] * 56
    assert len(set(made)) <= 2
    _, headers, body = next(e for e in exports if e[0] == 429)
    assert headers["retry-after"] == "5"
    assert body.decode() == "同时取用的文件太多，请等前面的下载完成后再试。"


def asked(path: str) -> dict:
    return {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "scheme": "http",
        "query_string": b"",
        "headers": [(b"host", b"localhost:8501")],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 8501),
    }


def test_an_hour_later_the_quota_is_whole_again(monkeypatch):
    now = 1e6
    monkeypatch.setattr(limits.time, "monotonic", lambda: now)
    taken = limits.Taken()
    taken.add("a", 5)
    for seconds, left in ((3599, 5), (2, 0)):
        now += seconds
        assert taken.by("a") == left


def test_a_minute_later_refusals_are_recorded_again(monkeypatch):
    now = 600.0
    monkeypatch.setattr(limits.time, "monotonic", lambda: now)
    throttle = limits.Throttle(2)
    assert [throttle.lets("a") for _ in range(3)] == [True, True, False]
    assert throttle.lets("b")
    now += 60
    assert throttle.lets("a")
    assert throttle.seen == {"a": 1}  # who was here before is forgotten


def test_health_needs_no_thread():
    app, said = Gate(Starlette(routes=health.ROUTES), login_link=str), []

    async def send(message):
        said.append(message)

    async def with_every_thread_taken():
        limiter = anyio.to_thread.current_default_thread_limiter()
        limiter.total_tokens = 1
        await limiter.acquire_on_behalf_of("somebody")
        try:
            await asyncio.wait_for(app(asked("/healthz"), None, send), 20)
        finally:
            limiter.release_on_behalf_of("somebody")

    asyncio.run(with_every_thread_taken())
    assert said[0]["status"] == 200
