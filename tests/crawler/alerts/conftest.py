from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawler.alerts.receivers import Street, all_receivers
from tests.crawler.alerts.season import season_home
from tests.pipelines.home import Home
from tests.postgresql import run, sibling

COUNTER = itertools.count()


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Home]:
    """A home on each kind of database."""
    if request.param == "sqlite":
        with season_home(tmp_path) as opened:
            yield opened
        return
    server = request.getfixturevalue("postgresql")
    name = f"alerts_{next(COUNTER)}"
    run(server, f"CREATE DATABASE {name}")
    with season_home(tmp_path, sibling(server, name)) as opened:
        yield opened
    run(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def street(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Street]:
    """Receivers of every kind, and the environment in which they are reached."""
    with all_receivers(tmp_path) as receivers:
        for name, value in receivers.environment.items():
            monkeypatch.setenv(name, value)
        yield receivers
