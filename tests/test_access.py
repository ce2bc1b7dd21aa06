"""Every address for every kind of visitor, settings that must not be used, and sessions that end.

The gate is the real one; behind it stands one answer.
"""

import json
import os
import pathlib
import resource
import time

import pytest
from itsdangerous import URLSafeTimedSerializer
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from access import gate, identity, sessions, start, trail
from access.gate import Gate
from access.person import LOCAL, VISITOR, Person
from access.settings import SettingsError, parse, settings

SECRET = "for-tests-only-0123456789abcdef0123456789"
OIDC = """
[oidc]
server_metadata_url = "https://id.example/.well-known/openid-configuration"
client_id = "kpi"
redirect_uri = "https://kpi.example/oauth2callback"
[roles]
viewer = ["staff"]
editor = ["clerk"]
admin = ["chief"]
[people]
dismissed = "none"
promoted = "admin"
"""
GATEWAY = """
[gateway]
proxies = ["10.0.0.1/32"]
[roles]
viewer = ["*"]
editor = ["clerk"]
"""


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    for name in (
        "KPI_ACCESS",
        "KPI_OPEN_READONLY",
        "KPI_STATE",
        "KPI_AUDIT_KEY",
        "FORWARDED_ALLOW_IPS",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KPI_COOKIE_SECRET", SECRET)


@pytest.fixture
def configured(tmp_path, monkeypatch):
    def write(text: str) -> None:
        (tmp_path / "access.toml").write_text(text, encoding="utf-8")
        monkeypatch.setenv("KPI_ACCESS", str(tmp_path / "access.toml"))

    return write


def browser(
    cookie: str = "", client: str = "203.0.113.9", host: str = "kpi.example", **headers: str
) -> TestClient:
    """A visitor before the gate; behind it every address answers 200 inside."""
    gate = Gate(PlainTextResponse("inside"), login_link=lambda: "/auth/login?provider=x")
    cookies = {"_streamlit_user": cookie} if cookie else {}
    return TestClient(
        gate,
        base_url=f"http://{host}",
        client=(client, 5000),
        cookies=cookies,
        headers=headers,
        follow_redirects=False,
    )


def cookie(
    account: str = "someone",
    roles=("staff",),
    age: float = 0,
    secret: str = SECRET,
    salt: str = "_streamlit_user",
    **more,
) -> str:
    claims = {
        "sub": account,
        "name": account,
        "roles": list(roles),
        "iat": int(time.time() - age),
        "nonce": "n",
        "is_logged_in": True,
    } | more
    return URLSafeTimedSerializer(secret, salt=salt).dumps(json.dumps(claims))


VISITORS = {
    "no cookie": "",
    "another server's": cookie(secret="another"),
    "for another use": cookie(salt="_streamlit_user_tokens"),
    "old": cookie(age=11 * 3600),
    "not logged in": cookie(is_logged_in=False),
    "no time": cookie(iat=None),
    "rubbish": "x.y.z",
    "no role": cookie(roles=["mail"]),
    "dismissed": cookie("dismissed", ["chief"]),
    "of tomorrow": cookie(age=-86400),
}
GUARDED = [
    "/data/figures.csv",
    "/data/",
    "/media/a.csv",
    "/_stcore/host-config",
    "/component/x",
    "/_stcore/bidi-components/x",
    "/app/static/x",
    "//data/x",
]


@pytest.mark.parametrize("visitor", VISITORS)
def test_nobody_gets_anything_but_the_sign_in_page(configured, visitor):
    configured(OIDC)
    asking = browser(VISITORS[visitor])
    for page in ("/", "/trends", "/upload", "/anything/else", "/%5Fstcore%2Fx", "/signin/x"):
        assert asking.get(page).status_code in (302, 401), page
        assert "inside" not in asking.get(page).text
    for address in (*GUARDED, "/healthz/x", "/auth/login/x", "/_stcore/health/x", "/chinese.js/x"):
        assert asking.get(address).status_code in (302, 401), address
    for method in ("PUT", "POST", "DELETE", "PATCH", "OPTIONS"):
        assert asking.request(method, "/_stcore/upload_file/s/f", content=b"x").status_code == 401
    with pytest.raises(WebSocketDisconnect), asking.websocket_connect("/_stcore/stream"):
        pass
    sign_in = asking.get("/signin")
    if visitor in ("no role", "dismissed"):
        assert (sign_in.status_code, "没有查看本系统的权限" in sign_in.text) == (403, True)
    else:
        assert sign_in.text.count("/auth/login") == 1


def test_some_addresses_are_closed_to_everybody(configured):
    configured(OIDC)
    for address in (
        "/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent",
        "/_stcore/script-health-check",
        "/metrics",
    ):
        assert browser(cookie(roles=["chief"])).get(address).status_code == 404, address


@pytest.mark.parametrize(
    ("roles", "status"), [(["staff"], 403), (["clerk"], 200), (["chief"], 200), ("clerk", 200)]
)
def test_only_editors_and_admins_reach_the_upload_address(configured, roles, status):
    configured(OIDC)
    asking = browser(cookie(roles=roles if isinstance(roles, list) else [roles]))
    assert asking.get("/trends").text == "inside"
    assert asking.get("/data/x").text == "inside"
    for method in ("PUT", "POST", "DELETE"):
        assert (
            asking.request(method, "/_stcore/upload_file/s/f", content=b"x").status_code == status
        )


@pytest.mark.parametrize(
    ("account", "roles", "role"),
    [
        ("a", ["staff"], "viewer"),
        ("a", ["staff", "chief"], "admin"),
        ("a", "clerk", "editor"),
        ("a", [], None),
        ("a", None, None),
        ("promoted", [], "admin"),
        ("dismissed", ["chief"], None),
        ("a", ["CHIEF"], None),
        ("a", ["admin"], None),
        ("a", ["staff2"], None),
        ("a", ["sta"], None),
        ("a", {"chief": True}, None),
        ("a", [["chief"]], None),
        ("promoted2", ["staff"], "viewer"),
        ("romoted", [], None),
    ],
)
def test_a_role_comes_from_the_persons_entry_or_the_claim(configured, account, roles, role):
    configured(OIDC)
    assert identity.role_of(account, roles, settings()) == role


def test_a_large_token_split_over_cookies_is_one_session(configured):
    configured(OIDC)
    whole = json.dumps(
        {
            "sub": "a",
            "iat": int(time.time()),
            "nonce": "n",
            "roles": ["clerk"],
            "is_logged_in": True,
            "name": "长" * 3000,
        }
    )
    sign = lambda name, value: URLSafeTimedSerializer(SECRET, salt=name).dumps(value)  # noqa: E731
    cookies = {"_streamlit_user": sign("_streamlit_user", "chunks-2")}
    cookies |= {
        f"_streamlit_user_{n}": sign(f"_streamlit_user_{n}", part)
        for n, part in ((1, whole[:3000]), (2, whole[3000:]))
    }
    person = identity.from_claims(identity.claims_of(cookies, settings()), settings())
    assert (person.role, len(person.name)) == ("editor", 60)
    del cookies["_streamlit_user_2"]
    assert identity.claims_of(cookies, settings()) is None


def test_a_copy_of_a_cookie_ends_with_its_session(configured):
    configured(OIDC)
    ticket = cookie("leaver")
    assert browser(ticket).get("/data/x").status_code == 200
    browser(ticket).get("/auth/logout")
    assert browser(ticket).get("/data/x").status_code == 401
    assert browser(cookie("leaver", nonce="another")).get("/data/x").status_code == 200
    sessions.forget_old()
    assert browser(ticket).get("/data/x").status_code == 401


@pytest.mark.parametrize("torn", [b"17", b"1790000000 ab", b"\n1790000000", b"\xff\x00"])
def test_a_sign_out_cut_short_by_a_full_disk_neither_stops_anybody_nor_hides_the_next(
    configured, torn
):
    configured(OIDC)
    first, ticket = cookie("a", nonce="1"), cookie("a", nonce="2")
    browser(first).get("/auth/logout")
    with open(sessions.state_folder() / "ended-sessions", "ab") as file:
        file.write(torn)
    assert browser(ticket).get("/data/x").status_code == 200
    browser(ticket).get("/auth/logout")
    for _ in range(2):
        assert browser(ticket).get("/data/x").status_code == 401
        assert browser(first).get("/data/x").status_code == 401
        sessions.forget_old()


def test_a_server_starts_although_the_disk_of_its_state_is_full(configured):
    configured(OIDC)
    ticket = cookie("a")
    browser(ticket).get("/auth/logout")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    try:
        start.check("0.0.0.0")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert browser(ticket).get("/data/x").status_code == 401
    assert browser(cookie("b")).get("/data/x").status_code == 200


def test_a_changed_file_counts_at_once_and_a_broken_one_does_not(configured, tmp_path):
    configured(OIDC)
    asking = browser(cookie("a", ["clerk"]))
    assert asking.put("/_stcore/upload_file/s/f", content=b"x").status_code == 200
    configured(OIDC + '\na = "viewer"\n')
    assert asking.put("/_stcore/upload_file/s/f", content=b"x").status_code == 403
    configured("[oidc")
    assert asking.put("/_stcore/upload_file/s/f", content=b"x").status_code == 403
    assert asking.get("/trends").text == "inside"
    access = pathlib.Path(os.environ["KPI_ACCESS"])
    for text, status in ((f"{OIDC}\n# 张三".encode("gbk"), 403), (f"\ufeff{OIDC}".encode(), 200)):
        access.write_bytes(text)  # as editors on Windows save it
        assert asking.put("/_stcore/upload_file/s/f", content=b"x").status_code == status
    access.unlink()
    assert asking.put("/_stcore/upload_file/s/f", content=b"x").status_code == 200


async def _echo(scope, receive, send):
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message["text"][:9]})
    await send({"type": "websocket.close", "code": message["code"]})


