"""Which runs of lines are a table that has no rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Final

from pipelines.extract.lattice.aligned import aligned_table
from pipelines.extract.lattice.flow import HEADING
from pipelines.extract.lattice.lines import Line
from pipelines.extract.lattice.pieces import Piece, pieces
from pipelines.extract.lattice.sheet import Sheet
from pipelines.extract.lattice.tables import Table

LEAST_FIGURES: Final = 2  # rows with figures; fewer are a sentence that happens to have gaps
ALONE: Final = 4  # figures in one row are a table by themselves, as that of lawsuits is
WIDE: Final = 0.8  # of the type area: a lone piece as wide as this is prose


@dataclass(frozen=True, slots=True)
class Row:
    """A line with its pieces."""

    line: Line
    pieces: list[Piece]

    @property
    def has_figures(self) -> bool:
        """Whether a label and a figure, or several figures, stand side by side."""
        return len(self.pieces) > 1 and self.pieces[-1].is_figure

    @property
    def figures(self) -> list[Piece]:
        """Its figures."""
        return [piece for piece in self.pieces if piece.is_figure]


def _is_table(rows: list[Row]) -> bool:
    return (
        sum(row.has_figures for row in rows) >= LEAST_FIGURES
        or max((len(row.figures) for row in rows), default=0) >= ALONE
    )


def with_unruled_tables(
    items: Iterable[Line | Table], sheets: list[Sheet]
) -> Iterator[Line | Table]:
    """The same lines and tables, where lines that are a table without rules became one."""
    heights = {sheet.number: sheet.height for sheet in sheets}
    waiting: list[Line] = []
    for item in items:
        if isinstance(item, Line):
            waiting.append(item)
            continue
        yield from _tables_among(waiting, heights)
        waiting = []
        yield item
    yield from _tables_among(waiting, heights)


def _tables_among(lines: list[Line], heights: dict[int, float]) -> Iterator[Line | Table]:
    rows = [Row(line, cut) for line, cut in zip(lines, pieces(lines, heights), strict=True)]
    if not _is_table(rows):
        yield from lines
        return
    left = min(row.line.box.left for row in rows)
    right = max(row.line.box.right for row in rows)
    prose = [row.pieces[0].em for row in rows if _is_wide(row, left, right)]
    size = median(prose) if prose else 0.0
    run: list[Row] = []
    for index, row in enumerate(rows):
        if _is_outside(row, rows[index + 1 : index + 2], left, right, size):
            yield from _table_or_lines(run)
            run = []
            yield row.line
        else:
            run.append(row)
    yield from _table_or_lines(run)


def _is_wide(row: Row, left: float, right: float) -> bool:
    return len(row.pieces) == 1 and row.line.box.width > WIDE * (right - left)


def _is_outside(row: Row, after: list[Row], left: float, right: float, size: float) -> bool:
    """Whether a line is prose or a heading: one piece, and wide, ended, or numbered at the margin.

    A numbered label of a table stands at the margin too, but in smaller letters, or with figures
    beside it.
    """
    if len(row.pieces) != 1 or row.pieces[0].is_figure:
        return False
    piece = row.pieces[0]
    if _is_wide(row, left, right) or piece.text.endswith(("。", "；")):
        return True
    beside = bool(after) and after[0].pieces[0].y - piece.y < 0.9 * piece.em
    numbered = HEADING.match(piece.text) is not None and len(piece.text) > 5
    return numbered and not beside and piece.em > 0.95 * size


def _table_or_lines(run: list[Row]) -> Iterator[Line | Table]:
    """The run as a table; lines before its first row of several pieces stay lines."""
    several = [index for index, row in enumerate(run) if len(row.pieces) > 1]
    if not _is_table(run):
        yield from (row.line for row in run)
        return
    first, last = _with_captions(run, several[0]), several[-1] + 1
    edge = min(piece.box.left for row in run for piece in row.figures)
    while (
        last < len(run)
        and _is_close(run[last - 1], run[last])
        and (run[last].line.box.right < edge)
    ):
        last += 1  # the lower half of a label whose figures stand at its middle
    yield from (row.line for row in run[:first])
    yield aligned_table([piece for row in run[first:last] for piece in row.pieces])
    yield from (row.line for row in run[last:])


def _with_captions(run: list[Row], first: int) -> int:
    """Up to two lone lines above the first row, such as 第二十条第（一）项, belong to the table."""
    while first > 0 and _is_close(run[first - 1], run[first]):
        first -= 1
    return first


def _is_close(upper: Row, lower: Row) -> bool:
    return (
        upper.line.page == lower.line.page
        and lower.line.box.top - upper.line.box.bottom < 1.5 * lower.pieces[0].em
    )
