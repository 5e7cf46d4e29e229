"""The small tables of section 2 (主动公开政府信息情况), stacked in one grid or each on its own."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.extract.grid import Cell, Grid
from pipelines.report.form import Entry, Form, Table
from pipelines.report.labels import ALIKE, SURE, best, likeness
from pipelines.report.tables.alignment import align
from pipelines.report.tables.found import Found
from pipelines.report.tables.rows import Leaf, PrintedRow

_NAMES = ("t2_1", "t2_5", "t2_6", "t2_8", "t2_9")
_REACH = 6  # rows between a header and the last row under it, blank ones included


def read_proactive(grids: Sequence[Grid], form: Form) -> Found:
    """The figures of 第二十条, items （一）（五）（六）（八）（九）: rows known by label."""
    found = Found()
    tables = [table for table in form.tables if table.id in _NAMES]
    for number, grid in enumerate(grids):
        for row in range(grid.rows):
            _read_row(number, grids, row, tables, found)
    return found


def _read_row(
    number: int, grids: Sequence[Grid], row: int, tables: Sequence[Table], found: Found
) -> None:
    cells = [cell for cell in grids[number].row(row) if cell.row == row]
    for index, cell in enumerate(cells):
        table, entry = _row_of(cell, tables)
        if table is None or entry is None:
            continue
        values = tuple(cells[index + 1 :])
        leaves = _leaves(grids[number], cell, table) or _leaves_before(grids, number, row, table)
        if not leaves or not values:
            return
        printed = PrintedRow(number, row, (cell.text,), values)
        placed = align([printed], leaves)[0]
        if placed is None:
            keys = [table.key(entry.key, leaf.key) for leaf in leaves]
            found.unplaced(keys, cell.text, (value.text for value in values))
            return
        for column, value in placed.items():
            found.add(table.key(entry.key, column), value, number, row)
        return


def _row_of(cell: Cell, tables: Sequence[Table]) -> tuple[Table | None, Entry | None]:
    pairs = [(table, row) for table in tables for row in table.rows]
    table, entry = max(pairs, key=lambda pair: likeness(cell.text, pair[1]))
    return (table, entry) if likeness(cell.text, entry) >= SURE else (None, None)


def _leaves(grid: Grid, label: Cell, table: Table) -> list[Leaf]:
    """The column headers of the nearest header row above a label."""
    for row in range(label.row - 1, max(label.row - _REACH, 0) - 1, -1):
        leaves: dict[str, Leaf] = {}
        for cell in grid.row(row):
            entry = best(cell.text, table.columns, ALIKE)
            if entry is not None and cell.column > label.column:
                end = cell.column + cell.colspan
                leaves.setdefault(entry.key, Leaf(entry.key, cell.column, end))
        if leaves:
            return list(leaves.values())
    return []


def _leaves_before(grids: Sequence[Grid], number: int, row: int, table: Table) -> list[Leaf]:
    """Headers that a page break left at the end of the grid before."""
    if row >= _REACH or number == 0:
        return []
    before = grids[number - 1]
    return _leaves(before, Cell(before.rows, -1, ""), table)
