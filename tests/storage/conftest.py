"""An empty database of each kind, at the newest revision, and an empty archive."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import Database, open_database
from storage.models import Base
from storage.warc import WarcStore
from tests.postgresql import run, sibling

COUNTER = itertools.count()


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
