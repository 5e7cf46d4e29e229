"""Lines cut into pieces at wide gaps, on one long sheet: what tables without rules are made of."""

from __future__ import annotations

import re
import unicodedata
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

    text: str
    box: Box
    local: Box
    page: int
    em: float
    confidence: float

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
    groups: list[list[Glyph]] = []
    for glyph in line.glyphs:
        if groups and glyph.box.left - groups[-1][-1].box.right < GAP * em:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return [_piece(group, line.page, em, offset) for group in groups]


def _piece(glyphs: Sequence[Glyph], page: int, em: float, offset: float) -> Piece:
    local = around([glyph.box for glyph in glyphs])
    return Piece(
        Line(tuple(glyphs)).text,
        Box(local.left, local.top + offset, local.right, local.bottom + offset),
        local,
        page,
        em,
        min(glyph.confidence for glyph in glyphs),
    )


def letter_width(glyphs: Iterable[Glyph]) -> float:
    """The usual width of a Chinese character, 0 where there is none."""
    widths = [
        glyph.box.width / len(glyph.text)
        for glyph in glyphs
        if unicodedata.east_asian_width(glyph.text[0]) == "W"
    ]
    return median(widths) if widths else 0.0
