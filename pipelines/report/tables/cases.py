"""Table 4, reconsideration and litigation (行政复议、行政诉讼): one row of 15 numbers."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.extract.grid import Cell, Grid
from pipelines.report.cells import is_numeric
from pipelines.report.form import Table, load_form
from pipelines.report.labels import SURE, best
from pipelines.report.tables.alignment import align
from pipelines.report.tables.found import Found
from pipelines.report.tables.rows import Leaf, PrintedRow

_LEAST_LEAVES = 5  # results in one header row; the lowest row of the form's header has ten
_HEADER_ROWS = 3  # 行政复议, 行政诉讼 / 未经复议直接起诉, 复议后起诉 / 结果维持 …


def read_cases(grids: Sequence[Grid], table: Table) -> Found:
    """The 15 figures of table 4, and of further copies only where they differ."""
    found = Found()
    for number, grid in enumerate(grids):
        for row, leaves in case_headers(grid):
            _read_copy(grids, number, row, leaves, table, found)
    return found


def case_headers(grid: Grid) -> list[tuple[int, tuple[Cell, ...]]]:
    """Where a header of table 4 ends: its last row, and the result cells from left to right."""
    columns = load_form("ogi_2021").table("t4").columns
    found: list[tuple[int, tuple[Cell, ...]]] = []
    for row in range(grid.rows):
        here = [c for c in grid.row(row) if c.row == row and best(c.text, columns, SURE)]
        if len(here) < _LEAST_LEAVES:
            continue
        if found and row - found[-1][0] < _HEADER_ROWS:
            found.pop()  # the results of 行政复议 stand one row above those of 行政诉讼
        zone = [c for c in grid.cells if row - _HEADER_ROWS < c.row <= row]
        leaves = [c for c in zone if best(c.text, columns, SURE)]
        found.append((row, tuple(sorted(leaves, key=lambda c: (c.column, c.row)))))
    return found


def _read_copy(
    grids: Sequence[Grid], number: int, row: int, header: Sequence[Cell], table: Table, found: Found
) -> None:
    blocks = _blocks(grids[number], row, table)
    wanted = [(block, column.key) for block in blocks for column in table.columns]
    printed = _data_row(grids, number, row, len(wanted))
    if printed is None:
        return
    columns = [best(cell.text, table.columns, SURE) for cell in header]
    keys = [table.key(block, column) for block, column in wanted]
    if [c.key for c in columns if c] == [column for _, column in wanted]:
        leaves = [
            Leaf(key, cell.column, cell.column + cell.colspan)
            for key, cell in zip(keys, header, strict=True)
        ]
    else:  # a text that lost its columns prints the results row by row; only 15 numbers help
        leaves = [Leaf(key, -len(keys) + place, 0) for place, key in enumerate(keys)]
    cells = align([printed], leaves)[0]
    if cells is None:
        found.unplaced(keys, table.caption, (cell.text for cell in printed.values))
        return
    for key, cell in cells.items():
        found.add(key, cell, printed.table, printed.row)


def _blocks(grid: Grid, row: int, table: Table) -> list[str]:
    """The blocks in printed order; that of the form where their headers cannot be read."""
    zone = [c for c in grid.cells if row - _HEADER_ROWS - 1 < c.row <= row]
    zone.sort(key=lambda c: (c.column, c.row))
    entries = [best(cell.text, table.rows, SURE) for cell in zone]
    printed = list(dict.fromkeys(entry.key for entry in entries if entry))
    formal = [block.key for block in table.rows]
    if "reconsideration" in printed and len(printed) == len(formal):
        return printed
    return formal


def _data_row(grids: Sequence[Grid], number: int, header: int, wanted: int) -> PrintedRow | None:
    """The first row under the header with numbers, or with as many cells as the table has.

    Editors leave blank rows above the numbers: a blank row counts where no full row follows it.
    """
    grid = grids[number]
    places = [(number, row) for row in range(header + 1, grid.rows)]
    if not places and number + 1 < len(grids):  # cut between header and numbers
        places = [(number + 1, 0)]
    blank: PrintedRow | None = None
    for table, row in places:
        cells = tuple(c for c in grids[table].row(row) if c.row == row)
        printed = PrintedRow(table, row, (), cells)
        if any(is_numeric(cell.text) for cell in cells):
            return blank if blank and len(cells) < wanted else printed
        if len(cells) >= wanted:
            blank = blank or printed
    return blank
