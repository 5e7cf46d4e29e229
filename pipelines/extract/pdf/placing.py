"""From the coordinates of a PDF page to those of the sheet that a reader sees."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract.lattice.sheet import Box
from pipelines.extract.pdf.native import Page


@dataclass(frozen=True, slots=True)
class Placing:
    """How a page lies: its crop box in PDF points, and by how many quarters it is turned.

    ``quarters`` counts clockwise turns that bring the page upright, ``sideways`` those of them
    that the page's own /Rotate does not make.
    """

    left: float
    bottom: float
    right: float
    top: float
    quarters: int
    sideways: int = 0

    @classmethod
    def of(cls, page: Page, letters: int | None = None) -> Placing:
        """The placing of a page.

        Args:
            page: its crop box and its /Rotate count.
            letters: clockwise quarters that bring its letters upright, None without letters.
        """
        rotated = page.get_rotation() // 90
        quarters = rotated if letters is None else letters
        left, bottom, right, top = page.get_cropbox()
        return cls(left, bottom, right, top, quarters, (quarters - rotated) % 4)

    @property
    def width(self) -> float:
        """Of the upright page, in points."""
        return self.top - self.bottom if self.quarters % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """Of the upright page, in points."""
        return self.right - self.left if self.quarters % 2 else self.top - self.bottom

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the PDF page on the sheet, whose y grows downwards."""
        if self.quarters == 1:
            return y - self.bottom, x - self.left
        if self.quarters == 2:
            return self.right - x, y - self.bottom
        if self.quarters == 3:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A rectangle of the PDF page on the sheet."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
