"""A small simulated web is found, read and judged as well as the targets ask."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.world.__main__ import DAY
from tests.world.measure import measure
from tests.world.simulated import build, missing
from tests.world.targets import missed

SEED = 1

pytestmark = [
    pytest.mark.world,
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()), reason=missing()),
]


def test_a_small_world_keeps_every_target(tmp_path: Path) -> None:
    world = build(SEED, "small", tmp_path / "world")
    with world.serve(DAY) as served:
        measurement = measure(f"small {SEED}", served, tmp_path / "home")
    assert measurement.wanted > 200
    assert missed(measurement) == []
