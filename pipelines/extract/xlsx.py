"""Spreadsheets: each sheet with something in it is a grid."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from pipelines.extract.grid import Cell, Grid
from pipelines.extract.limits import DEFAULT, Limits
from pipelines.extract.narrative import told_apart
from pipelines.extract.package import Package
from pipelines.items import Block, Extracted
from storage.errors import DocumentDamaged, DocumentTooLarge
from storage.vocabulary import Medium

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet


def extract_xlsx(body: bytes, limits: Limits = DEFAULT) -> Extracted:
    """The sheets of a workbook as grids, formulas by the values they had when it was saved.

    Raises:
        DocumentDamaged: no workbook, or broken.
        DocumentTooLarge: over the limits in members, bytes or cells.
    """
    package = Package(body, limits)
    for info in package.infos:
        if info.filename.endswith((".xml", ".rels")):
            package.read(info.filename)  # inflates no further than the limits
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions it does not keep
            book = load_workbook(io.BytesIO(body), data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, SyntaxError) as error:
        raise DocumentDamaged(f"workbook: {error}") from error
    blocks: list[Block] = []
    for sheet in book.worksheets:
        cells = tuple(_cells(sheet, limits))
        if cells:
            blocks += told_apart(Grid(cells, sheet.title))
    return Extracted(Medium.XLSX, tuple(blocks))


def _cells(sheet: Worksheet, limits: Limits) -> Iterator[Cell]:
    """The physical cells down to the last one with a value; blank ones between them too."""
    merged = {
        (span.min_row, span.min_col): (
            span.max_row - span.min_row + 1,
            span.max_col - span.min_col + 1,
        )
        for span in sheet.merged_cells.ranges
    }
    covered = {
        place for span in sheet.merged_cells.ranges for place in span.cells if place not in merged
    }
    if sheet.max_row * sheet.max_column > limits.cells:  # before openpyxl makes a cell for each
        raise DocumentTooLarge(
            f"workbook: {sheet.max_row} by {sheet.max_column} cells on one sheet, "
            f"{limits.cells} allowed"
        )
    used = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    if not used:
        return
    rows = max(cell.row for cell in used)
    columns = max(int(cell.column) for cell in used)
    if rows * columns > limits.cells:
        raise DocumentTooLarge(
            f"workbook: {rows} by {columns} cells on one sheet, {limits.cells} allowed"
        )
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            if (row, column) in covered:
                continue
            down, across = merged.get((row, column), (1, 1))
            text = _text(sheet.cell(row, column).value)
            yield Cell(
                row - 1,
                column - 1,
                text,
                min(down, rows - row + 1),
                min(across, columns - column + 1),
            )


def _text(value: object) -> str:
    """A cell's value as the sheet shows it: whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value).strip()
