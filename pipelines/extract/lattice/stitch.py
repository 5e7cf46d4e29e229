"""Tables that run over pages put together again, with the rows that a page break cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from pipelines.extract.grid import Cell, Grid
from pipelines.extract.lattice.frames import edges, nearest
from pipelines.extract.lattice.lines import Line
from pipelines.extract.lattice.tables import Table

ENUMERATED: Final = re.compile(r"^[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)、.．]")
FIGURE: Final = re.compile(r"^[-+]?[\d.,，]+[件条次项个宗人元]?$")
SHARED: Final = 0.6  # of the column edges of two parts; a page break may hide a merged column


def stitched(items: Iterable[Line | Table], tolerance: float) -> Iterator[Line | Table]:
    """The lines and tables of all pages, with each table that goes on overleaf made one.

    Args:
        items: lines and tables in reading order, without page numbers and running heads.
        tolerance: how far two column edges may lie apart and still be one.
    """
    waiting: Table | None = None
    for item in items:
        if not isinstance(item, Table):
            if waiting is not None:
                yield waiting
                waiting = None
            yield item
        elif waiting is not None and _goes_on(waiting, item, tolerance):
            waiting = joined(waiting, item, tolerance)
        else:
            if waiting is not None:
                yield waiting
            waiting = item
    if waiting is not None:
        yield waiting


def joined(upper: Table, lower: Table, tolerance: float) -> Table:
    """Two parts of one table as one; ``page`` becomes that of the lower part."""
    xs = edges([*upper.xs, *lower.xs], tolerance)
    above = _on_edges(upper, xs)
    below = _on_edges(_without_repeated_head(lower, upper), xs)
    rows = Grid(above.cells).rows
    pairs = _pairs(above, below, rows)
    cut = _is_cut(above, below, rows, pairs)
    offset = rows - 1 if cut else rows
    first_words = min((c.column for c in below.cells if c.row == 0 and c.text), default=0)
    grown: dict[int, Cell] = {}
    taken: set[int] = set()
    for high, low in pairs:
        is_value = not low.text and low.column > first_words  # left blank, beside its row's label
        if cut or (not is_value and _one_cell(high, low, above)):
            span = low.row + low.rowspan + offset - high.row
            text = high.text if _squeezed(low) == _squeezed(high) else high.text + low.text
            sure = min(high.confidence, low.confidence)
            grown[id(high)] = replace(high, text=text, rowspan=span, confidence=sure)
            taken.add(id(low))
    kept = [grown.get(id(cell), cell) for cell in above.cells]
    added = [
        replace(cell, row=cell.row + offset)
        for cell in below.cells
        if id(cell) not in taken and not (cut and cell.row == 0 and not cell.text)
    ]
    full = frozenset((row + offset, column) for row, column in below.full)
    return replace(
        above,
        cells=tuple(kept + added),
        xs=tuple(xs),
        page=lower.page,
        box=lower.box,
        open_bottom=lower.open_bottom,
        full=full,
    )


def _goes_on(upper: Table, lower: Table, tolerance: float) -> bool:
    """Whether two tables with nothing between them have the same outline and columns."""
    if lower.page != upper.page + 1 or upper.ruled != lower.ruled:
        return False
    reach = 3 * tolerance
    if abs(upper.xs[0] - lower.xs[0]) > reach or abs(upper.xs[-1] - lower.xs[-1]) > reach:
        return False
    few, many = sorted((upper.xs, lower.xs), key=len)
    shared = sum(abs(many[nearest(many, x)] - x) <= reach for x in few)
    alone = len(few) == 2  # one cell over the whole width
    return shared >= SHARED * len(few) and (shared > 2 or alone)


def _on_edges(table: Table, xs: list[float]) -> Table:
    place = [nearest(xs, x) for x in table.xs]
    cells: list[Cell] = []
    full: set[tuple[int, int]] = set()
    for cell in table.cells:
        column = place[cell.column]
        width = max(1, place[cell.column + cell.colspan] - column)
        cells.append(replace(cell, column=column, colspan=width))
        # After a page break only the last row's fullness matters, so it is kept by its last row.
        if (cell.row, cell.column) in table.full:
            full.add((cell.row, column))
    return replace(table, cells=tuple(cells), full=frozenset(full))


def _without_repeated_head(lower: Table, upper: Table) -> Table:
    """The lower part without the head of the table where that was printed again."""
    first, again, same = upper.grid, lower.grid, 0
    while same < min(first.rows, again.rows):
        texts = [_squeezed(cell) for cell in again.row(same)]
        if texts != [_squeezed(cell) for cell in first.row(same)] or not _is_head(texts):
            break
        same += 1
    if not same:
        return lower
    cells = tuple(replace(c, row=c.row - same) for c in lower.cells if c.row >= same)
    full = frozenset((row - same, column) for row, column in lower.full if row >= same)
    return replace(lower, cells=cells, full=full, open_top=False)


def _is_head(texts: list[str]) -> bool:
    return any(texts) and not any(FIGURE.match(text) for text in texts)


def _pairs(above: Table, below: Table, rows: int) -> list[tuple[Cell, Cell]]:
    """Cells that end the upper part, with those of the same columns that begin the lower one."""
    ends = {
        (cell.column, cell.colspan): cell for cell in above.cells if cell.row + cell.rowspan == rows
    }
    return [
        (ends[cell.column, cell.colspan], cell)
        for cell in below.cells
        if cell.row == 0 and (cell.column, cell.colspan) in ends
    ]


def _is_cut(above: Table, below: Table, rows: int, pairs: list[tuple[Cell, Cell]]) -> bool:
    """Whether the first row overleaf is the rest of the last row."""
    first = [cell for cell in below.cells if cell.row == 0]
    paired = {id(low) for _, low in pairs}
    if not pairs or any(cell.text and id(cell) not in paired for cell in first):
        return False
    if not any(cell.text for cell in first):
        return True
    single = [(high, low) for high, low in pairs if high.rowspan == 1 and low.rowspan == 1]
    if any(_conflict(high, low, above) for high, low in single):
        return False
    words = any(high.text and low.text for high, low in single)
    return words or above.open_bottom or below.open_top or _complementary(single)


def _conflict(high: Cell, low: Cell, above: Table) -> bool:
    """Whether two cells cannot be one: a new number, or a text whose upper part was complete."""
    if not low.text:
        return False
    if ENUMERATED.match(low.text):
        return True
    if not high.text:
        return False
    if FIGURE.match(_squeezed(low)) or FIGURE.match(_squeezed(high)):
        return True
    return (high.row, high.column) not in above.full


def _complementary(pairs: list[tuple[Cell, Cell]]) -> bool:
    """Whether one part has only the words of a row and the other only its figures."""
    upper = [high.text for high, _ in pairs if high.text]
    lower = [low.text for _, low in pairs if low.text]
    if not upper or not lower:
        return False
    figures_above = [bool(FIGURE.match("".join(text.split()))) for text in upper]
    figures_below = [bool(FIGURE.match("".join(text.split()))) for text in lower]
    return (not any(figures_above) and all(figures_below)) or (
        all(figures_above) and not any(figures_below)
    )


def _one_cell(high: Cell, low: Cell, above: Table) -> bool:
    """Whether a cell that spans rows goes on overleaf."""
    if high.rowspan == 1 and low.rowspan == 1:
        return False
    if not low.text or _squeezed(low) == _squeezed(high):
        return bool(high.text) and not FIGURE.match(_squeezed(high))
    return not _conflict(high, low, above)


def _squeezed(cell: Cell) -> str:
    return "".join(cell.text.split())
