"""The statistics table of 2014 (政府信息公开情况统计表): indicator, unit, number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipelines.extract.grid import Cell, Grid
from pipelines.report.form import Table
from pipelines.report.labels import SURE, best, normal
from pipelines.report.tables.alignment import align
from pipelines.report.tables.found import Found
from pipelines.report.tables.matching import match_rows
from pipelines.report.tables.rows import Leaf, PrintedRow, printed_row

_LEAST_ROWS = 3  # rows of the form that make a grid part of the table
_UNIT = re.compile(r"单位|计量单位")
_UNITS = re.compile(r"[条件次篇个人]|人次|万元|元")
_TOTAL = re.compile(r"合计|总计|总数|统计数|数量|全[市县区省]")


def read_indicators(grids: Sequence[Grid], table: Table) -> Found:
    """The figures of the table: of several value columns the total, else the first."""
    found = Found()
    rows: list[PrintedRow] = []
    leaves: list[Leaf] = []
    for number, grid in enumerate(grids):
        header = _leaves(grid)
        if header:
            _read_rows(rows, leaves, table, found)
            rows, leaves = [], header
        rows += _rows(number, grid, leaves, table)
    _read_rows(rows, leaves, table, found)
    return found


def _leaves(grid: Grid) -> list[Leaf]:
    """The value columns: those right of 单位; ``value`` is the total or the first of them."""
    for row in range(min(grid.rows, 8)):  # a title, a reporting agency and a date may come first
        cells = grid.row(row)
        after = next((i for i, c in enumerate(cells) if _UNIT.fullmatch(normal(c.text))), None)
        if after is None or not cells[after + 1 :]:
            continue
        headers = cells[after + 1 :]
        chosen = next((c for c in headers if _TOTAL.search(normal(c.text))), headers[0])
        return [
            Leaf("value" if c is chosen else f"other_{c.column}", c.column, c.column + c.colspan)
            for c in headers
        ]
    return []


def _rows(number: int, grid: Grid, leaves: Sequence[Leaf], table: Table) -> list[PrintedRow]:
    start = leaves[0].start if leaves else 0

    def known(text: str) -> bool:
        return best(text, table.rows, SURE) is not None

    rows = [printed_row(number, grid, row, start, known) for row in range(grid.rows)]
    rows = [_without_unit(row) for row in rows]
    matched = sum(entry is not None for entry in match_rows(rows, table.rows))
    # the last rows may stand in a table of their own: then it holds nothing else
    is_rest = bool(leaves) and all(_is_surely(row, table) for row in rows)
    return rows if matched >= _LEAST_ROWS or is_rest else []


def _is_surely(row: PrintedRow, table: Table) -> bool:
    return best(row.label, table.rows, SURE) is not None and len(row.numbers) == 1


def _without_unit(row: PrintedRow) -> PrintedRow:
    """条, 件, 次 stand between label and number; as words they would pass for the label."""
    labels = tuple(text for text in row.labels if not _UNITS.fullmatch(normal(text)))
    values = tuple(cell for cell in row.values if not _UNITS.fullmatch(normal(cell.text)))
    return PrintedRow(row.table, row.row, labels, values)


def _read_rows(
    rows: Sequence[PrintedRow], leaves: Sequence[Leaf], table: Table, found: Found
) -> None:
    matched = match_rows(rows, table.rows)
    pairs = [(r, e) for r, e in zip(rows, matched, strict=True) if e and not e.heading]
    columns = leaves or [Leaf("value", 0, 1)]
    for (row, entry), cells in zip(pairs, align([r for r, _ in pairs], columns), strict=True):
        key = table.key(entry.key, "value")
        value: Cell | None = cells["value"] if cells else None
        if value is None:
            found.unplaced([key], row.label, (cell.text for cell in row.values))
        else:
            found.add(key, value, row.table, row.row)
