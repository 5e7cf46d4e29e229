"""A table as rows of texts with spans, and what a reader should make of it."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract.grid import Grid


@dataclass(frozen=True)
class Drawn:
    """A cell of a table to be drawn: where, what, how far."""

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1


Table = tuple[Drawn, ...]

# A small cousin of table 3: a head of two rows, a group label over rows, figures at the right.
REQUESTS: Table = (
    Drawn(0, 0, "申请情况", 2, 2),
    Drawn(0, 2, "申请人", 1, 2),
    Drawn(1, 2, "自然人"),
    Drawn(1, 3, "总计"),
    Drawn(2, 0, "一、本年新收申请数量", 1, 2),
    Drawn(2, 2, "12"),
    Drawn(2, 3, "17"),
    Drawn(3, 0, "三、办理结果", 3, 1),
    Drawn(3, 1, "（一）予以公开"),
    Drawn(3, 2, "3"),
    Drawn(3, 3, "8"),
    Drawn(4, 1, "（二）部分公开"),
    Drawn(4, 2, "0"),
    Drawn(4, 3, "0"),
    Drawn(5, 1, "（三）不予公开"),
    Drawn(5, 2, ""),
    Drawn(5, 3, "9"),
)


def rows_of(table: Table) -> int:
    return max(cell.row + cell.rowspan for cell in table)


def columns_of(table: Table) -> int:
    return max(cell.column + cell.colspan for cell in table)


def cells_of(grid: Grid) -> set[Drawn]:
    """The cells of a grid, to be compared with those that were drawn."""
    return {Drawn(c.row, c.column, c.text, c.rowspan, c.colspan) for c in grid}
