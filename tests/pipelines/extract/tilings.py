"""Random tables: rectangles that cover a grid without gaps."""

from __future__ import annotations

from hypothesis import strategies as st

from pipelines.extract.grid import Cell


@st.composite
def tilings(draw: st.DrawFn) -> tuple[list[Cell], int]:
    """Cells that tile a table, each starting in its row, and the number of rows."""
    rows, columns = draw(st.integers(2, 6)), draw(st.integers(2, 6))
    free = {(row, column) for row in range(rows) for column in range(columns)}
    cells: list[Cell] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) not in free:
                continue
            width = draw(st.integers(1, 3))
            while any((row, column + w) not in free for w in range(width)):
                width -= 1
            height = min(draw(st.integers(1, 3)), rows - row)
            if row == 0 or column == 0:
                height = 1  # every row keeps a cell of its own, so no row is empty
            while not _fits(free, row, column, height, width):
                height -= 1
            free -= {(row + h, column + w) for h in range(height) for w in range(width)}
            cells.append(Cell(row, column, str(len(cells)), height, width))
    return cells, rows


def _fits(free: set[tuple[int, int]], row: int, column: int, height: int, width: int) -> bool:
    return all((row + h, column + w) in free for h in range(height) for w in range(width))