@pytest.fixture
def socket(configured):
    """(an open websocket of somebody, their cookie)"""
    configured(OIDC)
    ticket = cookie("a")
    gate = TestClient(
        Gate(_echo, login_link=str),
        base_url="http://kpi.example",
        cookies={"_streamlit_user": ticket},
    )
    with gate.websocket_connect("/_stcore/stream") as opened:
        opened.send_text("one")
        assert opened.receive_text() == "one"
        yield opened, ticket


def test_a_websocket_ends_with_the_session(socket):
    opened, ticket = socket
    browser(ticket).get("/auth/logout")
    opened.send_text("two")
    assert opened.receive()["code"] == 1008


def test_a_websocket_ends_after_its_hours(socket, monkeypatch):
    opened, _ = socket
    later = time.time() + 10 * 3600
    monkeypatch.setattr(gate.time, "time", lambda: later)
    monkeypatch.setattr(gate, "who", lambda *_: LOCAL)  # however good the cookie still is
    opened.send_text("two")
    assert opened.receive()["code"] == 1008


def test_a_message_of_megabytes_ends_a_websocket(socket):
    opened, _ = socket
    opened.send_text("x" * (1 << 20))
    assert opened.receive_text() == "x" * 9
    opened.send_text("长" * 10_000_000)
    assert opened.receive()["code"] == 1009


