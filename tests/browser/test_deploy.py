"""deploy/nginx.conf as it stands, in Debian's nginx, with TLS and two server processes
behind it."""

import os
import pathlib
import shutil
import ssl
import subprocess
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from deploy.cluster.ports import free_port, wait_for
from server import frontend
from tests.browser.conftest import Visit
from tests.browser.provider import Provider
from tests.browser.test_signin import SECRET
from tests.browser.test_upload import choose
from tests.conftest import ROOT
from tests.server import Server
from warehouse.kind import Warehouse

NGINX = shutil.which("nginx") or next(
    (p for p in ("/usr/sbin/nginx",) if pathlib.Path(p).exists()), None
)
# Started as root, nginx's workers would be nobody, and nobody may enter pytest's private folder: a
# body that is buffered on disk would get 500.
MAIN = """
{user}daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log warn; worker_processes 1;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types; access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/site.conf;
}}
"""


class Site:
    """nginx with the project's site before two processes that share a warehouse; only addresses and
    paths are put in."""

    def __init__(self, provider: Provider, folder: pathlib.Path, warehouse: Warehouse):
        self.ports, self.plain, tls = [free_port(), free_port()], free_port(), free_port()
        self.address, self.folder = f"https://localhost:{tls}", folder
        (folder / "access.toml").write_text(provider.access(self.address), encoding="utf-8")
        self._certificate()
        site = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
        for old, new in (
            ("127.0.0.1:8501", f"127.0.0.1:{self.ports[0]}"),
            ("127.0.0.1:8502", f"127.0.0.1:{self.ports[1]}"),
            ("listen 80;", f"listen 127.0.0.1:{self.plain};"),
            ("listen 443 ssl;", f"listen 127.0.0.1:{tls} ssl;"),
            ("/etc/kpi/tls", str(folder)),
            ("kpi.example.gov.cn", "localhost"),
        ):
            assert old in site
            site = site.replace(old, new)
        (folder / "site.conf").write_text(site, encoding="utf-8")
        (folder / "nginx.conf").write_text(
            MAIN.format(folder=folder, user="user root; " if os.getuid() == 0 else ""),
            encoding="utf-8",
        )
        secrets = {
            "KPI_COOKIE_SECRET": SECRET,
            "STREAMLIT_SERVER_COOKIE_SECRET": SECRET,
            "KPI_CLIENT_SECRET": "s",
        }
        around = {
            "KPI_ACCESS": str(folder / "access.toml"),
            "KPI_STATE": str(folder / "state"),
        } | secrets
        self.servers = [Server(warehouse, port, **around) for port in self.ports]
        self.nginx = subprocess.Popen(
            [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.PIPE
        )
        wait_for(f"{self.address}/healthz", self.nginx, context=self._trusting())

    def _certificate(self) -> None:
        subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
        files = ["-keyout", str(self.folder / "key.pem"), "-out", str(self.folder / "cert.pem")]
        subprocess.run(
            [
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                *subject,
                *files,
            ],
            check=True,
            capture_output=True,
        )

    def _trusting(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.folder / "cert.pem"))

    def open(self, path: str, method: str = "GET", data: bytes | None = None, **headers: str):
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        return urllib.request.urlopen(request, timeout=15, context=self._trusting())

    def status(
        self, path: str, method: str = "GET", data: bytes | None = None, **headers: str
    ) -> int:
        try:
            return self.open(path, method, data, **headers).status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def stop(self) -> None:
        self.nginx.terminate()
        self.nginx.wait(timeout=10)
        for server in self.servers:
            server.stop()


@pytest.fixture(scope="module")
def site(provider, tmp_path_factory, copied):
    if NGINX is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no nginx on this machine, and CI=true: apt-get install nginx-light")
        pytest.skip("no nginx on this machine: apt-get install nginx-light")
    running = Site(provider, tmp_path_factory.mktemp("nginx"), copied("real"))
    yield running
    running.stop()


class Visitor(Visit):
    """A browser that takes the test's own certificate and was given to one process before."""

    def __init__(self, browser, site: Site, process: str):
        super().__init__(browser, site, ignore_https_errors=True)
        self.context.add_cookies(
            [{"name": "kpi_server", "value": process, "url": site.address, "secure": True}]
        )

    def cookies(self) -> dict[str, dict]:
        return {c["name"]: c for c in self.context.cookies(self.server.address)}

    def sign_in(self, account: str, path: str) -> "Visitor":
        self.page.goto(self.server.address + path)
        self.page.get_by_role("link", name="登录").click()
        self.page.locator("input[name=sub]").fill(account)
        self.page.get_by_role("button", name="Authorize").click()
        expect(self.page.get_by_test_id("stHeading").first).to_be_visible(timeout=30_000)
        return self


@pytest.mark.parametrize("process", ["a", "b"])
def test_people_sign_in_through_tls_stay_on_one_process_and_upload(browser, site, august, process):
    visit = Visitor(browser, site, process).sign_in("zhangsan", "/upload")
    choose(visit, august, "2022-08.xlsx")
    visit.says("完全一致")
    visit.open("/download")
    with visit.page.expect_download() as got:
        visit.page.get_by_role("button", name="下载 CSV").click()
    assert got.value.path().stat().st_size > 1000
    cookies = visit.cookies()
    assert cookies["kpi_server"]["value"] == process
    assert all(c["secure"] for c in cookies.values()), cookies
    assert cookies["_streamlit_user"]["httpOnly"]
    visit.context.close()


def test_newcomers_are_spread_over_the_processes(site):
    given = {site.open("/signin").headers["set-cookie"].split(";")[0] for _ in range(40)}
    assert given == {"kpi_server=a", "kpi_server=b"}  # only one of them: once in 2^39


def test_a_session_opened_on_one_process_ends_on_the_other(browser, site):
    visit = Visitor(browser, site, "a").sign_in("lisi", "/")
    cookies = {name: c["value"] for name, c in visit.cookies().items()}

    def both() -> list[int]:
        said = []
        for process in ("a", "b"):
            some = cookies | {"kpi_server": process}
            said.append(
                site.status(
                    "/_stcore/host-config", Cookie="; ".join(f"{n}={v}" for n, v in some.items())
                )
            )
        return said

    assert both() == [200, 200]
    visit.page.get_by_role("button", name="退出登录").click()
    expect(visit.page.get_by_role("button", name="End session")).to_be_visible(timeout=30_000)
    assert both() == [401, 401]
    visit.context.close()


def test_the_site_adds_nothing_that_lets_people_in(site):
    named = {"X-Forwarded-User": "wangwu", "X-Forwarded-Roles": "kpi-admin"}
    assert site.status("/data/figures.csv", **named) == 401
    assert site.status("/_stcore/upload_file/s/f", "PUT", b"x", **named) == 401
    assert site.status("/_stcore/upload_file/s/f", "PUT", b"x" * (7 * 1024 * 1024)) == 413
    assert site.status("/metrics") == 403
    assert site.status("/_stcore/metrics") == 404
    chart = site.open(frontend.chart_file().removeprefix("."), **{"Accept-Encoding": "gzip, br"})
    assert chart.headers["content-encoding"] == "br"
    headers = site.open("/signin").headers
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert "default-src 'none'" in headers["content-security-policy"]
    with pytest.raises(urllib.error.HTTPError, match=r"301|40"):
        urllib.request.build_opener(_Stay).open(f"http://127.0.0.1:{site.plain}/", timeout=5)


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None
