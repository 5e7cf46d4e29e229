"""Prose drawn inside table borders, which many agencies do, taken out of the grid again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipelines.extract.grid import Grid
from pipelines.items import Block, Paragraph

# The longest single-cell row of the statutory form, 第二十条第（八）项, has nine characters;
# its longest label 46, and that one has figures beside it.
LONGEST_ROW_LABEL = 60


def told_apart(grid: Grid) -> Iterator[Block]:
    """The grid without its prose: paragraphs, and the grids before and after each.

    A grid of one column is prose altogether. A row whose only cell is long or ends as a sentence
    is prose too; a span that crosses such a row keeps it in the grid.
    """
    if grid.columns <= 1:
        yield from (
            Paragraph(line) for cell in grid for line in cell.text.splitlines() if line.strip()
        )
        return
    start = 0
    for cell in grid:
        if not _is_prose(cell.text) or cell.rowspan > 1 or len(grid.row(cell.row)) > 1:
            continue
        yield from _part(grid, start, cell.row)
        yield from (Paragraph(line) for line in cell.text.splitlines() if line.strip())
        start = cell.row + 1
    yield from _part(grid, start, grid.rows)


def _is_prose(text: str) -> bool:
    squeezed = "".join(text.split())
    return len(squeezed) > LONGEST_ROW_LABEL or (len(squeezed) > 12 and squeezed.endswith("。"))


def _part(grid: Grid, start: int, stop: int) -> Iterator[Grid]:
    if (start, stop) == (0, grid.rows):
        yield grid
        return
    cells = tuple(replace(cell, row=cell.row - start) for cell in grid if start <= cell.row < stop)
    if cells:
        yield Grid(cells, grid.caption)
