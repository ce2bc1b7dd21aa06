"""Sessions with the PostgreSQL that keeps a shared warehouse, and how long anybody waits for it.

    KPI_DATABASE_USER, KPI_DATABASE_PASSWORD              the role that publishes
    KPI_DATABASE_READER, KPI_DATABASE_READER_PASSWORD     the role that pages read with; it may only
    select

Each may be given as NAME_FILE, a file that holds the value. PGSSLMODE and the other PG… variables
of libpq hold too.
"""

import contextlib
import os
import pathlib
import re
import select
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import LiteralString
from urllib.parse import urlsplit

import psycopg
from psycopg import errors, sql

from warehouse.faults import Damaged, Unavailable

PATIENCE = 3  # seconds for one answer of a server: behind it people wait
_RESTS = 60  # seconds: a firewall forgets a connection that rests for minutes, and tells nobody
_AWAY = (psycopg.OperationalError, psycopg.InterfaceError, errors.IdleInTransactionSessionTimeout)
# Seconds without a word inside a transaction, after which PostgreSQL ends it: a writer that was
# suspended would keep everybody else out for ever. Ten years of towns, month by month, take some
# twenty minutes.
_HANGS = 3600


@dataclass(frozen=True)
class Place:
    """A schema of a database: where one warehouse is kept."""

    host: str
    port: int
    database: str
    namespace: str

    def __str__(self) -> str:
        return f"postgresql://{self.host}:{self.port}/{self.database}/{self.namespace}"


def named_place(address: str) -> Place:
    """postgresql://HOST:PORT/DATABASE/SCHEMA; 5432 and kpi where they are left out.

    Raises ValueError for anything else; a password in an address would show in every list of
    processes.
    """
    parts = urlsplit(address)
    if parts.username or parts.password:
        raise ValueError(
            "the address of a warehouse holds no user and no password; they are KPI_DATABASE_USER "
            "and KPI_DATABASE_PASSWORD"
        )
    names = parts.path.strip("/").split("/")
    if (
        parts.scheme != "postgresql"
        or not parts.hostname
        or not all(re.fullmatch(r"[a-z_][a-z0-9_]*", name) for name in names)
        or len(names) > 2
    ):
        raise ValueError(f"not like postgresql://HOST:PORT/DATABASE/SCHEMA: {address}")
    database, namespace = (*names, "kpi")[:2]
    return Place(parts.hostname, parts.port or 5432, database, namespace)