def test_without_settings_only_this_machine_is_served():
    assert browser(client="127.0.0.1", host="localhost:8501").get("/upload").text == "inside"
    assert browser(client="::1", host="[::1]:8501").get("/upload").text == "inside"
    assert browser(client="203.0.113.9", host="localhost").get("/").status_code == 403
    assert browser(client="127.0.0.1", host="evil.example").get("/").status_code == 403
    assert (
        browser(client="127.0.0.1", host="localhost", **{"X-Forwarded-For": "203.0.113.9"})
        .get("/data/x")
        .status_code
        == 403
    )
    assert (
        browser(client="127.0.0.1", host="evil.example")
        .put("/_stcore/upload_file/s/f", content=b"x")
        .status_code
        == 403
    )


def test_an_open_server_is_read_only(monkeypatch):
    monkeypatch.setenv("KPI_OPEN_READONLY", "yes")
    assert browser().get("/trends").text == "inside"
    assert browser().put("/_stcore/upload_file/s/f", content=b"x").status_code == 403


def test_only_the_gateway_may_name_a_person(configured):
    configured(GATEWAY)
    named = {
        "X-Forwarded-User": "zhangsan",
        "X-Forwarded-Name": "%E5%BC%A0%E4%B8%89",
        "X-Forwarded-Roles": "clerk,other",
    }
    assert (
        browser(client="10.0.0.1", **named)
        .put("/_stcore/upload_file/s/f", content=b"x")
        .status_code
        == 200
    )
    assert browser(client="10.0.0.2", **named).get("/trends").status_code == 302
    assert (
        browser(client="10.0.0.2", **named)
        .put("/_stcore/upload_file/s/f", content=b"x")
        .status_code
        == 401
    )
    assert browser(client="10.0.0.1").get("/data/x").status_code == 401
    seen = identity.from_headers({k.lower(): v for k, v in named.items()}, "10.0.0.1", settings())
    assert seen == Person("zhangsan", "张三", "editor")


@pytest.mark.parametrize("named", ["l%69si", "%6Cisi", "lis%69", "li%73%69"])
def test_a_name_that_only_looks_encoded_is_nobodys(configured, named):
    """Sent as it is by a gateway that encodes nothing, it would become another's account."""
    configured(GATEWAY)
    said = {"x-forwarded-user": named, "x-forwarded-roles": "clerk"}
    assert identity.from_headers(said, "10.0.0.1", settings()) is None
    encoded = identity.from_headers(said | {"x-forwarded-user": "li%40gd%E6"}, None, settings())
    assert encoded.account.startswith("li@gd")


