"""What a request may say: only paths of this server, only pages of this server, numbers of a
length that numbers have."""

import asyncio

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from access.gate import Gate
from access.request import from_own_page, is_own
from server.index_page import ChineseIndex

ELSEWHERE = [
    "//other.example/x",
    "///other.example/x",
    "/\\other.example/x",
    "\\\\other.example/x",
    "/\t/other.example/x",
    "/x//other.example",
    "/\r\nLocation: https://other.example",
    "/a/../../b",
    "/./x",
    "https://other.example/x",
]


def answer(
    path: str, query: bytes = b"indicator=citizen_registered_users", method="GET", **headers
):
    """(status, location) of the gate and the index page behind it, asked for a decoded path."""
    app = Gate(ChineseIndex(PlainTextResponse("inside"), str), login_link=str)
    said = []

    async def send(message):
        said.append(message)

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    given = {"host": "localhost:8501"} | {k.replace("_", "-"): v for k, v in headers.items()}
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": [(k.encode(), v.encode()) for k, v in given.items()],
        "client": ("127.0.0.1", 5000),
    }
    asyncio.run(app(scope, receive, send))
    return said[0]["status"], dict(said[0]["headers"]).get(b"location", b"").decode()


@pytest.mark.parametrize("path", ELSEWHERE)
def test_no_path_leads_to_another_server(path):
    assert not is_own(path)
    assert answer(path) == (404, "")


def test_what_everybody_may_have_is_no_way_to_the_rest():
    assert answer("/static/x", b"")[0] == 200
    for path in ("/static/../data/figures.csv", "/static//x", "/signin/../upload", "/static/\\x"):
        assert answer(path, b"") == (404, ""), path


@pytest.mark.parametrize("said", [b"indicator=\xff\xfe", b"known=" + b"1" * 5000, b"load=%00"])
def test_an_address_is_never_turned_into_another_one(said):
    assert answer("/cities", said) == (200, "")
    assert answer("/cities", b"indicator=city_citizen_users&known=3") == (200, "")


ORIGINS = [
    ("http://localhost:8501", 200),
    ("https://localhost:8501", 200),
    ("http://localhost:3000", 403),
    ("http://other.example", 403),
    ("http://localhost:8501.other.example", 403),
    ("null", 403),
    ("", 403),
]


@pytest.mark.parametrize(("origin", "status"), ORIGINS)
def test_only_pages_of_this_server_write(origin, status):
    for method in ("PUT", "POST", "DELETE"):
        assert answer("/_stcore/upload_file/s/f", b"", method, origin=origin)[0] == status
    assert answer("/trends", b"", origin=origin)[0] == 200


@pytest.mark.parametrize(("origin", "status"), ORIGINS)
def test_only_pages_of_this_server_open_a_websocket(origin, status):
    gate = TestClient(Gate(_accepting, login_link=str), client=("127.0.0.1", 1))
    headers = {"host": "localhost:8501", "origin": origin}
    if status == 200:
        with gate.websocket_connect("/_stcore/stream", headers=headers) as socket:
            assert socket.receive_text() == "open"
    else:
        with (
            pytest.raises(WebSocketDisconnect),
            gate.websocket_connect("/_stcore/stream", headers=headers),
        ):
            pass


OWN, FOREIGN = (b"origin", b"http://localhost:8501"), (b"origin", b"http://other.example")


@pytest.mark.parametrize("said", [(OWN, FOREIGN), (FOREIGN, OWN), (OWN, OWN, FOREIGN)])
def test_of_several_origins_each_has_to_be_this_server(said):
    host = (b"host", b"localhost:8501")
    assert from_own_page({"headers": [host, OWN, OWN]})
    assert not from_own_page({"headers": [host, *said]})


async def _accepting(scope, receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    await send({"type": "websocket.send", "text": "open"})


def test_what_is_no_browser_needs_no_origin():
    assert answer("/_stcore/upload_file/s/f", b"", "DELETE")[0] == 200
