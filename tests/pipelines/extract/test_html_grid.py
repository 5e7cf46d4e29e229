from __future__ import annotations

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.extract.grid import Cell, Grid
from pipelines.extract.html import extract_html
from tests.pipelines.extract.tilings import tilings

URL = "http://www.qinghe.gov.cn/a.html"


def grid_of(table: str) -> Grid:
    (grid,) = extract_html(f"<html><body><table>{table}</table>".encode(), URL).grids
    return grid


def printed(cells: list[Cell], rows: int) -> str:
    out = []
    for row in range(rows):
        here = sorted((c for c in cells if c.row == row), key=lambda c: c.column)
        tds = (f"<td rowspan={c.rowspan} colspan={c.colspan}>{c.text}" for c in here)
        out.append(f"<tr>{''.join(tds)}")  # </td> and </tr> may be left out
    return "".join(out)


@settings(max_examples=150, deadline=None)
@given(tilings())
def test_spans_give_the_same_cells_back(tiling: tuple[list[Cell], int]) -> None:
    cells, rows = tiling
    assert set(grid_of(printed(cells, rows)).cells) == set(cells)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(-1, 9), st.integers(-1, 9)), min_size=1, max_size=5),
        min_size=2,
        max_size=6,
    )
)
def test_cells_never_overlap_whatever_the_spans(rows: list[list[tuple[int, int]]]) -> None:
    names = count(1)
    body = "".join(
        "<tr>"
        + "".join(f"<td rowspan={r} colspan={c}>{next(names)}</td>" for r, c in row)
        + "</tr>"
        for row in rows
    )
    page = extract_html(f"<html><body><table>{body}</table>".encode(), URL)
    for grid in page.grids:
        places = [
            (row, column)
            for cell in grid
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        ]
        assert len(places) == len(set(places))
        assert {cell.text for cell in grid} == {str(n) for n in range(1, next(names))}


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "<tr><td rowspan=0>甲</td><td>1</td></tr><tr><td>2</td></tr><tr><td>3</td></tr>",
            [("甲", 0, 0, 3, 1), ("1", 0, 1, 1, 1), ("2", 1, 1, 1, 1), ("3", 2, 1, 1, 1)],
        ),
        (
            "<thead><tr><th colspan=99999>甲</th></tr></thead><tr><td>1</td><td>2</td></tr>",
            [("甲", 0, 0, 1, 1000), ("1", 1, 0, 1, 1), ("2", 1, 1, 1, 1)],
        ),
        (
            "<tr><td>本年新<br>制作数量</td><td>&nbsp;</td></tr><td>甲</td><td>1</td>",
            [
                ("本年新\n制作数量", 0, 0, 1, 1),
                ("\xa0", 0, 1, 1, 1),
                ("甲", 1, 0, 1, 1),
                ("1", 1, 1, 1, 1),
            ],
        ),
    ],
)
def test_spans_and_marks(table: str, expected: list[tuple[str, int, int, int, int]]) -> None:
    found = [(c.text, c.row, c.column, c.rowspan, c.colspan) for c in grid_of(table)]
    assert found == expected


def test_headers_are_told() -> None:
    grid = grid_of("<thead><tr><td>甲</td><td>乙</td></tr></thead><tr><th>丙</th><td>1</td></tr>")
    assert [cell.header for cell in grid] == [True, True, True, False]
