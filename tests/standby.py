"""A hot standby that follows a PostgreSQL of the tests, until it is promoted."""

from deploy.cluster.ports import free_port
from deploy.cluster.postgres import Postgres


class Standby:
    def __init__(self, first: Postgres):
        self._first, self._data, self.port = first, str(first.folder / "standby"), free_port()
        copy = f"-h 127.0.0.1 -p {first.port} -U postgres -R -c fast -D {self._data}"
        first._run("pg_basebackup", *copy.split())
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c "
            f"unix_socket_directories={first.folder} -c fsync=off -c max_connections=200"
        )
        self._control("-o", options, "-l", f"{self._data}.log", "start")

    def promote(self) -> None:
        self._control("promote")

    def stop(self) -> None:
        self._control("-m", "immediate", "stop")

    def _control(self, *arguments: str) -> None:
        self._first._run("pg_ctl", "-D", self._data, "-w", *arguments)
