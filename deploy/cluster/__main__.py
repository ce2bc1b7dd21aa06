"""python -m deploy.cluster: PostgreSQL, replicas and nginx on this machine, with everything in
data/raw. Ctrl-C ends all of it and leaves nothing."""

import argparse
import os
import pathlib
import secrets
import shutil
import string
import subprocess
import sys
from typing import cast

from deploy.cluster.ports import free_port, wait_for
from deploy.cluster.postgres import Postgres

ROOT = pathlib.Path(__file__).parent.parent.parent
_NGINX = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/nginx.log;
events {{ worker_connections 4096; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/site.conf;
    access_log {folder}/access.log kpi;
}}
"""
_LOCAL = "--server.address=127.0.0.1"


class Cluster:
    """`replicas` servers behind nginx at `port`, over a lake of their own."""

    def __init__(self, replicas: int, port: int, postgres: Postgres | None = None):
        self.own = None if postgres else Postgres()
        postgres = postgres or cast(Postgres, self.own)
        self.folder = postgres.folder / f"cluster-{port}"
        self.folder.mkdir(mode=0o755)
        postgres.folder.chmod(0o755)  # nginx's workers have an account of their own
        # One secret for all replicas: a form's protection would else fail after a change of
        # replica. Behind nginx nobody is at this machine, so a try
        # without sign-in only reads (docs/operator.md).
        shared = {
            "KPI_OPEN_READONLY": "yes",
            "KPI_STATE": str(self.folder / "state"),
            "KPI_WAREHOUSE": f"ducklake:postgresql://127.0.0.1:{postgres.port}/lake/kpi_{port}",
            "STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_hex(),
        }
        self.environment = os.environ | postgres.environment(self.folder / "data") | shared
        self.address = f"http://127.0.0.1:{port}"
        self.ports = [free_port() for _ in range(replicas)]
        self.replicas: list[subprocess.Popen] = []
        self._front: list[subprocess.Popen] = []
        self._port = port

    def start(self) -> None:
        self.run(
            "-m", "ingest", "load", *map(str, sorted((ROOT / "data" / "raw").glob("*.xlsx")))
        ).wait()
        self.serve()

    @property
    def nginx(self) -> subprocess.Popen:
        """Once it serves."""
        return self._front[0]

    def serve(self) -> None:
        """Replicas and nginx, over whatever the lake holds."""
        self.replicas = [
            self.run("-m", "streamlit", "run", "app.py", f"--server.port={p}", _LOCAL)
            for p in self.ports
        ]
        for port, replica in zip(self.ports, self.replicas, strict=True):
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", replica)
        servers = " ".join(f"server 127.0.0.1:{p} max_fails=1 fail_timeout=5s;" for p in self.ports)
        site = string.Template(
            (pathlib.Path(__file__).parent / "site.conf.template").read_text(encoding="utf-8")
        )
        (self.folder / "site.conf").write_text(
            site.safe_substitute(KPI_PORT=f"127.0.0.1:{self._port}", KPI_SERVERS=servers),
            encoding="utf-8",
        )
        (self.folder / "nginx.conf").write_text(_NGINX.format(folder=self.folder), encoding="utf-8")
        conf, log = (str(self.folder / f"nginx.{end}") for end in ("conf", "log"))
        self._front = [subprocess.Popen([nginx(), "-c", conf, "-e", log])]
        wait_for(f"{self.address}/_stcore/health", self.nginx)

    def run(self, *arguments: str) -> subprocess.Popen:
        """A Python process of the cluster."""
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL
        )

    def stop(self) -> None:
        for process in (*self._front, *self.replicas):
            if process.poll() is None:
                process.terminate()
                process.wait(timeout=20)
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.own:
            self.own.remove()


def nginx() -> str:
    """Its path, empty where it is not installed."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.cluster", description=__doc__)
    parser.add_argument("--replicas", type=int, default=2)
    parser.add_argument("--port", type=int, default=8501)
    said = parser.parse_args()
    if not nginx():
        print("nginx is not installed: apt-get install nginx-light")
        return 1
    cluster = Cluster(said.replicas, said.port)
    try:
        cluster.start()
        print(
            (
                f"{said.replicas} replicas at {cluster.address}, Ctrl-C ends them. Which one "
                f"served what: {cluster.folder}/access.log"
            ),
            flush=True,
        )
        cluster.nginx.wait()
    except KeyboardInterrupt:
        print()
    finally:
        cluster.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
