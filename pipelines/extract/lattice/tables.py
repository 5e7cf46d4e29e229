"""Tables of one page: frames with the text that stands in their cells."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from pipelines.extract.grid import Cell, Grid
from pipelines.extract.lattice.frames import Frame, frames
from pipelines.extract.lattice.lines import Line, lines, wrapped
from pipelines.extract.lattice.sheet import Box, Glyph, Sheet


@dataclass(frozen=True)
class Table:
    """A table of a page, or of several once stitched.

    ``xs`` are the edges of its columns. ``full`` has the cells whose last line leaves no room for
    one more character, which is how a cell looks whose text goes on after a page break.
    """

    cells: tuple[Cell, ...]
    xs: tuple[float, ...]
    page: int
    box: Box
    ruled: bool = True
    open_top: bool = False
    open_bottom: bool = False
    full: frozenset[tuple[int, int]] = field(default=frozenset())

    @property
    def grid(self) -> Grid:
        """The cells alone."""
        return Grid(self.cells)


def ruled_tables(sheet: Sheet) -> tuple[list[Table], list[Glyph]]:
    """The ruled tables of a page from top to bottom, and the glyphs outside them.

    A frame around other frames gives its glyphs to the innermost that holds them. A frame with one
    cell is a box around prose, whose glyphs are left outside, unless it is as low as one row: a
    page break can leave the first or last row of a table alone on its page.
    """
    row = 3 * sheet.line_height
    found = [
        frame
        for frame in frames(sheet.rules, sheet.tolerance)
        if len(frame.spans) > 1 or frame.box.height < row
    ]
    innermost = sorted(found, key=lambda frame: frame.box.width * frame.box.height)
    inside: defaultdict[int, list[Glyph]] = defaultdict(list)
    outside: list[Glyph] = []
    for glyph in sheet.glyphs:
        for index, frame in enumerate(innermost):
            if frame.locate(*glyph.box.middle) is not None:
                inside[index].append(glyph)
                break
        else:
            outside.append(glyph)
    tables = [filled(frame, inside[index], sheet.number) for index, frame in enumerate(innermost)]
    return sorted(tables, key=lambda table: (table.box.top, table.box.left)), outside


def filled(frame: Frame, glyphs: list[Glyph], page: int) -> Table:
    """A frame with its text."""
    owner = {
        (row, column): span
        for span in frame.spans
        for row in range(span.row, span.row + span.rowspan)
        for column in range(span.column, span.column + span.colspan)
    }
    texts: defaultdict[tuple[int, int], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        place = frame.locate(*glyph.box.middle)
        if place is not None:
            span = owner[place]
            texts[span.row, span.column].append(glyph)
    cells: list[Cell] = []
    full: set[tuple[int, int]] = set()
    for span in frame.spans:
        box = frame.box_of(span)
        inside = lines(texts[span.row, span.column], page)
        cells.append(
            Cell(
                span.row,
                span.column,
                wrapped(inside, box.right),
                span.rowspan,
                span.colspan,
                confidence=min((line.confidence for line in inside), default=1.0),
                page=page,
                box=(box.left, box.top, box.right, box.bottom),
            )
        )
        if inside and is_full(inside[-1], box):
            full.add((span.row, span.column))
    return Table(
        tuple(cells),
        frame.xs,
        page,
        frame.box,
        open_top=frame.open_top,
        open_bottom=frame.open_bottom,
        full=frozenset(full),
    )


def is_full(line: Line, box: Box) -> bool:
    """Whether one more character, and the cell's padding, would not fit beside a line."""
    return box.width - line.box.width < 2 * line.height
