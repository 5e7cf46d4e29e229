"""One grid type for every medium: HTML, PDF, Word, OFD and OCR all give this."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Cell:
    """A physical cell: where it starts, how far it spans, what it says.

    ``confidence`` is 1 for text that came as text; below it for OCR and repaired text layers.
    ``page`` counts from 1 in paged media, 0 elsewhere; ``box`` is left, top, right, bottom in
    points (PDF, OFD) or pixels (pictures).
    """

    row: int
    column: int
    text: str
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    confidence: float = 1.0
    page: int = 0
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True)
class Grid:
    """A table as physical cells. Rows and columns count from 0; spans are kept, not copied."""

    cells: tuple[Cell, ...]
    caption: str = field(default="", compare=False)

    @cached_property
    def rows(self) -> int:
        """Number of rows, spans included."""
        return max((c.row + c.rowspan for c in self.cells), default=0)

    @cached_property
    def columns(self) -> int:
        """Number of columns, spans included."""
        return max((c.column + c.colspan for c in self.cells), default=0)

    @cached_property
    def _covering(self) -> dict[tuple[int, int], Cell]:
        return {
            (row, column): cell
            for cell in self.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for column in range(cell.column, cell.column + cell.colspan)
        }

    def at(self, row: int, column: int) -> Cell | None:
        """The physical cell that covers a place, or None where the table has a hole."""
        return self._covering.get((row, column))

    def row(self, row: int) -> list[Cell]:
        """The physical cells that cover a row, each once, from left to right."""
        out: list[Cell] = []
        for column in range(self.columns):
            cell = self.at(row, column)
            if cell is not None and (not out or out[-1] is not cell):
                out.append(cell)
        return out

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells)
