"""What is drawn on a page: glyphs and rules, with the origin at the top left."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from statistics import median
from typing import NamedTuple


class Box(NamedTuple):
    """Left, top, right and bottom in the unit of the sheet; y grows downwards."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """The centre, x before y."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def around(boxes: list[Box]) -> Box:
    """The smallest box around some boxes, of which there must be one."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


@dataclass(frozen=True, slots=True)
class Glyph:
    """A placed character; from OCR a placed run of characters."""

    text: str
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: ``at`` is its y where it is horizontal, its x where it is vertical."""

    vertical: bool
    at: float
    start: float
    stop: float


@dataclass(frozen=True)
class Sheet:
    """A page as drawn. ``number`` counts from 1; sizes are points or pixels."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    rules: tuple[Rule, ...] = field(default=(), repr=False)

    @cached_property
    def line_height(self) -> float:
        """The usual height of a glyph; a sixtieth of the page where there is none."""
        heights = [glyph.box.height for glyph in self.glyphs if glyph.box.height > 0]
        return median(heights) if heights else self.height / 60

    @property
    def tolerance(self) -> float:
        """How far two positions may lie apart and still be meant as one."""
        return max(self.line_height / 4, self.height / 600)
