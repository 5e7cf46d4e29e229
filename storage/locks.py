"""What only one process may do at a time, over all machines that share a database.

On PostgreSQL these are advisory locks of a connection of their own: the server frees them when the
process dies or its machine is gone. On SQLite, which one machine shares, they are locked files.
"""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from storage.errors import DatabaseUnreachable
from storage.upgrade import POSTGRESQL_LOCK

SETTLING = POSTGRESQL_LOCK + 1
LEADING = POSTGRESQL_LOCK + 2

# A machine that is gone without a word is noticed after 10 + 3 · 5 seconds.
_KEEPALIVE = (
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
)


@contextlib.contextmanager
def settling_alone(engine: Engine) -> Iterator[None]:
    """Waits until no other process settles reports, and lets none until the end.

    Two that settled one report at once would each not see the documents of the other.
    """
    if engine.dialect.name == "postgresql":
        with _own_connection(engine) as connection:
            connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": SETTLING})
            yield
        return
    path = engine.url.database
    if not path or path == ":memory:":
        yield
        return
    with Path(f"{path}-settling").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Leadership:
    """Who leads the schedulers of a database: one at the most, on PostgreSQL.

    On SQLite every scheduler leads: what must not happen twice is forbidden by the database.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._shared = engine.dialect.name == "postgresql"
        self._connection: Connection | None = None

    def held(self) -> bool:
        """Whether this process leads; takes the lead if nobody has it.

        A connection that was cut has lost it.
        """
        if not self._shared:
            return True
        try:
            if self._connection is None:
                self._connection = _connected(self._engine)
                return self._take(self._connection)
            self._connection.execute(text("SELECT 1"))
        except DBAPIError:
            self.release()
            return False
        return True

    def release(self) -> None:
        """Let another lead."""
        if self._connection is not None:
            with contextlib.suppress(DBAPIError):
                self._connection.close()
            self._connection.engine.dispose()
            self._connection = None

    def _take(self, connection: Connection) -> bool:
        taken = connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": LEADING})
        if not taken:
            self.release()
        return bool(taken)


class HostTurns:
    """Whose turn it is at a host, over all machines; only on PostgreSQL.

    The lock of a host is the server's, and so is the clock by which the last turn is told.

    Raises:
        DatabaseUnreachable: from each method, when the connection was lost.
    """

    def __init__(self, engine: Engine) -> None:
        self._connection = _connected(engine)

    def take(self, host: str) -> float | None:
        """Takes the turn; None if another has it.

        Returns:
            Seconds since the last turn there, whosever it was; infinite if there was none.
        """
        if not self._ask("SELECT pg_try_advisory_lock(hashtextextended(:host, 7))", host).scalar():
            return None
        since = self._ask(
            "SELECT extract(epoch FROM clock_timestamp() - turn_at) "
            "FROM host_turn WHERE host = :host",
            host,
        ).scalar()
        return float("inf") if since is None else float(since)

    def note(self, host: str) -> None:
        """Writes that the host is asked now, or was until now."""
        self._ask(
            "INSERT INTO host_turn (host, turn_at) VALUES (:host, clock_timestamp()) "
            "ON CONFLICT (host) DO UPDATE SET turn_at = excluded.turn_at",
            host,
        )

    def leave(self, host: str) -> None:
        """Gives the turn back."""
        self.note(host)
        self._ask("SELECT pg_advisory_unlock(hashtextextended(:host, 7))", host)

    def close(self) -> None:
        """Give back every turn that is still held."""
        with contextlib.suppress(DBAPIError):
            self._connection.close()
        self._connection.engine.dispose()

    def _ask(self, statement: str, host: str) -> CursorResult[Any]:
        try:
            return self._connection.execute(text(statement), {"host": host})
        except DBAPIError as error:
            raise DatabaseUnreachable(f"the turn at {host} was lost: {error.orig}") from error


def _connected(engine: Engine) -> Connection:
    alone = create_engine(engine.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    connection = alone.connect()
    for statement in _KEEPALIVE:
        connection.execute(text(statement))
    return connection


@contextlib.contextmanager
def _own_connection(engine: Engine) -> Iterator[Connection]:
    connection = _connected(engine)
    try:
        yield connection
    finally:
        connection.close()
        connection.engine.dispose()
