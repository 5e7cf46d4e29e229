"""The URL of a database without a table, of each kind, and an empty archive."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.warc import WarcStore
from tests.postgresql import run, sibling

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