class Session:
    """One connection, in autocommit; as long as nobody asks for a transaction it is idle."""

    def __init__(self, place: Place, role: str):
        self.place, self._namespace = place, sql.Identifier(place.namespace)
        user = f"KPI_DATABASE_{role}"
        password = setting(f"{user}_PASSWORD".replace("USER_", ""), "")
        self.connection = psycopg.connect(
            host=place.host,
            port=place.port,
            dbname=place.database,
            user=setting(user),
            autocommit=True,
            connect_timeout=PATIENCE,
            prepare_threshold=None,  # pgbouncer's transactions each have another server
            application_name="kpi",
            password=password or None,
        )

    def ask(self, query: LiteralString, *values: object) -> list[tuple]:
        """Rows; {} in the query is the schema. Bytes come as bytes."""
        with self._answered():
            text = sql.SQL(query).format(self._namespace)
            return self.connection.execute(text, values, binary=True).fetchall()

    def do(self, statement: LiteralString, *values: object) -> None:
        with self._answered():
            self.connection.execute(sql.SQL(statement).format(self._namespace), values or None)

    def begin(self, hangs: int = _HANGS) -> None:
        """Begin a transaction. PostgreSQL ends it a minute after this machine is lost, not after
        the two hours that are Linux' own, and after `hangs` seconds in which nothing is asked."""
        self.do(
            "BEGIN; SET LOCAL tcp_keepalives_idle = 30; SET LOCAL tcp_keepalives_interval = 10; "
            "SET LOCAL tcp_keepalives_count = 3"
        )
        self.ask("SELECT set_config('idle_in_transaction_session_timeout', %s, true)", f"{hangs}s")

    def begin_alone(self, key: str, hangs: int = _HANGS) -> None:
        """Begin a transaction that no other with this key is in; whatever ends it, or the
        connection, frees the key."""
        self.begin(hangs)
        # asked again and again, as a server that has stopped would look like one where another is
        while not self.is_alone(key):
            self.ask("SELECT pg_sleep(0.05)")

    def is_alone(self, key: str) -> bool:
        """Whether no other transaction with this key is under way; this one has it from now on."""
        return self.ask("SELECT pg_try_advisory_xact_lock(hashtext(%s))", key)[0][0]

    def has(self, table: str) -> bool:
        """Whether the schema has this table."""
        there = "SELECT to_regclass(format('%%I.%%I', %s::text, %s::text)) IS NOT NULL"
        return self.ask(there, self.place.namespace, table)[0][0]

    def has_ended(self) -> bool:
        """Whether the server said anything to a session that rests: at most that it ends it."""
        if self.connection.closed:
            return True
        line = select.poll()  # select knows no file above 1024, a replica has 2,500
        line.register(self.connection.fileno(), select.POLLIN)
        return bool(line.poll(0))

    @contextlib.contextmanager
    def _answered(self) -> Iterator[None]:
        """Ends the connection of a server that does not answer: a stopped one keeps its sockets
        open, and libpq would wait for ever."""
        with socket.socket(fileno=os.dup(self.connection.fileno())) as line:
            timer = threading.Timer(PATIENCE, _hang_up, [line])
            timer.daemon = True
            timer.start()
            try:
                yield
            finally:
                timer.cancel()


def _hang_up(line: socket.socket) -> None:
    with contextlib.suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def session(place: Place, role: str) -> Iterator[Session]:
    """`role` is USER (publishes) or READER (selects). Raises Unavailable where PostgreSQL is away
    or silent, Damaged where it finds its own pages damaged."""
    with told():
        opened = Session(place, role)
        with contextlib.closing(opened.connection):  # which also rolls back
            yield opened


_resting: dict[Place, tuple[float, Session]] = {}


@contextlib.contextmanager
def reading(place: Place) -> Iterator[Session]:
    """A session of READER for a question or two, kept for who asks next: to open one takes 4 ms.
    Raises as `session` does."""
    with told():
        opened = _rested(place) or Session(place, "READER")
        try:
            yield opened
        except BaseException:
            opened.connection.close()
            raise
        _, kept = _resting.setdefault(place, (time.monotonic(), opened))
        if kept is not opened:  # two asked at once
            opened.connection.close()


def _rested(place: Place) -> Session | None:
    since, kept = _resting.pop(place, (0, None))
    if kept and (time.monotonic() - since > _RESTS or kept.has_ended()):
        kept.connection.close()
        return None
    return kept


@contextlib.contextmanager
def told() -> Iterator[None]:
    try:
        yield
    except (errors.DataCorrupted, errors.IndexCorrupted) as error:
        raise Damaged(str(error)) from error
    except (errors.InsufficientResources, errors.ReadOnlySqlTransaction) as error:
        raise Unavailable("refused", error) from error
    except errors.InsufficientPrivilege as error:
        raise Unavailable("rights", error) from error
    except _AWAY as error:
        raise Unavailable("database", error) from error


def setting(name: str, default: str | None = None) -> str:
    """An environment variable, or what the file named by NAME_FILE holds.

    Raises Unavailable with the name if there is neither and no default, or the file does not read.
    """
    if file := os.environ.get(f"{name}_FILE"):
        try:
            return pathlib.Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise Unavailable("settings", f"{name}_FILE does not read: {error}") from error
    value = os.environ.get(name, default)
    if value is None:
        raise Unavailable("settings", f"{name} is not set; a shared warehouse needs it")
    return value
