"""A sender killed at any moment loses nothing, and repeats itself only under the same key."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crawler.alerts.killing import KEYED, killing
from tests.crawler.alerts.receivers import ADDRESSES, all_receivers

KILLS = 4


@pytest.mark.slow
def test_four_deaths(tmp_path: Path) -> None:
    with all_receivers(tmp_path) as street, killing(street, tmp_path / "home", seed=7) as scene:
        tally = scene.go(KILLS)
    assert tally.events >= 3 * KILLS
    for channel in ADDRESSES:
        assert tally.told(tally.raw[channel], 0) == 0
        assert tally.told(tally.unmarked[channel], 2) == 0
    for channel in KEYED:
        assert tally.told(tally.by_key[channel], 1) == tally.events
