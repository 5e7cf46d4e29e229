"""Opens the queue of the fleet: procrastinate, in the tables of our own PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import make_url, text

from storage.database import Database
from storage.errors import ConfigurationError
from storage.upgrade import POSTGRESQL_LOCK

if TYPE_CHECKING:
    from procrastinate import App, Blueprint


def open_queue(
    database: Database, url: str, work: Blueprint | None = None, *, works: bool = False
) -> App:
    """The queue of a database, made there if it is not yet.

    Args:
        database: the database.
        url: its SQLAlchemy URL.
        work: what can be done here; without it jobs are only put in and looked at.
        works: whether jobs are to be done here; else they are only put in and looked at.

    Raises:
        ConfigurationError: the database is SQLite, or the extra ``fleet`` is not installed.
        DatabaseUnreachable: the connection was lost.
    """
    if database.engine.dialect.name != "postgresql":
        raise ConfigurationError(
            "several machines share work through PostgreSQL only; set NIANBAO_DATABASE_URL "
            "(on SQLite, nianbao schedule does everything itself)"
        )
    try:
        from procrastinate import App, PsycopgConnector, SyncPsycopgConnector
    except ImportError as error:
        raise ConfigurationError(
            "the fleet needs its extra: pip install 'nianbao[fleet]'"
        ) from error
    _make(database)
    info = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connector = PsycopgConnector(conninfo=info) if works else SyncPsycopgConnector(conninfo=info)
    app = App(connector=connector)
    if work is not None:
        app.add_tasks_from(work, namespace="nianbao")
    return app


def is_shared(database: Database) -> bool:
    """Whether the database could have a fleet: it is PostgreSQL, and the extra is installed."""
    if database.engine.dialect.name != "postgresql":
        return False
    try:
        import procrastinate  # noqa: F401
    except ImportError:
        return False
    return True


def _make(database: Database) -> None:
    from procrastinate.schema import SchemaManager

    with database.translated(), database.engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": POSTGRESQL_LOCK})
        if connection.scalar(text("SELECT to_regclass('procrastinate_jobs')")) is None:
            # psycopg takes several statements only without parameters, and % as it is then
            connection.connection.cursor().execute(SchemaManager.get_schema())
