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
    # Its public iterators make a cell for every place up to the last one, however far that lies.
    stored = sheet._cells.items()
    used = [place for place, cell in stored if cell.value is not None]
    if not used:
        return
    rows, columns = max(row for row, _ in used), max(column for _, column in used)
    if rows * columns > limits.cells:
        raise DocumentTooLarge(
            f"workbook: {rows} by {columns} cells on one sheet, {limits.cells} allowed"
        )
    covered: set[tuple[int, int]] = set()
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    for span in sheet.merged_cells.ranges:
        down, across = min(span.max_row, rows), min(span.max_col, columns)
        spans[span.min_row, span.min_col] = (down - span.min_row + 1, across - span.min_col + 1)
        covered.update(
            (row, column)
            for row in range(span.min_row, down + 1)
            for column in range(span.min_col, across + 1)
        )
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            if (row, column) in spans or (row, column) not in covered:
                text = _text(sheet.cell(row, column).value)
                yield Cell(row - 1, column - 1, text, *spans.get((row, column), (1, 1)))


def _text(value: object) -> str:
    """A cell's value as the sheet shows it: whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value).strip()
