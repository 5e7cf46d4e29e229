"""Which value stands under which header: only where it is certain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.extract.grid import Cell
from pipelines.report.cells import is_numeric
from pipelines.report.tables.rows import Leaf, PrintedRow

Aligned = Mapping[str, Cell]


def align(rows: Sequence[PrintedRow], leaves: Sequence[Leaf]) -> list[Aligned | None]:
    """For each row of a table, its values by column key; None where they cannot be placed.

    Four ways, from the surest: a cell of its own under each header, no number elsewhere in the
    table; as many numbers as headers; as many cells as headers; the columns that hold numbers
    anywhere in the table are as many as the headers (the others are phantom columns).
    """
    leaves = sorted(leaves, key=lambda leaf: leaf.start)
    under = [_under_headers(row, leaves) for row in rows]
    header_fits = all(
        found is None or _holds_all(row, found) for row, found in zip(rows, under, strict=True)
    )
    starts = sorted({cell.column for row in rows for cell in row.numbers})
    out: list[Aligned | None] = []
    for row, found in zip(rows, under, strict=True):
        if not header_fits or (found is not None and not _holds_all(row, found)):
            found = None
        out.append(found or _by_count(row, leaves) or _by_number_columns(row, leaves, starts))
    return out


def _under_headers(row: PrintedRow, leaves: Sequence[Leaf]) -> Aligned | None:
    found: dict[str, Cell] = {}
    for leaf in leaves:
        cell = next((c for c in row.values if c.column <= leaf.start < c.column + c.colspan), None)
        if cell is None or cell.row != row.row or (cell.column < leaf.start and cell.colspan > 1):
            return None
        found[leaf.key] = cell
    distinct = {(cell.row, cell.column) for cell in found.values()}
    return found if len(distinct) == len(leaves) else None


def _holds_all(row: PrintedRow, found: Aligned) -> bool:
    placed = set(map(id, found.values()))
    return all(id(cell) in placed for cell in row.numbers)


def _by_count(row: PrintedRow, leaves: Sequence[Leaf]) -> Aligned | None:
    for cells in (row.numbers, row.values):
        if len(cells) == len(leaves) and all(cell.row == row.row for cell in cells):
            return {leaf.key: cell for leaf, cell in zip(leaves, cells, strict=True)}
    return None


def _by_number_columns(
    row: PrintedRow, leaves: Sequence[Leaf], starts: Sequence[int]
) -> Aligned | None:
    """Phantom columns between labels and numbers are empty in every row."""
    by_start = {cell.column: cell for cell in row.values if cell.row == row.row}
    if len(starts) != len(leaves) or not all(start in by_start for start in starts):
        return None
    if any(is_numeric(c.text) and c.column not in starts for c in row.values):
        return None
    return {leaf.key: by_start[start] for leaf, start in zip(leaves, starts, strict=True)}
