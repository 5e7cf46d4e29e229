"""A row of a grid as a form sees it: labels on the left, values on the right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipelines.extract.grid import Cell, Grid
from pipelines.report.cells import is_numeric

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row: its labels from the outermost group to its own, and the cells after them.

    ``table`` is the number of the grid in the document, ``row`` the row in the grid.
    """

    table: int
    row: int
    labels: tuple[str, ...]
    values: tuple[Cell, ...]

    @property
    def label(self) -> str:
        """The row's own label; empty where it has none."""
        return self.labels[-1] if self.labels else ""

    @property
    def numbers(self) -> tuple[Cell, ...]:
        """The values that are numbers or signs for nothing."""
        return tuple(cell for cell in self.values if is_numeric(cell.text))


@dataclass(frozen=True, slots=True)
class Leaf:
    """A printed column header without headers under it: the columns it stands over."""

    key: str
    start: int
    end: int


def is_words(cell: Cell) -> bool:
    """Whether a cell holds Chinese words and no value."""
    return bool(_CHINESE.search(cell.text)) and not is_numeric(cell.text)


def printed_row(
    table: int, grid: Grid, row: int, first_value: int, known: Callable[[str], bool]
) -> PrintedRow:
    """A row divided into labels and values.

    The last words ``known`` as the label of a row end the labels, since headers shift; without any
    they end with the last words left of ``first_value``, the first column under a value header.
    """
    cells = grid.row(row)
    words = [index for index, cell in enumerate(cells) if is_words(cell)]
    own = [index for index in words if known(cells[index].text)]
    left = [i for i in words if cells[i].column + cells[i].colspan <= first_value]
    last = max(own or left, default=-1)
    labels = tuple(cell.text for cell in cells[: last + 1] if is_words(cell))
    return PrintedRow(table, row, labels, tuple(cells[last + 1 :]))