@pytest.mark.parametrize(
    ("address", "environment", "starts"),
    [
        ("127.0.0.1", {}, "只供本机"),
        ("localhost", {}, "只供本机"),
        ("::1", {}, "只供本机"),
        ("0.0.0.0", {}, None),
        ("", {}, None),
        ("10.1.1.1", {}, None),
        ("0.0.0.0", {"KPI_OPEN_READONLY": "yes"}, "只读开放"),
        ("0.0.0.0", {"KPI_OPEN_READONLY": "no"}, None),
        ("0.0.0.0", {"KPI_ACCESS": "oidc"}, "OpenID"),
        ("0.0.0.0", {"KPI_ACCESS": "gateway"}, None),
        ("0.0.0.0", {"KPI_ACCESS": "gateway", "FORWARDED_ALLOW_IPS": ""}, "网关"),
        ("127.0.0.1", {"KPI_ACCESS": "missing"}, None),
    ],
)
def test_the_server_starts_only_where_the_right_people_get_in(
    configured, monkeypatch, address, environment, starts
):
    files = {"oidc": OIDC, "gateway": GATEWAY}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    if environment.get("KPI_ACCESS") in files:
        configured(files[environment["KPI_ACCESS"]])
    if starts is None:
        with pytest.raises(SystemExit, match="不启动"):
            start.check(address)
    else:
        assert starts in start.check(address)


def test_a_wall_shows_one_page_without_sign_in_and_only_where_the_operator_allows_it(configured):
    configured(OIDC)
    assert browser().get("/screen").headers["location"] == "/signin"
    configured(OIDC + '[screen]\nwithout_sign_in = ["203.0.113.9/32"]\n')
    wall, other = browser(), browser(client="203.0.113.10")
    assert [wall.get(p).text for p in ("/screen", "/screen.js", "/screen?month=2022-08")] == [
        "inside"
    ] * 3
    assert wall.head("/screen").status_code == 200 and wall.post("/screen").status_code == 401
    assert wall.get("/data/figures.csv").status_code == 401
    for path in ("/", "/trends", "/screen/", "/screen/x", "/Screen", "//screen"):
        assert wall.get(path).status_code in (302, 401, 404), path
    with pytest.raises(WebSocketDisconnect), wall.websocket_connect("/screen"):
        pass
    assert other.get("/screen").headers["location"] == "/signin"
    assert other.head("/screen").status_code == other.get("/screen.js").status_code == 401


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({}, "exactly one"),
        ({"oidc": {}, "gateway": {}}, "exactly one"),
        ({"oidc": {}}, "needs"),
        ({"gateway": {}}, "proxies"),
        ({"gateway": {"proxies": ["everywhere"]}}, "not a network"),
        ({"gateway": {"proxies": "10.0.0.1"}}, "proxies must be a list"),
        ({"gateway": {"proxies": ["10.0.0.1", "::/0"]}}, "anybody could name people"),
        ({"gateway": {}, "roles": {"viewer": "kpi-viewer"}}, "viewer must be a list"),
        ({"gateway": {}, "roles": {"viewer": [1]}}, "viewer must be a list"),
        ({"gateway": {}, "roles": {"claim": ["roles"]}}, "claim must be a text"),
        ({"gateway": {}, "metrics": {"scrapers": "10.0.0.1"}}, "scrapers must be a list"),
        ({"gateway": {}, "screen": {"without_sign_in": "::"}}, "without_sign_in must be a list"),
        ({"gateway": {}, "session": {"hours": "9"}}, "hours must be a number"),
        ({"gateway": {}, "people": {"a": ["admin"]}}, "a must be a text"),
        ({"gateway": {}, "people": ["a"]}, "people. must be a table"),
        (
            {"gateway": {"proxies": ["10.0.0.1"]}, "screen": {"without_sign_in": ["10.0.0.0/8"]}},
            "from its address",
        ),
        ({"oidc": {}, "rolls": {}}, "unknown"),
        ({"gateway": {"proxies": ["10.0.0.1"]}, "roles": {"owner": ["x"]}}, "owner"),
        ({"gateway": {"proxies": ["10.0.0.1"]}, "people": {"a": "root"}}, "root"),
        ({"gateway": {"proxies": ["10.0.0.1"]}, "session": {"hours": 900}}, "hours"),
        (
            {
                "oidc": {
                    "server_metadata_url": "a",
                    "client_id": "b",
                    "redirect_uri": "c",
                    "client_secret": "d",
                }
            },
            "secrets do not belong",
        ),
    ],
)
def test_wrong_settings_are_refused_with_what_is_expected(said, fault):
    with pytest.raises(SettingsError, match=fault):
        parse(said)


