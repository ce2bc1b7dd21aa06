"""The index page before any script runs, and the files that it names."""

import asyncio
import gzip
import re

import brotli
import pytest
from starlette.responses import FileResponse
from starlette.testclient import TestClient
from streamlit.web.server.starlette.starlette_static_routes import create_streamlit_static_handler

from server import frontend
from server.frontend import INDEX
from server.index_page import ChineseIndex, _rewrite, script
from server.packed import Packed
from tests.conftest import ROOT

_UNPACK = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.fixture(scope="module")
def site():
    """What the server sends of its files, with what stands before them."""
    static = create_streamlit_static_handler(str(frontend.STATIC), None)
    return TestClient(ChineseIndex(Packed(static), str))


def get(site, path, accepted="", **more):
    """The answer with its body as it was sent."""
    with site.stream("GET", path, headers={"accept-encoding": accepted} | more) as answer:
        return answer, b"".join(answer.iter_raw())


def test_the_index_has_its_colours_a_shell_and_no_font_but_that_of_the_icons():
    shown = _rewrite(INDEX, "")
    assert '<html lang="zh-CN"' in shown
    assert "color-scheme: light dark" in shown
    assert "正在打开…" in shown
    assert "SourceSans" in INDEX
    assert re.findall(r'as="font"[^>]*/([A-Za-z]+)-', shown) == ["MaterialSymbols"]
    assert re.search(r"@media print \{[^@]*@page \{ size: A4", shown)
    assert "/*" not in shown.split("</title>")[1] and "\n//" not in script(None).body.decode()
    assert "\n " not in re.search("(?s)<style>\n(:root.*?)</style>", shown)[1]


def test_it_is_what_the_server_sends(tmp_path):
    page = tmp_path / "index.html"
    page.write_text(INDEX, encoding="utf-8")
    sent = TestClient(ChineseIndex(FileResponse(page), str)).get("/trends")
    assert sent.text == _rewrite(INDEX, "trends") != _rewrite(INDEX, "upload")


@pytest.mark.parametrize("page", sorted(frontend.pages()))
def test_a_page_names_the_files_it_needs_and_each_is_there(page):
    named = re.findall(r'(?:href|later)="\./(static/[^"]+)"', _rewrite(INDEX, page))
    assert len(named) == len(set(named))
    assert all((frontend.STATIC / name).is_file() for name in named)
    chart = frontend.chart_file().removeprefix("./")
    assert chart in named  # at once, or once the page stands still
    files = [ROOT / "pages" / f"{page}.py", *(ROOT / "ui" / page).glob("*.py")]
    drawn = any("show_chart(" in file.read_text() for file in files)
    assert ("data-later" in _rewrite(INDEX, page)) is not drawn


@pytest.mark.parametrize(
    ("accepted", "how"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("identity", None),
    ],
)
@pytest.mark.parametrize("path", ["/cities", frontend.chart_file().removeprefix(".")])
def test_an_answer_is_packed_as_the_browser_takes_it(site, path, accepted, how):
    answer, body = get(site, path, accepted)
    _, plain = get(site, path, "identity")
    assert answer.headers.get("content-encoding") == how
    assert int(answer.headers["content-length"]) == len(body)
    assert _UNPACK[how](body) == plain
    assert how is None or len(body) < 0.4 * len(plain)
    immutable = "public, immutable, max-age=31536000" if "static" in path else "no-cache"
    assert answer.headers["cache-control"] == immutable


def test_a_file_that_the_browser_has_is_not_sent_again(site):
    path = frontend.chart_file().removeprefix(".")
    for accepted in ("br", "gzip", "identity"):
        tag = get(site, path, accepted)[0].headers["etag"]
        again, body = get(site, path, accepted, **{"if-none-match": tag})
        assert (again.status_code, body) == (304, b"")
    part, body = get(site, path, "br", range="bytes=0-9")
    assert (part.status_code, len(body)) == (206, 10)


def test_who_leaves_while_a_file_is_packed_spoils_it_for_nobody():
    """One who went on while 4.7 MB were read left an empty file to all who came later."""
    app = ChineseIndex(Packed(create_streamlit_static_handler(str(frontend.STATIC), None)), str)
    path = frontend.chart_file().removeprefix(".")

    async def left():
        return {"type": "http.disconnect"}

    async def nowhere(message):
        pass

    for gone in (path, "/cities"):
        asked = {
            "type": "http",
            "method": "GET",
            "path": gone,
            "root_path": "",
            "query_string": b"",
        }
        asked |= {"headers": [(b"accept-encoding", b"br")], "asgi": {"spec_version": "2.3"}}
        asyncio.run(app(asked, left, nowhere))
    _, body = get(TestClient(app), path, "br")
    assert len(brotli.decompress(body)) == (frontend.STATIC / path.strip("/")).stat().st_size


def test_only_files_of_the_frontend_are_kept_packed():
    packed = Packed(create_streamlit_static_handler(str(frontend.STATIC), None))
    site = TestClient(packed)
    name = frontend.chart_file().removeprefix("./static/js/")
    for path in (f"/static/js//{name}", "/static/js/no.js", "/trends"):
        get(site, path, "br")
    assert packed.kept == {}
    get(site, f"/static/js/{name}", "br")
    get(site, f"/static/js/{name}?again", "br")
    assert len(packed.kept) == 1


def test_first_sight_stands_at_the_address_of_the_overview_alone(tmp_path):
    page = tmp_path / "index.html"
    page.write_text(INDEX, encoding="utf-8")
    site = TestClient(ChineseIndex(FileResponse(page), lambda: "<p>17,432.2</p>"))
    there = site.get("/")
    assert "<body><p>17,432.2</p>" in there.text
    assert '<script type="module"' not in there.text  # opening.js begins it, once that is painted
    entry = re.search(r'<script data-entry="(.+?)" src="./chinese.js', there.text)[1]
    assert f'src="{entry}"' in INDEX
    assert (
        f'<link rel="preload" as="script" fetchpriority="low" crossorigin href="{entry}">'
        in there.text
    )
    assert "modulepreload" not in there.text
    assert there.headers["cache-control"] == "no-store"  # figures do not stay behind in a cache
    for elsewhere in ("/trends", "/?month=2022-08", "/?known=1"):
        answer = site.get(elsewhere)
        assert "17,432.2" not in answer.text
        assert answer.headers.get("cache-control") != "no-store"
