"""Workbooks: merged cells, stored results of formulas, sheets without content."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import Workbook

from pipelines.extract.limits import DEFAULT
from pipelines.extract.xlsx import extract_xlsx
from storage.errors import DocumentDamaged, DocumentTooLarge
from tests.pipelines.extract.drawn.tables import REQUESTS, Drawn, cells_of


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_sheet_is_a_grid_with_its_merged_cells() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for c in REQUESTS:
        place = sheet.cell(c.row + 1, c.column + 1)
        place.value = int(c.text) if c.text.isdigit() else c.text or None
        if c.rowspan * c.colspan > 1:
            sheet.merge_cells(
                start_row=c.row + 1,
                start_column=c.column + 1,
                end_row=c.row + c.rowspan,
                end_column=c.column + c.colspan,
            )
    book.create_sheet("空表")
    (grid,) = extract_xlsx(saved(book)).grids
    assert cells_of(grid) == set(REQUESTS)
    assert grid.caption == "Sheet"


def test_figures_are_shown_as_the_sheet_shows_them() -> None:
    book = Workbook()
    book.worksheets[0].append(["收费", 12.0, 3.25])
    (grid,) = extract_xlsx(saved(book)).grids
    assert cells_of(grid) == {Drawn(0, 0, "收费"), Drawn(0, 1, "12"), Drawn(0, 2, "3.25")}


def test_a_lone_cell_far_away_does_not_fill_the_memory() -> None:
    book = Workbook()
    book.worksheets[0].cell(1_000_000, 16_000).value = 1
    with pytest.raises(DocumentTooLarge, match="1000000 by 16000"):
        extract_xlsx(saved(book))


def test_limits_and_damage() -> None:
    body = saved(Workbook())
    with pytest.raises(DocumentTooLarge, match="inflates beyond"):
        extract_xlsx(body, replace(DEFAULT, member=100))
    with pytest.raises(DocumentDamaged):
        extract_xlsx(body[:-60])
