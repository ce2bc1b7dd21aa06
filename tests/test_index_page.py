"""The index page before any script runs."""

import re

from starlette.responses import FileResponse
from starlette.testclient import TestClient

from server.headers import _INDEX
from server.index_page import ChineseIndex, _rewrite


def test_the_index_has_its_colours_a_shell_and_no_font_that_the_theme_does_not_use():
    shown = _rewrite(_INDEX)
    assert '<html lang="zh-CN"' in shown
    assert "color-scheme: light dark" in shown
    assert "正在打开…" in shown
    assert 'as="font"' in _INDEX
    assert 'as="font"' not in shown
    assert re.search(r"@media print \{[^@]*@page \{ size: A4", shown)


def test_it_is_what_the_server_sends(tmp_path):
    page = tmp_path / "index.html"
    page.write_text(_INDEX, encoding="utf-8")
    sent = TestClient(ChineseIndex(FileResponse(page))).get("/trends")
    assert sent.text == _rewrite(_INDEX)
