"""Pages ask for the role themselves; the security papers name tests that exist; no secret is
committed."""

import ast
import functools
import re
import subprocess
import time

import duckdb
import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from access.settings import Settings
from server import headers
from server.headers import POLICY
from tests.conftest import ROOT
from tests.test_access import OIDC
from ui.plain_text import as_code, plain
from warehouse.extract import Extract
from warehouse.reader import Reader

COOKIE_SECRET = "for-tests-only-0123456789abcdef0123456789"


@pytest.fixture
def signed_in(tmp_path, monkeypatch, real_warehouse):
    """The dashboard's script as the person of these claims sees it."""
    (tmp_path / "access.toml").write_text(OIDC, encoding="utf-8")
    monkeypatch.setenv("KPI_ACCESS", str(tmp_path / "access.toml"))
    monkeypatch.setenv("KPI_COOKIE_SECRET", COOKIE_SECRET)
    monkeypatch.setenv("KPI_STATE", str(tmp_path / "state"))
    monkeypatch.setenv("KPI_WAREHOUSE", str(real_warehouse))

    def open_as(*roles: str, **claims) -> AppTest:
        app = AppTest.from_file(str(ROOT / "ui" / "menu.py"), default_timeout=60)
        app.user = {
            "is_logged_in": True,
            "sub": "a",
            "name": "张三",
            "iat": int(time.time()),
            "nonce": "n",
            "roles": list(roles),
        } | claims
        return app.run()

    return open_as


def test_a_page_that_is_not_for_the_role_says_so(signed_in):
    viewer = signed_in("staff")
    assert viewer.title[0].value == "总览"
    with pytest.raises(ValueError, match="upload"):  # not in the menu
        viewer.switch_page(str(ROOT / "pages" / "upload.py")).run()
    page = AppTest.from_file(
        str(ROOT / "pages" / "upload.py"), default_timeout=60
    )  # around the menu
    page.user = viewer.user
    page.run()
    assert "需要“编辑”权限，您的权限是“查看”" in page.warning[0].value
    assert not page.get("file_uploader")


@pytest.mark.parametrize(
    "claims", [{"iat": 1}, {"iat": None}, {"roles": []}, {"sub": "dismissed"}, {"sub": ""}]
)
def test_somebody_without_a_session_or_a_role_sees_no_page(signed_in, claims):
    app = signed_in("chief", **claims)
    assert not app.title
    assert "登录已失效" in app.warning[0].value


def test_an_editor_signs_with_the_signed_in_name(signed_in):
    app = signed_in("clerk").switch_page(str(ROOT / "pages" / "upload.py")).run()
    assert app.title[0].value == "上传"
    assert any("张三 · 编辑" in text.value for text in app.sidebar.markdown)


def test_the_policy_allows_no_inline_script_and_no_eval():
    scripts = next(part for part in POLICY.split("; ") if part.startswith("script-src"))
    assert re.fullmatch(
        r"script-src 'self' 'sha256-[A-Za-z0-9+/=]{44}' 'wasm-unsafe-eval'", scripts
    )
    assert "http" not in POLICY


@pytest.fixture(scope="module")
def asking(real_warehouse):
    """Who asks: pages, and downloads."""
    return Reader(real_warehouse), Extract(real_warehouse)


@pytest.mark.parametrize(
    "query",
    [
        "FROM read_csv('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/x.csv'",
        "ATTACH '/tmp/x.duckdb'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "FROM read_text('https://example.org')",
        "DELETE FROM warehouse.load",
        "SET lock_configuration = false",
    ],
)
def test_the_readers_connection_reaches_nothing_else(asking, query):
    for one in asking:
        with pytest.raises(duckdb.Error):
            one._current().con.cursor().execute(query)


def test_a_path_that_climbs_out_gets_no_file(monkeypatch):
    import app

    with TestClient(app.app, base_url="http://localhost", client=("127.0.0.1", 1)) as asking:
        for path in (
            "/static/../../../etc/passwd",
            "/media/..%2f..%2fetc%2fpasswd",
            "/component/x/..%2f..%2f..%2fetc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
        ):
            assert "root:x:" not in asking.get(path).text, path


def test_no_secret_is_in_the_repository():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout.split()
    assert not [n for n in tracked if n.endswith(("secrets.toml", ".pem", ".key", ".p12", ".env"))]
    secret = re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY|(?i:(?:secret|password|token|_key)\w*)[ \t]*[=:][ "
        r"\t]*[\"']?(?!/run/secrets/)[A-Za-z0-9+/_-]{20,}"
    )
    for name in (n for n in tracked if not n.endswith((".webp", ".xlsx", ".lock"))):
        found = [
            m[0]
            for m in secret.finditer((ROOT / name).read_text(encoding="utf-8"))
            if "for-tests-only" not in m[0] and "for-this-measurement" not in m[0]
        ]
        assert not found, name


def test_every_attack_in_the_security_paper_has_a_defence_and_a_test_that_runs():
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    table = text.split("| attack | defence | test |\n|---|---|---|\n")[1].split("\n\n")[0]
    rows = [re.split(r"(?<!\\) \| ", line.strip("| ")) for line in table.splitlines()]
    assert len(rows) >= 30
    for row in rows:
        attack, defence, tests = row
        named = re.findall(r"`((?:browser/)?test_\w+\.py)::(test_\w+)`", tests)
        assert attack, row
        assert defence, row
        assert len(named) == tests.count("`") // 2 >= 1, row
        for file, function in named:
            assert function in _running(ROOT / "tests" / file), (file, function)


@functools.cache
def _running(path) -> set[str]:
    """The tests of a file that no mark leaves out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not any(
            "skip" in ast.unparse(d) or "xfail" in ast.unparse(d) for d in node.decorator_list
        )
    }


def test_every_answer_has_the_headers_and_behind_tls_one_more(monkeypatch):
    answer = PlainTextResponse("x", headers={"server": "uvicorn", "x-frame-options": "ALLOW"})
    for mode, more in (("local", None), ("gateway", "max-age=31536000")):
        monkeypatch.setattr(headers, "settings", lambda mode=mode: Settings(mode=mode))
        said = TestClient(headers.SecurityHeaders(answer)).get("/").headers
        assert said.get("strict-transport-security") == more
        assert said["content-security-policy"] == POLICY and said["x-frame-options"] == "DENY"
        assert (said["x-content-type-options"], said.get("server")) == ("nosniff", None)


def test_text_of_a_person_is_entities_in_markdown():
    said = plain("<b>*甲* [y](http://z) :red[r] WWW.a a@b $1$ `c` | # _")
    assert not re.search(r"[^A-Za-z0-9 &#;甲\u200b]", said)
    for broken in ("http\u200b", "WWW\u200b", "a\u200b&#64;"):
        assert broken in said


def test_a_place_in_the_type_of_code_is_read_as_it_is_written():
    assert as_code("平台推广应用!C4") == "`平台推广应用!C4`"
    assert as_code("表`x`\n*甲*!A1") == "`表 x *甲*!A1`"
