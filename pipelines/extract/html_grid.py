"""A ``<table>`` to a grid: the span algorithm of HTML, within limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from pipelines.extract.grid import Cell, Grid
from pipelines.extract.html_tree import tag, text_of
from storage.errors import DocumentTooLarge

MAX_SLOTS = 400_000  # rows × columns; pages laid out as one table reach 60,000
MAX_COLSPAN = 1000  # HTML clamps a larger one to this
_SECTIONS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of a grid beside the element it was read from."""

    cell: Cell
    element: HtmlElement


@dataclass(frozen=True, slots=True)
class PlacedGrid:
    """A grid beside the elements its cells were read from."""

    grid: Grid
    elements: tuple[HtmlElement, ...]

    def element_at(self, row: int, column: int) -> HtmlElement | None:
        """The element of the cell that covers a place, or None."""
        cell = self.grid.at(row, column)
        return None if cell is None else self.elements[self.grid.cells.index(cell)]


def rows_of(table: HtmlElement) -> list[list[HtmlElement]]:
    """The cell elements of each row of this table, nested tables apart.

    Cells without a row, as hand-made pages have them, make a row of their own.
    """
    rows: list[list[HtmlElement]] = []
    stray: list[HtmlElement] = []
    for child in _row_elements(table):
        if tag(child) in _CELLS:
            stray.append(child)
            continue
        if stray:
            rows.append(stray)
            stray = []
        if tag(child) == "tr":
            rows.append([cell for cell in child if tag(cell) in _CELLS])
    return [*rows, stray] if stray else rows


def _row_elements(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if tag(child) in _SECTIONS:
            yield from child
        else:
            yield child


def place(table: HtmlElement, url: str) -> list[PlacedCell]:
    """Every cell of a table at its place, spans clipped to what is free.

    Raises:
        DocumentTooLarge: more than ``MAX_SLOTS`` places.
    """
    rows = rows_of(table)
    taken: list[int] = []  # for each column, the first row where it is free again
    placed: list[PlacedCell] = []
    for number, elements in enumerate(rows):
        column = 0
        for element in elements:
            while column < len(taken) and taken[column] > number:
                column += 1
            rowspan = _rowspan(element, len(rows) - number)
            colspan = _free(taken, column, number, _span(element, "colspan", MAX_COLSPAN))
            _take(taken, column, colspan, number + rowspan)
            if len(taken) * len(rows) > MAX_SLOTS:
                raise DocumentTooLarge(f"{url}: a table of more than {MAX_SLOTS:,} places")
            header = tag(element) == "th" or tag(element.getparent().getparent()) == "thead"
            text = text_of(element)
            cell = Cell(number, column, text, rowspan, colspan, header)
            placed.append(PlacedCell(cell, element))
            column += colspan
    return placed


def _rowspan(element: HtmlElement, rows_left: int) -> int:
    if (element.get("rowspan") or "").strip() == "0":  # "to the end of the row group"
        return rows_left
    return min(_span(element, "rowspan", rows_left), rows_left)


def _span(element: HtmlElement, name: str, most: int) -> int:
    digits = (element.get(name) or "").strip().rstrip("%;px \"'")
    return max(1, min(int(digits), most)) if digits.isdecimal() and len(digits) < 10 else 1


def _free(taken: list[int], column: int, row: int, wanted: int) -> int:
    """How many of the wanted columns are free: a cell never covers another one."""
    for width in range(wanted):
        if column + width < len(taken) and taken[column + width] > row:
            return max(width, 1)
    return wanted


def _take(taken: list[int], column: int, width: int, until: int) -> None:
    taken.extend([0] * (column + width - len(taken)))
    taken[column : column + width] = [until] * width


def grid_of(placed: list[PlacedCell], caption: str = "") -> PlacedGrid:
    """The grid of some rows of a table, counted from the first of them."""
    first = min((p.cell.row for p in placed), default=0)
    cells = tuple(_moved(p.cell, first) for p in placed)
    return PlacedGrid(Grid(cells, caption), tuple(p.element for p in placed))


def _moved(cell: Cell, rows: int) -> Cell:
    return Cell(cell.row - rows, cell.column, cell.text, cell.rowspan, cell.colspan, cell.header)


def caption_of(table: HtmlElement) -> str:
    """The words of ``<caption>``, or nothing."""
    return next((text_of(child) for child in table if tag(child) == "caption"), "")


def layout_tables(root: HtmlElement) -> set[HtmlElement]:
    """The tables that hold a table of data: they place things on the page and say nothing."""
    layout: set[HtmlElement] = set()
    for table in root.iter("table"):
        if not _is_data(table):
            continue
        for outer in table.iterancestors("table"):
            if outer in layout:
                break  # its own ancestors are known already
            layout.add(outer)
    return layout


def _is_data(table: HtmlElement) -> bool:
    return sum(len(row) > 1 for row in rows_of(table)) > 1
