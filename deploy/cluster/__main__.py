"""python -m deploy.cluster: PostgreSQL, replicas and HAProxy on this machine, with everything in
data/raw. Ctrl-C or SIGTERM ends all of it and leaves nothing."""

import argparse
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import sys
from typing import cast

from deploy.cluster.ports import free_port, wait_for
from deploy.cluster.postgres import Postgres

ROOT = pathlib.Path(__file__).parent.parent.parent
_LOCAL = "--server.address=127.0.0.1"


class Cluster:
    """`replicas` servers behind HAProxy at `port`, over a warehouse of their own."""

    def __init__(self, replicas: int, port: int, postgres: Postgres | None = None):
        self.own = None if postgres else Postgres()
        postgres = postgres or cast(Postgres, self.own)
        self.folder = postgres.folder / f"cluster-{port}"
        self.folder.mkdir(mode=0o755)
        # One secret for all replicas: a form's protection would else fail after a change of
        # replica. Behind HAProxy nobody is at this machine, so a try
        # without sign-in only reads (docs/operator.md).
        shared = {
            "KPI_OPEN_READONLY": "yes",
            "KPI_STATE": str(self.folder / "state"),
            "KPI_WAREHOUSE": f"{postgres.address}/kpi_{port}",
            "STREAMLIT_SERVER_COOKIE_SECRET": secrets.token_hex(),
        }
        self.environment = os.environ | postgres.environment() | shared
        self.address = f"http://127.0.0.1:{port}"
        self.ports = [free_port() for _ in range(replicas)]
        self.replicas: list[subprocess.Popen] = []
        self._front: list[subprocess.Popen] = []
        self._port = port

    def start(self) -> None:
        """Raises RuntimeError with what was said where the load fails."""
        workbooks = map(str, sorted((ROOT / "data" / "raw").glob("*.xlsx")))
        loaded = subprocess.run(
            [sys.executable, "-m", "ingest", "load", *workbooks],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if loaded.returncode:
            raise RuntimeError(f"the load failed:\n{loaded.stdout}{loaded.stderr}")
        self.serve()

    def settings(self) -> list[str]:
        """What another shell has to export to reach this warehouse, as `NAME=value`."""
        names = [n for n in self.environment if n.startswith(("KPI_DATABASE", "KPI_WAREHOUSE"))]
        return [f"{n}={self.environment[n]}" for n in sorted(names)]

    @property
    def front(self) -> subprocess.Popen:
        """HAProxy, once it serves."""
        return self._front[0]

    def serve(self) -> None:
        """Replicas and HAProxy, over whatever the warehouse holds."""
        self.replicas = [self._replica(port) for port in self.ports]
        for port, replica in zip(self.ports, self.replicas, strict=True):
            wait_for(f"http://127.0.0.1:{port}/_stcore/health", replica)
        config = self.folder / "haproxy.cfg"
        config.write_text(balanced(self._port, self.ports), encoding="utf-8")
        with open(self.folder / "access.log", "ab") as log:
            self._front = [
                subprocess.Popen([haproxy(), "-db", "-f", str(config)], stdout=log, stderr=log)
            ]
        wait_for(f"{self.address}/_stcore/health", self.front)

    def restart(self, number: int) -> None:
        """One replica again, as an operator does it: SIGTERM, then anew; it serves afterwards."""
        end(self.replicas[number])
        self.replicas[number] = self._replica(self.ports[number])
        wait_for(f"http://127.0.0.1:{self.ports[number]}/_stcore/health", self.replicas[number])

    def _replica(self, port: int) -> subprocess.Popen:
        return self.run("-m", "streamlit", "run", "app.py", f"--server.port={port}", _LOCAL)

    def run(self, *arguments: str) -> subprocess.Popen:
        """A Python process of the cluster."""
        return subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL
        )

    def stop(self) -> None:
        for process in (*self._front, *self.replicas):
            end(process)
        shutil.rmtree(self.folder, ignore_errors=True)
        if self.own:
            self.own.remove()


def end(process: subprocess.Popen) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:  # as systemd does (deploy/kpi@.service)
            process.kill()
            process.wait()


def balanced(port: int, replicas: list[int]) -> str:
    """deploy/cluster/haproxy.cfg at a port of this machine, for replicas at others of its ports."""
    shipped = (pathlib.Path(__file__).parent / "haproxy.cfg").read_text(encoding="utf-8")
    lines = shipped.replace("bind :80", f"bind 127.0.0.1:{port}").splitlines()
    others = [line for line in lines if not line.startswith("    server ")]
    return "\n".join([*others, *(f"    server r{p} 127.0.0.1:{p}" for p in replicas), ""])


def haproxy() -> str:
    """Its path, empty where it is not installed."""
    return shutil.which("haproxy", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""


def _interrupted(*_) -> None:
    """Not by SIGINT, which is ignored where a script started this in the background."""
    raise KeyboardInterrupt


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.cluster", description=__doc__)
    parser.add_argument("--replicas", type=int, default=2)
    parser.add_argument("--port", type=int, default=8501)
    said = parser.parse_args()
    if not haproxy():
        print("HAProxy is not installed: apt-get install haproxy")
        return 1
    signal.signal(signal.SIGTERM, _interrupted)
    cluster = Cluster(said.replicas, said.port)
    try:
        cluster.start()
        print(
            f"{said.replicas} replicas at {cluster.address}, Ctrl-C ends them. Which one "
            f"served what: {cluster.folder}/access.log"
        )
        print("Another shell reaches the warehouse with:")
        print("\n".join(f"    export {line}" for line in cluster.settings()), flush=True)
        cluster.front.wait()
    except KeyboardInterrupt:
        print()
    finally:
        cluster.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
