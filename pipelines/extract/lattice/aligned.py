"""A table without rules: columns from how figures and labels are aligned, rows from figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf

from pipelines.extract.grid import Cell
from pipelines.extract.lattice.columns import (
    LEVEL,
    Block,
    Columns,
    blocks_of,
    clusters,
    column_at,
    columns_of,
    label_columns,
    with_heads,
)
from pipelines.extract.lattice.pieces import Piece, cut_at_columns, shared_starts
from pipelines.extract.lattice.sheet import around
from pipelines.extract.lattice.tables import Table


def aligned_table(found: Sequence[Piece]) -> Table:
    """The table that these pieces are, of which some are figures beside a label."""
    levels = _levels([piece for piece in found if piece.is_figure])
    anchors = [sum(p.y for p in level) / len(level) for level in levels]
    figures = clusters([piece for level in levels for piece in level])
    words = [piece for piece in found if not piece.is_figure]
    starts = shared_starts(words)
    parts = [part for piece in words for part in cut_at_columns(piece, figures, starts)]
    blocks = blocks_of(parts, anchors)
    beside = [b for b in blocks if b.box.right <= figures[0][0] and _rows_of(b, anchors)]
    labels = label_columns(beside) or [(figures[0][0] - 1.0, figures[0][0])]
    edge = max((block.box.right for block in beside), default=labels[-1][1])
    # A column that has a head and no figure is one that the agency left blank.
    columns = labels + with_heads(figures, [b for b in blocks if b.box.left >= edge])
    heads = labels[-1][0] if len(labels) > 1 else -inf  # group labels, left of it, head no row
    first = columns[len(labels)][0]
    own = [b for b in blocks if b.box.right > heads or not _has_labels_right(b, blocks, first)]
    rows = _rows(own, anchors)
    cells = [_figure_cell(piece, rows, columns) for level in levels for piece in level]
    cells += _text_cells(blocks, rows, columns, len(labels), cells)
    cells += _blanks(cells, rows, anchors, len(labels))
    boxes = [piece.local for piece in found if piece.page == found[-1].page]
    xs = (columns[0][0], *(right for _, right in columns))
    ordered = tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
    return Table(ordered, xs, found[-1].page, around(boxes), ruled=False)


def _rows_of(block: Block, anchors: list[float]) -> list[float]:
    """The rows of figures at the height of a block."""
    return [anchor for anchor in anchors if block.box.top <= anchor <= block.box.bottom]


def _levels(figures: list[Piece]) -> list[list[Piece]]:
    """Figures at one height, from the top."""
    out: list[list[Piece]] = []
    for piece in sorted(figures, key=lambda piece: piece.y):
        if out and piece.y - out[-1][0].y < LEVEL * piece.em:
            out[-1].append(piece)
        else:
            out.append([piece])
    return out


@dataclass
class Band:
    """A row: the middle of its figures or words, and how far its text reaches up and down."""

    middle: float
    top: float
    bottom: float


def _rows(blocks: list[Block], anchors: list[float]) -> list[Band]:
    """Rows of figures, and of words that stand clear of them, from the top."""
    bands = [Band(anchor, anchor, anchor) for anchor in anchors]
    for block in blocks:
        inside = [b for b in bands if block.box.top <= b.middle <= block.box.bottom]
        if len(inside) == 1 and abs(block.box.middle[1] - inside[0].middle) < block.pieces[0].em:
            inside[0].top = min(inside[0].top, block.box.top)
            inside[0].bottom = max(inside[0].bottom, block.box.bottom)
    words: list[Band] = []
    for block in sorted(blocks, key=lambda block: block.box.middle[1]):
        box, slack = block.box, 0.2 * block.pieces[0].em
        if not all(box.bottom - slack <= b.top or box.top + slack >= b.bottom for b in bands):
            continue
        middle = box.middle[1]
        if not words or middle - words[-1].middle > block.pieces[0].em:
            words.append(Band(middle, box.top, box.bottom))
    return sorted([*bands, *words], key=lambda band: band.middle)


def _figure_cell(piece: Piece, rows: list[Band], columns: Columns) -> Cell:
    column = column_at(piece.box.middle[0], columns)
    return _cell(_row_at(piece.y, rows), column, piece.text, [piece])


def _text_cells(
    blocks: list[Block], rows: list[Band], columns: Columns, labels: int, figures: list[Cell]
) -> list[Cell]:
    """Words into cells; a label left of others spans the rows that its middle is the middle of."""
    cells: list[Cell] = []
    taken = {(cell.row, cell.column) for cell in figures}
    free = [0] * len(columns)
    for block in sorted(blocks, key=lambda block: (block.box.top, block.box.left)):
        first, width = columns_of(block.box, columns, labels)
        row = last = _row_at(block.box.middle[1], rows)
        if first + width < labels and _has_labels_right(block, blocks, columns[labels][0]):
            row, last = _spanned(block.box.middle[1], rows, free[first])
        while width > 1 and any((row, column) in taken for column in range(first, first + width)):
            width -= 1
        while (row, first) in taken and first > 0:
            first, last = first - 1, row
        cells.append(_cell(row, first, block.text, block.pieces, last - row + 1, width))
        for column in range(first, first + width):
            free[column] = last + 1
            taken.update((r, column) for r in range(row, last + 1))
    return cells


def _blanks(cells: list[Cell], rows: list[Band], anchors: list[float], labels: int) -> list[Cell]:
    """Empty cells where a row with a label has nothing below a head: the agency left them blank."""
    taken: defaultdict[int, set[int]] = defaultdict(set)
    heads: defaultdict[int, set[int]] = defaultdict(set)
    for cell in cells:
        for row in range(cell.row, cell.row + cell.rowspan):
            taken[row].update(range(cell.column, cell.column + cell.colspan))
            heads[row].update({cell.column} if cell.colspan == 1 and cell.column >= labels else ())
    is_head = _heads([band.middle in anchors for band in rows], taken, labels)
    out: list[Cell] = []
    headed: set[int] = set()
    for row, here in enumerate(is_head):
        if not here:
            out += [Cell(row, column, "") for column in sorted(headed - taken[row])]
            continue
        headed = headed if row and is_head[row - 1] else set()
        if headed or len(taken[row]) > 1:  # a lone caption over the table heads no column
            headed |= heads[row]
    return out


def _heads(figured: list[bool], taken: dict[int, set[int]], labels: int) -> list[bool]:
    """Which rows are of heads: words over columns of figures, and a label between two such rows."""
    over = [
        not figures and any(column >= labels for column in taken[row])
        for row, figures in enumerate(figured)
    ]
    return [
        here or (0 < row < len(over) - 1 and not figured[row] and over[row - 1] and over[row + 1])
        for row, here in enumerate(over)
    ]


def _has_labels_right(block: Block, blocks: list[Block], edge: float) -> bool:
    reach = block.pieces[0].em / 2  # the middle of an even number of rows lies between two labels
    return any(
        block.box.right <= other.box.left
        and other.box.right <= edge
        and other.box.top - reach < block.box.bottom
        and block.box.top < other.box.bottom + reach
        for other in blocks
    )


def _row_at(y: float, rows: list[Band]) -> int:
    return min(range(len(rows)), key=lambda index: abs(rows[index].middle - y))


def _spanned(middle: float, rows: list[Band], free: int) -> tuple[int, int]:
    """First and last row of a group label: from the first free row to where it is centred."""
    nearest = _row_at(middle, rows)
    if free > nearest:
        return nearest, nearest
    edges = [
        rows[0].top,
        *((upper.bottom + lower.top) / 2 for upper, lower in pairwise(rows)),
        rows[-1].bottom,
    ]
    last = min(
        range(nearest, len(rows)),
        key=lambda index: abs((edges[free] + edges[index + 1]) / 2 - middle),
    )
    return free, last


def _cell(
    row: int, column: int, text: str, pieces: list[Piece], rowspan: int = 1, colspan: int = 1
) -> Cell:
    box = around([piece.local for piece in pieces if piece.page == pieces[0].page])
    return Cell(
        row,
        column,
        text,
        rowspan,
        colspan,
        confidence=min(piece.confidence for piece in pieces),
        page=pieces[0].page,
        box=(box.left, box.top, box.right, box.bottom),
    )
