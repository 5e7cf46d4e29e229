"""OFD documents: producers differ in namespace, nesting and in how they place characters."""

from __future__ import annotations

import pytest

from pipelines.extract.ofd import extract_ofd
from pipelines.extract.ofd.text import advances, steps
from storage.errors import DocumentDamaged
from tests.pipelines.extract.drawn.layout import table, words
from tests.pipelines.extract.drawn.ofd import ofd
from tests.pipelines.extract.drawn.tables import REQUESTS, cells_of


@pytest.mark.parametrize("namespace", ["http://www.ofdspec.org/2016", "http://www.ofdspec.org"])
@pytest.mark.parametrize("placed", [True, False], ids=["with steps", "without steps"])
def test_a_table_is_read_cell_by_cell(namespace: str, placed: bool) -> None:
    page = words("二、主动公开政府信息情况") + table(REQUESTS)
    extracted = extract_ofd(ofd(page, namespace=namespace, steps=placed))
    assert [p.text for p in extracted.paragraphs] == ["二、主动公开政府信息情况"]
    (grid,) = extracted.grids
    assert cells_of(grid) == set(REQUESTS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (None, []),
        ("3.5 1.75", [3.5, 1.75]),
        ("g 3 3.5 1", [3.5, 3.5, 3.5, 1]),
        ("1 g 2", [1]),
        ("1 x 2", [1]),
    ],
)
def test_steps_with_their_repetitions(written: str | None, meant: list[float]) -> None:
    assert steps(written) == meant


def test_steps_are_bounded() -> None:
    assert len(steps("g 999999999 1 g 999999999 1")) == 100_000


def test_text_that_runs_downwards() -> None:
    places = [place for _, place, _ in advances("三年度", 4.0, None, "g 2 5")]
    assert places == [(0.0, 0.0), (0.0, 5.0), (0.0, 10.0)]


def test_a_package_without_its_pages_is_damaged() -> None:
    with pytest.raises(DocumentDamaged, match="zip package"):
        extract_ofd(ofd(words("一"))[:-30])