def test_a_short_cookie_secret_is_refused(monkeypatch):
    monkeypatch.setenv("KPI_COOKIE_SECRET", "short")
    with pytest.raises(SettingsError, match="32"):
        parse(
            {
                "oidc": {
                    "server_metadata_url": "a",
                    "client_id": "b",
                    "redirect_uri": "https://c/oauth2callback",
                }
            }
        )


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        (VISITOR, {"read"}),
        (Person("a", "a", "viewer"), {"read"}),
        (Person("a", "a", "editor"), {"read", "upload", "revert_own"}),
        (
            Person("a", "a", "admin"),
            {"read", "upload", "revert_own", "revert_any", "annotate", "manage"},
        ),
        (LOCAL, {"read", "upload", "revert_own", "revert_any", "annotate", "manage"}),
    ],
)
def test_what_each_role_may(person, allowed):
    assert {
        action
        for action in ("read", "upload", "revert_own", "revert_any", "annotate", "manage")
        if person.may(action)
    } == allowed


def test_a_signature_is_the_accounts_not_the_names():
    lisi = Person("lisi", "李四", "editor")
    assert lisi.signed(lisi.signature)
    assert Person("lisi", "李四改名", "editor").signed("李四（lisi）")
    for account in ("wangwu", "li", "si", "isi", "lisi2", "Lisi", "李四", ".*", ""):
        assert not Person(account, "李四", "editor").signed("李四（lisi）"), account
    for signature in (
        "李四",
        "（lisi）李四",
        "李四（lisi）（li）",
        "李四（lisi） ",
        "（lisi）（x）",
        "lisi",
    ):
        assert not lisi.signed(signature), signature
    assert not LOCAL.signed("李四")
    assert not LOCAL.signed("李四（）")
    assert identity.clean("李四（wangwu） \u202e\u200b\n") == "李四wangwu"


@pytest.mark.parametrize(
    "account",
    [
        "li（si",
        "lisi）",
        " lisi",
        "lisi\u200b",
        "li\u202esi",
        "lisi\n",
        "a" * 201,
        "",
        None,
        True,
        ["lisi"],
        {},
    ],
)
def test_an_account_that_could_be_taken_for_another_is_nobodys(configured, account):
    configured(OIDC)
    claims = {"sub": account, "iat": int(time.time()), "roles": ["chief"], "is_logged_in": True}
    assert identity.from_claims(claims, settings()) is None
    longest = identity.from_claims(claims | {"sub": "a" * 200}, settings())
    assert longest.account == "a" * 200


def test_a_person_is_taken_where_they_wanted_to_go_but_nowhere_else(configured):
    configured(OIDC)
    sent = browser().get("/trends?indicator=a&month=2022-08").headers["set-cookie"]
    assert 'kpi_wanted="/trends%3Findicator%3Da%26month%3D2022-08"' in sent
    assert "HttpOnly" in sent
    assert "kpi_wanted" not in browser().get("/x//evil.example/y").headers.get("set-cookie", "")
    assert "Secure" in sent
    for wanted, goes in (
        ("/trends%3Fa%3Db", "/trends?a=b"),
        ("//evil.example", "/"),
        ("/%09/evil.example", "/"),
        ("/x%0d%0aa: b", "/"),
        ("/..//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/%5Cevil.example", "/"),
        ("", "/"),
    ):
        assert _came_back(cookie(), wanted) == goes, wanted
    assert _came_back(cookie(roles=["mail"]), "/trends") == "/"


def _came_back(ticket: str, wanted: str) -> str:
    """Where the answer to the provider's callback leads; Streamlit's own says / and sets the
    identity cookie."""
    answer = PlainTextResponse(
        "",
        302,
        {
            "location": "/",
            "set-cookie": f"_streamlit_user={ticket}; Max-Age=2592000; Path=/; HttpOnly; "
            "SameSite=lax",
        },
    )
    gate = TestClient(
        Gate(answer, login_link=str),
        base_url="http://kpi.example",
        cookies={"kpi_wanted": wanted},
        follow_redirects=False,
    )
    came = gate.get("/oauth2callback?code=1&state=2")
    assert "Max-Age=36000" in came.headers["set-cookie"]
    assert "Secure" in came.headers["set-cookie"]
    return came.headers["location"]


def test_refusals_are_in_the_trail_but_a_scanner_does_not_fill_it(configured):
    configured(OIDC)
    asking = browser(cookie("a"))
    for _ in range(100):
        asking.put("/_stcore/upload_file/s/f", content=b"x")
    assert trail.verify() == trail.Verdict(30, "")
