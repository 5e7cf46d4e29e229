"""Glyphs into lines of text, and lines into the text of a cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from pipelines.extract.lattice.sheet import Box, Glyph, around


@dataclass(frozen=True)
class Line:
    """Glyphs on one base line, from left to right."""

    glyphs: tuple[Glyph, ...]
    page: int = 0

    @property
    def box(self) -> Box:
        """Around the glyphs."""
        return around([glyph.box for glyph in self.glyphs])

    @property
    def height(self) -> float:
        """The usual height of its glyphs."""
        return median(glyph.box.height for glyph in self.glyphs)

    @property
    def text(self) -> str:
        """The characters, with a space where a gap is wider than a third of the line's height.

        Between two digits such a gap stays a space too: thousands are sometimes set apart, and
        whether ``1 234`` is one number is for the reader of the form to say.
        """
        out, gap = "", self.height / 3
        before: Glyph | None = None
        for glyph in self.glyphs:
            if before is not None and glyph.box.left - before.box.right > gap:
                out += " "
            out += glyph.text
            before = glyph
        return out.strip()

    @property
    def confidence(self) -> float:
        """That of the least sure glyph."""
        return min(glyph.confidence for glyph in self.glyphs)


def lines(glyphs: Iterable[Glyph], page: int = 0) -> list[Line]:
    """Lines from the top; glyphs whose middles are less than half a height apart share one."""
    rows: list[list[Glyph]] = []
    middle = height = 0.0
    for glyph in sorted(glyphs, key=lambda g: g.box.top + g.box.bottom):
        y = glyph.box.middle[1]
        if rows and y - middle <= max(height, glyph.box.height) / 2:
            rows[-1].append(glyph)
            middle += (y - middle) / len(rows[-1])
            height = max(height, glyph.box.height)
        else:
            rows.append([glyph])
            middle, height = y, glyph.box.height
    return [Line(tuple(sorted(row, key=lambda g: g.box.left)), page) for row in rows]


def wrapped(texts: list[Line], right: float) -> str:
    """Lines as the one text they were before a cell's or a page's width broke them.

    Args:
        texts: lines of one cell or paragraph, from top to bottom.
        right: where the width ends.

    Between Chinese characters nothing was lost at a break. Two figures, or two Latin words, that
    meet there are kept apart unless the upper line had no room for one more character: ``12345``
    in a narrow column is one number, ``12`` above ``5`` in a wide one is two.
    """
    out = ""
    before: Line | None = None
    for line in texts:
        text = line.text
        if before is not None and out and text and _may_be_two(out[-1], text[0]):
            full = right - before.box.right < before.height
            out += "" if full and out[-1].isdigit() and text[0].isdigit() else "\n"
        out += text
        before = line
    return out


def _may_be_two(left: str, right: str) -> bool:
    return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()
