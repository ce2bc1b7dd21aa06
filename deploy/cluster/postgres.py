"""A PostgreSQL of our own on loopback in a temporary folder, and the environment that reaches
warehouses in it. For tests and a try, not for service."""

import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

from deploy.cluster.ports import free_port

ROLES = pathlib.Path(__file__).parent / "roles.sql"


def installed() -> list[pathlib.Path]:
    """Debian's versions of initdb, the newest last."""
    return sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/initdb"))


class Postgres:
    """One running cluster with a database `kpi` and the two roles of deploy/cluster/roles.sql."""

    def __init__(self) -> None:
        if not installed():
            raise LookupError("PostgreSQL is not installed: apt-get install postgresql-15")
        self.bin = installed()[-1].parent
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="kpi-postgres-"))
        self.port = free_port()
        if os.getuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        trusting = [
            "-A",
            "trust",
            "-U",
            "postgres",
            "--no-sync",
            "--data-checksums",
            "--locale=C.UTF-8",
        ]
        self._run("initdb", "-D", str(self.folder / "data"), *trusting)
        self.start()
        self.sql("CREATE DATABASE kpi", "postgres")
        self.sql(ROLES.read_text(encoding="utf-8"))

    def _run(self, program: str, *arguments: str) -> None:
        """As the account postgres where we are root: PostgreSQL refuses to run as root."""
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run(
            [*as_postgres, str(self.bin / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd="/",
        )

    def start(self) -> None:
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c "
            f"unix_socket_directories={self.folder} -c fsync=off -c max_connections=200"
        )
        self._control("-o", options, "-l", str(self.folder / "log"), "start")

    def stop(self, mode: str = "immediate") -> None:
        self._control("-m", mode, "stop")

    def _control(self, *arguments: str) -> None:
        self._run("pg_ctl", "-D", str(self.folder / "data"), "-w", *arguments)

    def sql(self, text: str, database: str = "kpi") -> str:
        said = f"-h 127.0.0.1 -p {self.port} -U postgres -d {database} -q -v ON_ERROR_STOP=1 -At"
        command = [str(self.bin / "psql"), *said.split()]
        return subprocess.run(
            command, input=text, check=True, capture_output=True, text=True
        ).stdout.strip()

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self.folder)

    @property
    def address(self) -> str:
        """Of the database; a warehouse is a schema in it."""
        return f"postgresql://127.0.0.1:{self.port}/kpi"

    def environment(self) -> dict[str, str]:
        """What a process needs to reach warehouses of this cluster.

        The passwords are here to be looked for in errors.
        """
        return {
            "KPI_DATABASE_USER": "kpi",
            "KPI_DATABASE_PASSWORD": "secret-of-the-writer",
            "KPI_DATABASE_READER": "kpi_reader",
            "KPI_DATABASE_READER_PASSWORD": "secret-of-the-reader",
        }
