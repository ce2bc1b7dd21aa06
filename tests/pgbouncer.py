"""Debian's pgbouncer in transaction mode before a PostgreSQL of the tests."""

import os
import pathlib
import shutil
import socket
import subprocess
import time
from dataclasses import replace

from deploy.cluster.ports import free_port
from deploy.cluster.postgres import Postgres
from tests.conftest import absent
from warehouse import warehouse_named
from warehouse.database import DatabaseWarehouse
from warehouse.session import Place

_PROGRAM = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"


def warehouse_through(port: int, at: Place) -> DatabaseWarehouse:
    """A warehouse in PostgreSQL as who stands at another port gives it: a pooler, a standby."""
    return warehouse_named(str(replace(at, host="127.0.0.1", port=port)))


class Pgbouncer:
    def __init__(self, server: Postgres):
        if not pathlib.Path(_PROGRAM).exists():
            absent("pgbouncer is not installed (apt-get install pgbouncer)")
        self.port, folder = free_port(), server.folder / "pgbouncer"
        self._folder, self._owner = folder, server.folder.owner()
        folder.mkdir(exist_ok=True)
        users = '"kpi" "secret-of-the-writer"\n"kpi_reader" "secret-of-the-reader"\n'
        (folder / "users.txt").write_text(users)
        (folder / "pgbouncer.ini").write_text(
            "[databases]\n"
            f"kpi = host=127.0.0.1 port={server.port}\n"
            "[pgbouncer]\n"
            f"listen_addr = 127.0.0.1\nlisten_port = {self.port}\nunix_socket_dir =\n"
            f"auth_type = plain\nauth_file = {folder}/users.txt\npool_mode = transaction\n"
            f"default_pool_size = 3\nlogfile = {folder}/pgbouncer.log\n"
        )
        shutil.chown(folder, self._owner)
        self.start()

    def start(self) -> None:
        as_owner = ["runuser", "-u", self._owner, "--"] if os.getuid() == 0 else []
        command = [*as_owner, _PROGRAM, "-q", str(self._folder / "pgbouncer.ini")]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 20
        while socket.socket().connect_ex(("127.0.0.1", self.port)):
            assert time.monotonic() < until, (self._folder / "pgbouncer.log").read_text()
            time.sleep(0.02)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(timeout=20)
