"""Blocks of words, and the columns of a table that has no rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pipelines.extract.lattice.pieces import Piece
from pipelines.extract.lattice.sheet import Box, around

PITCH: Final = 1.8  # letters from line to line within a cell; from cell to cell it is more
LEVEL: Final = 0.5  # letters by which two pieces of one row may differ in height

Columns = list[tuple[float, float]]


@dataclass
class Block:
    """Pieces below each other that are the text of one cell."""

    pieces: list[Piece]

    @property
    def box(self) -> Box:
        """Around its pieces, on the long sheet."""
        return around([piece.box for piece in self.pieces])

    @property
    def text(self) -> str:
        """The pieces put together."""
        return "".join(piece.text for piece in self.pieces)


def blocks_of(pieces: list[Piece], anchors: list[float]) -> list[Block]:
    """Pieces joined downwards where they overlap sideways and follow at the pitch of one cell."""
    out: list[Block] = []
    for piece in sorted(pieces, key=lambda piece: piece.y):
        for block in reversed(out):
            if _follows(block, piece, anchors):
                block.pieces.append(piece)
                break
        else:
            out.append(Block([piece]))
    return out


def _follows(block: Block, piece: Piece, anchors: list[float]) -> bool:
    last = block.pieces[-1]
    if not 0 < piece.y - last.y < PITCH * piece.em:
        return False
    shared = min(block.box.right, piece.box.right) - max(block.box.left, piece.box.left)
    if shared < 0.5 * min(block.box.width, piece.box.width):
        return False
    # Two lines as far apart as the figures beside them are two rows, however close.
    upper, lower = _beside(last, anchors), _beside(piece, anchors)
    if upper is None or lower is None or upper == lower:
        return True
    return abs((lower - upper) - (piece.y - last.y)) > LEVEL / 2 * piece.em


def _beside(piece: Piece, anchors: list[float]) -> float | None:
    """The row of figures at the height of a piece."""
    nearest = min(anchors, key=lambda anchor: abs(anchor - piece.y))
    return nearest if abs(nearest - piece.y) < LEVEL * piece.em else None


def clusters(pieces: list[Piece]) -> Columns:
    """Columns as the stretches of x that figures share."""
    out: Columns = []
    for piece in sorted(pieces, key=lambda piece: piece.box.left):
        if out and piece.box.left < out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], piece.box.right))
        else:
            out.append((piece.box.left, piece.box.right))
    return out


def label_columns(blocks: list[Block]) -> Columns:
    """Columns of the labels beside figures, from the narrowest up; wider ones may span several."""
    out: Columns = []
    for block in sorted(blocks, key=lambda block: block.box.width):
        left, right = block.box.left, block.box.right
        over = [i for i, (a, b) in enumerate(out) if left < b and a < right]
        if not over:
            out.append((left, right))
        elif len(over) == 1:
            a, b = out[over[0]]
            out[over[0]] = (min(a, left), max(b, right))
    return sorted(out)


def with_heads(figures: Columns, heads: list[Block]) -> Columns:
    """Columns of figures with their heads, and those of heads alone, whose cells are all blank.

    A head at the left of its column and figures at the right do not overlap: such a head goes
    with the closest column of figures that has none.
    """
    out = list(figures)
    bare = [c for c in figures if not any(_overlap(c, block) for block in heads)]
    for block in sorted(heads, key=lambda block: block.box.width):
        if any(_overlap(column, block) for column in out):
            continue
        near = [c for c in bare if not _parted(c, block, heads)]
        if near:
            column = min(near, key=lambda c: abs(c[0] + c[1] - 2 * block.box.middle[0]))
            bare.remove(column)
            out.remove(column)
            out.append((min(column[0], block.box.left), max(column[1], block.box.right)))
        else:
            out.append((block.box.left, block.box.right))
    return sorted(out)


def _overlap(column: tuple[float, float], block: Block) -> bool:
    return block.box.left < column[1] and column[0] < block.box.right


def _parted(column: tuple[float, float], block: Block, heads: list[Block]) -> bool:
    """Whether another head of the same height stands between a head and a column."""
    left, right = sorted((block.box.middle[0], (column[0] + column[1]) / 2))
    return any(
        left < other.box.middle[0] < right
        and other.box.top < block.box.bottom
        and block.box.top < other.box.bottom
        for other in heads
        if other is not block
    )


def columns_of(box: Box, columns: Columns, labels: int) -> tuple[int, int]:
    """The first column of some words, and how many they span.

    Of labels these are the columns they touch, of figures those whose middle they cover.
    """
    over = [
        index
        for index, (left, right) in enumerate(columns)
        if (index < labels and box.left < right and left < box.right)
        or (index >= labels and box.left < (left + right) / 2 < box.right)
    ]
    return (over[0], len(over)) if over else (column_at(box.middle[0], columns), 1)


def column_at(x: float, columns: Columns) -> int:
    """The column whose middle is closest."""
    return min(
        range(len(columns)), key=lambda index: abs((columns[index][0] + columns[index][1]) / 2 - x)
    )
