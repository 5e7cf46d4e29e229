"""A small simulated web is found, read, judged and shown as well as the targets ask."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.program import Program
from tests.world.__main__ import DAY
from tests.world.measure import Measurement, exports, measure
from tests.world.pages import DRAWN, look
from tests.world.simulated import World, build, missing
from tests.world.targets import missed

SEED = 1

pytestmark = [
    pytest.mark.world,
    pytest.mark.slow,
    pytest.mark.skipif(bool(missing()), reason=missing()),
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return build(SEED, "small", tmp_path_factory.mktemp("built") / "world")


@pytest.fixture(scope="module")
def crawled(
    world: World, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Program, Measurement]]:
    """The home of a crawl and a revisit, and what they came to."""
    home = tmp_path_factory.mktemp("home")
    with world.serve(DAY) as served:
        yield Program(home), measure(f"small {SEED}", served, home)


def test_a_small_world_keeps_every_target(crawled: tuple[Program, Measurement]) -> None:
    _, measurement = crawled
    assert measurement.wanted > 200
    assert missed(measurement) == []


def test_every_number_on_a_page_is_exported_and_true(
    world: World, crawled: tuple[Program, Measurement]
) -> None:
    program, _ = crawled
    exports(program, DAY)
    for kind, compared in look(program, world, DAY).items():
        assert compared.numbers > 0, kind
        assert compared.not_exported == [], kind
        assert kind == DRAWN or compared.not_true == [], kind
