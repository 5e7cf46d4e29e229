"""Lines cut into pieces at wide gaps, on one long sheet: what tables without rules are made of."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from pipelines.extract.lattice.lines import Line
from pipelines.extract.lattice.sheet import Box, Glyph, around

FIGURE: Final = re.compile(
    r"^(?:[-+减]?\d[\d.,，]*\s*(?:万元|[件条次项个宗人元])?|[-—－/／\\〇零无]|——|不适用|N/A)$"
)
GAP: Final = 0.9  # of a letter's width; within a cell letters are spread by less


@dataclass(frozen=True, slots=True)
class Piece:
    """Text without a wide gap; ``box`` lies on the long sheet, ``local`` on its own page."""

    glyphs: tuple[Glyph, ...]
    text: str
    box: Box
    local: Box
    page: int
    em: float

    @property
    def confidence(self) -> float:
        """That of its least sure glyph."""
        return min(glyph.confidence for glyph in self.glyphs)

    @property
    def is_figure(self) -> bool:
        """Whether it can be the content of a figure's cell."""
        return FIGURE.match(self.text) is not None

    @property
    def y(self) -> float:
        """Its middle on the long sheet."""
        return self.box.middle[1]


def pieces(lines: Iterable[Line], heights: dict[int, float]) -> list[list[Piece]]:
    """The pieces of each line, on a sheet where each page hangs below the one before it.

    Args:
        lines: in reading order.
        heights: of each page by its number.
    """
    return [_cut(line, sum(h for page, h in heights.items() if page < line.page)) for line in lines]


def _cut(line: Line, offset: float) -> list[Piece]:
    em = letter_width(line.glyphs) or line.height
    return [_piece(group, line.page, em, offset) for group in _groups(line.glyphs, GAP * em)]


def cut_at_columns(
    piece: Piece, columns: Sequence[tuple[float, float]], starts: Sequence[float]
) -> list[Piece]:
    """A piece as several where words of neighbouring columns stand close together.

    Args:
        piece: words of a table.
        columns: left and right of each column of figures.
        starts: where the words of several rows begin.
    """
    heads = _over_middles(piece, columns)
    if heads:
        return heads
    offset, reach = piece.box.top - piece.local.top, piece.em / 4
    out: list[Piece] = []
    for group in _groups(piece.glyphs, reach):
        part = _piece(group, piece.page, piece.em, offset)
        apart = any(abs(part.box.left - start) < reach for start in starts) or (
            _over(part, columns) not in ([], _over(out[-1], columns) if out else [])
        )
        if out and not apart:
            part = _piece([*out.pop().glyphs, *group], piece.page, piece.em, offset)
        out.append(part)
    return out


def _over_middles(piece: Piece, columns: Sequence[tuple[float, float]]) -> list[Piece]:
    """Words as the heads of several columns, each over the middle of its own; else nothing.

    A dash is so narrow that it lies between the letters of its head (结果 维持), under neither.
    """
    middles = [(left + right) / 2 for left, right in columns]
    if sum(piece.box.left < middle < piece.box.right for middle in middles) < 2:
        return []
    offset = piece.box.top - piece.local.top
    letters: dict[int, list[Glyph]] = {}
    for group in _groups(piece.glyphs, piece.em / 4):
        x = around([glyph.box for glyph in group]).middle[0]
        nearest = min(range(len(middles)), key=lambda index: abs(middles[index] - x))
        letters.setdefault(nearest, []).extend(group)
    heads = {c: _piece(found, piece.page, piece.em, offset) for c, found in letters.items()}
    over = all(abs(head.box.middle[0] - middles[c]) < piece.em / 2 for c, head in heads.items())
    return list(heads.values()) if over and len(heads) > 1 else []


def shared_starts(pieces: Iterable[Piece]) -> list[float]:
    """Where at least three pieces begin, to the point."""
    counts = Counter(round(piece.box.left) for piece in pieces)
    return [float(left) for left, count in counts.items() if count > 2]


def _over(piece: Piece, columns: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    return [c for c in columns if piece.box.left < c[1] and c[0] < piece.box.right]


def _groups(glyphs: Sequence[Glyph], gap: float) -> list[list[Glyph]]:
    groups: list[list[Glyph]] = []
    for glyph in glyphs:
        if groups and glyph.box.left - groups[-1][-1].box.right < gap:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return groups


def _piece(glyphs: Sequence[Glyph], page: int, em: float, offset: float) -> Piece:
    local = around([glyph.box for glyph in glyphs])
    box = Box(local.left, local.top + offset, local.right, local.bottom + offset)
    return Piece(tuple(glyphs), Line(tuple(glyphs)).text, box, local, page, em)


def letter_width(glyphs: Iterable[Glyph]) -> float:
    """The usual width of a Chinese character, 0 where there is none."""
    widths = [
        glyph.box.width / len(glyph.text)
        for glyph in glyphs
        if unicodedata.east_asian_width(glyph.text[0]) == "W"
    ]
    return median(widths) if widths else 0.0
