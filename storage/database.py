"""Opens the database, brings it to this version, and gives sessions."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session, sessionmaker

from storage.errors import DatabaseUnreachable
from storage.locks import HostTurns, Leadership, settling_alone
from storage.upgrade import upgrade

__all__ = ["Database", "HostTurns", "Leadership", "Session", "open_database"]

SQLITE_WAIT_SECONDS = 60.0


class Database:
    """A database at the version of this program. Made by :func:`open_database`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reading = _for_reading(engine)
        self._sessions = sessionmaker(engine, expire_on_commit=False)

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        """A session that commits at the end, or rolls back on an error.

        On SQLite it is the one writer from its first statement on: keep it short.

        Raises:
            DatabaseUnreachable: the connection was lost, or the disk is full or not writable.
        """
        with _in_one_line(self.engine), self._sessions.begin() as session:
            yield session

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A session for reading that sees one state of the database and blocks no writer.

        Raises:
            DatabaseUnreachable: the connection was lost.
        """
        with _in_one_line(self.engine), Session(self._reading) as session:
            yield session

    @contextlib.contextmanager
    def rehearsal(self) -> Iterator[Database]:
        """This database in which all that is written can be read, and nothing of it stays.

        Raises:
            DatabaseUnreachable: the connection was lost.
        """
        with _in_one_line(self.engine), self.engine.connect() as connection:
            transaction = connection.begin()
            try:
                yield _Rehearsal(connection)
            finally:
                transaction.rollback()

    @contextlib.contextmanager
    def translated(self) -> Iterator[None]:
        """Errors of the engine as ours, for what works with the engine itself.

        Raises:
            DatabaseUnreachable: the connection was lost.
        """
        with _in_one_line(self.engine):
            yield

    @contextlib.contextmanager
    def settling_alone(self) -> Iterator[None]:
        """Lets no other process settle reports meanwhile; waits for one that does.

        Raises:
            DatabaseUnreachable: the connection was lost.
        """
        with _in_one_line(self.engine), settling_alone(self.engine):
            yield

    def leadership(self) -> Leadership:
        """By which one of several schedulers leads."""
        return Leadership(self.engine)

    def host_turns(self) -> HostTurns | None:
        """Turns at hosts that several machines keep; None where one machine has the database.

        Raises:
            DatabaseUnreachable: the connection was lost.
        """
        if self.engine.dialect.name != "postgresql":
            return None
        with _in_one_line(self.engine):
            return HostTurns(self.engine)

    def answers(self) -> bool:
        """Whether it can be asked now."""
        try:
            with self.snapshot() as session:
                session.execute(text("SELECT 1"))
        except DatabaseUnreachable:
            return False
        return True

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()


class _Rehearsal(Database):
    """Sessions in savepoints of one transaction that is never committed."""

    def __init__(self, connection: Connection) -> None:
        self.engine = connection.engine
        self._connection = connection

    @contextlib.contextmanager
    def session(self) -> Iterator[Session]:
        """A session whose end is a savepoint's."""
        with self._savepoint() as session, session.begin():
            yield session

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[Session]:
        """A session that sees what was written in this rehearsal."""
        with self._savepoint() as session:
            yield session

    def _savepoint(self) -> Session:
        return Session(
            self._connection, join_transaction_mode="create_savepoint", expire_on_commit=False
        )


def open_database(url: str) -> Database:
    """Open a database, making it or running pending migrations as needed.

    Args:
        url: SQLAlchemy URL, ``sqlite:///…`` or ``postgresql://…``.

    Raises:
        DatabaseUnreachable: the URL cannot be used, or nothing answers there.
        DatabaseTooNew: a later version of this program made it.
    """
    engine = _engine(url)
    try:
        with _in_one_line(engine):
            upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine)


def _engine(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        if parsed.get_backend_name() == "sqlite":
            return _sqlite(str(parsed.database or ""))
        return create_engine(parsed, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        raise DatabaseUnreachable(
            f"{_without_password(url)}: not a database URL this program can use "
            f"({_first_line(error)}); give sqlite:///FILE or postgresql://…"
        ) from error


def _sqlite(path: str) -> Engine:
    if path and path != ":memory:":
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnreachable(
                f"{path}: the folder cannot be made ({error.strerror}); set NIANBAO_HOME"
            ) from error
    engine = create_engine(
        f"sqlite:///{path}", connect_args={"timeout": SQLITE_WAIT_SECONDS}, pool_pre_ping=False
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, record: object) -> None:
    # The driver's own BEGIN comes too late to keep a read and the write after it together.
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once if another wrote between.
    snapshot = connection.get_execution_options().get("snapshot", False)
    connection.exec_driver_sql("BEGIN" if snapshot else "BEGIN IMMEDIATE")


def _for_reading(engine: Engine) -> Engine:
    """The engine whose transactions see one state: SQLite's do, PostgreSQL's have to be told."""
    reading = engine.execution_options(snapshot=True)
    if engine.dialect.name == "postgresql":
        return reading.execution_options(isolation_level="REPEATABLE READ")
    return reading


@contextlib.contextmanager
def _in_one_line(engine: Engine) -> Iterator[None]:
    try:
        yield
    except (OperationalError, sqlite3.OperationalError) as error:
        raise DatabaseUnreachable(
            f"{engine.url.render_as_string(hide_password=True)}: {_first_line(error)}; "
            "look at the path, the permissions, the space on the disk and the server"
        ) from error
    except PoolTimeout as error:
        raise DatabaseUnreachable(
            f"{engine.url.render_as_string(hide_password=True)}: every connection is busy; "
            "ask less at once"
        ) from error
    except DatabaseError as error:
        if "not a database" not in str(error):
            raise
        raise DatabaseUnreachable(
            f"{engine.url.render_as_string(hide_password=True)}: not an SQLite database"
        ) from error


def _first_line(error: Exception) -> str:
    cause = getattr(error, "orig", None) or error
    return str(cause).strip().splitlines()[0] if str(cause).strip() else type(cause).__name__


def _without_password(url: str) -> str:
    scheme, mark, rest = url.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}"
