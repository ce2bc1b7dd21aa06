"""An S3 server from the package registry (moto), in a virtual environment of its own: it brings
fifty packages that the dashboard must not see."""

import os
import pathlib
import subprocess
import sys
import urllib.request
import venv

import pytest

from deploy.cluster.ports import free_port, wait_for

PACKAGES = ("moto[s3]==5.2.5", "flask==3.1.3", "flask-cors==6.0.5")
CACHE = (
    pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
    / "kpi-tests"
    / "moto-5.2.5"
)


class Storage:
    """A running server with one bucket."""

    def __init__(self) -> None:
        self.port = free_port()
        self.process = subprocess.Popen(
            [_python(), "-m", "moto.server", "-p", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(f"{self.endpoint}/bucket", self.process, "PUT")

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def objects(self) -> int:
        return urllib.request.urlopen(f"{self.endpoint}/bucket?list-type=2").read().count(b"<Key>")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)

    @property
    def environment(self) -> dict[str, str]:
        return {
            "KPI_LAKE_DATA": "s3://bucket/kpi",
            "KPI_LAKE_S3_ENDPOINT": self.endpoint,
            "KPI_LAKE_S3_KEY": "key",
            "KPI_LAKE_S3_SECRET": "secret-of-the-storage",
        }


def _python() -> pathlib.Path:
    """The interpreter with moto, installed the first time.

    Without a registry the tests are skipped; with CI=true they fail.
    """
    python = CACHE / "bin" / "python"
    if not (CACHE / "ready").exists():
        venv.create(CACHE, with_pip=True)
        command = [
            python,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            *PACKAGES,
        ]
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        if done.returncode:
            (pytest.fail if os.environ.get("CI") else pytest.skip)(
                f"moto could not be installed with {sys.executable}: {done.stderr[-200:]}"
            )
        (CACHE / "ready").touch()
    return python
