"""Where the rules and texts of a table stand on a page; y grows downwards, unit is the point."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from tests.pipelines.extract.drawn.tables import Table, columns_of, rows_of

WIDTH, HEIGHT = 595.0, 842.0
SIZE = 10.0
ROW = 24.0
COLUMN = 110.0


@dataclass(frozen=True)
class Text:
    """A line of text: left and base line."""

    x: float
    y: float
    text: str
    size: float = SIZE


@dataclass(frozen=True)
class Stroke:
    """A rule from one point to another."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True)
class Sketch:
    """A page: what is drawn on it."""

    strokes: tuple[Stroke, ...] = ()
    texts: tuple[Text, ...] = ()

    def __add__(self, other: Sketch) -> Sketch:
        return Sketch(self.strokes + other.strokes, self.texts + other.texts)


def table(cells: Table, left: float = 60, top: float = 120, ruled: bool = True) -> Sketch:
    """A table with a box around each of its cells, figures centred, words at the left."""
    strokes: list[Stroke] = []
    texts: list[Text] = []
    for cell in cells:
        x0, y0 = left + cell.column * COLUMN, top + cell.row * ROW
        x1, y1 = x0 + cell.colspan * COLUMN, y0 + cell.rowspan * ROW
        if ruled:
            corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
            strokes += [Stroke(*a, *b) for a, b in pairwise(corners)]
        if cell.text:
            x = (x0 + x1) / 2 - 3 if cell.text.isdigit() else x0 + 4
            texts.append(Text(x, (y0 + y1) / 2 + SIZE * 0.35, cell.text))
    return Sketch(tuple(strokes), tuple(texts))


def bottom(cells: Table, top: float = 120) -> float:
    """Where a table ends."""
    return top + rows_of(cells) * ROW


def width(cells: Table) -> float:
    """How wide a table is."""
    return columns_of(cells) * COLUMN


def words(*lines: str, left: float = 60, top: float = 60, size: float = SIZE) -> Sketch:
    """Lines of text below each other."""
    return Sketch(
        texts=tuple(Text(left, top + i * size * 1.6, line, size) for i, line in enumerate(lines))
    )
