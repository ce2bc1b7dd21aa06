"""An OpenID Connect provider from the package registry, in a virtual environment of its own,
started for the tests."""

import fcntl
import json
import pathlib
import subprocess
import sys

from deploy.cluster.ports import free_port, wait_for
from tests.conftest import ROOT

PACKAGE = "oidc-provider-mock==0.3.4"
PEOPLE = {
    "zhangsan": {"name": "张三", "roles": ["kpi-editor"]},
    "lisi": {"name": "李四", "roles": ["kpi-viewer"]},
    "wangwu": {"name": "王五", "roles": ["kpi-admin"]},
    "zhaoliu": {"name": "赵六", "roles": ["mail"]},
    "eve": {"name": "<img src=x onerror=alert(1)>", "roles": ["kpi-viewer"]},
}
ACCESS = """
[oidc]
server_metadata_url = "{issuer}/.well-known/openid-configuration"
client_id = "kpi"
redirect_uri = "{address}/oauth2callback"
[roles]
viewer = ["kpi-viewer"]
editor = ["kpi-editor"]
admin = ["kpi-admin"]
[people]
{people}
[session]
hours = {hours}
"""


def program() -> pathlib.Path:
    """The provider's command, installed on first use by one worker for all, with this
    environment's pip: one of its own takes as long to unpack as the provider.

    Raises CalledProcessError without a registry.
    """
    home = ROOT / ".cache" / PACKAGE
    command = home / "bin" / "oidc-provider-mock"
    home.mkdir(parents=True, exist_ok=True)
    with open(home / "lock", "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not command.exists():
            subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
            pip = [sys.executable, "-m", "pip", "--python", str(home), "install", "--quiet"]
            pip += ["--disable-pip-version-check", PACKAGE]
            subprocess.run(pip, check=True, capture_output=True, timeout=180)
    return command


class Provider:
    def __init__(self):
        self.port = free_port()
        self.issuer = f"http://127.0.0.1:{self.port}"
        people = [
            v
            for sub, claims in PEOPLE.items()
            for v in ("--user-claims", json.dumps({"sub": sub} | claims))
        ]
        self.process = subprocess.Popen(
            [str(program()), "-p", str(self.port), *people],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(f"{self.issuer}/.well-known/openid-configuration", self.process)

    def access(self, address: str, hours: float = 10, people: str = "") -> str:
        """The dashboard's access file for this provider."""
        return ACCESS.format(issuer=self.issuer, address=address, hours=hours, people=people)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)
