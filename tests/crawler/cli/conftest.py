from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pipelines.home import Home, opened_home


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home of its own."""
    with opened_home(tmp_path) as opened:
        yield opened
