"""A real PostgreSQL for the tests that want one, and an empty database of each kind."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import Database, open_database
from storage.models import Base
from tests.postgresql import run, server, sibling


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files with slow tests first: one that a worker takes last keeps the others waiting."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL; gives the URL of its maintenance database."""
    with server(tmp_path_factory.mktemp("pg") / "data") as url:
        run(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        yield url


@pytest.fixture(scope="session")
def postgresql_database(postgresql: str) -> Iterator[Database]:
    """One migrated database, emptied after each test: truncating is faster than making one."""
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
def postgresql_alone(postgresql: str) -> Iterator[str]:
    """The URL of an empty database of its own, for a program that migrates it itself."""
    run(postgresql, "CREATE DATABASE alone")
    yield sibling(postgresql, "alone")
    run(postgresql, "DROP DATABASE alone WITH (FORCE)")
