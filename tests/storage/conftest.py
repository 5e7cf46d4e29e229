"""The URL of a database without a table, of each kind, and an empty archive."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Database, open_database
from storage.warc import WarcStore
from tests.postgresql import run, sibling
from tests.storage.demo_archive import write_demo

COUNTER = itertools.count()


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


@pytest.fixture
def store(tmp_path: Path) -> Iterator[WarcStore]:
    """An empty archive in a folder."""
    opened = WarcStore(str(tmp_path / "archive"))
    yield opened
    opened.close()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def demo_url(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The URL of a database that holds the demo province; it is only read."""
    folder = tmp_path_factory.mktemp("demo")
    server = ""
    url = f"sqlite:///{folder / 'nianbao.sqlite3'}"
    if request.param == "postgresql":
        server = request.getfixturevalue("postgresql")
        run(server, "CREATE DATABASE demo_archive")
        url = sibling(server, "demo_archive")
    opened, store = open_database(url), WarcStore(str(folder / "archive"))
    write_demo(opened, store)
    store.close()
    opened.dispose()
    yield url
    if server:
        run(server, "DROP DATABASE demo_archive WITH (FORCE)")


@pytest.fixture
def demo(demo_url: str) -> Iterator[Database]:
    """The demo province in a database of each kind."""
    opened = open_database(demo_url)
    yield opened
    opened.dispose()
