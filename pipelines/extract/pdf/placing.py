"""From the coordinates of a PDF page to those of the sheet that a reader sees."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.extract.lattice.sheet import Box
from pipelines.extract.pdf.native import Page


@dataclass(frozen=True, slots=True)
class Placing:
    """How a page lies: its crop box in PDF points, and by how many quarters it is turned.

    ``quarters`` counts clockwise turns that bring the page upright.
    """

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @classmethod
    def of(cls, page: Page, sideways: int = 0) -> Placing:
        """The placing of a page.

        Args:
            page: its crop box and its /Rotate count.
            sideways: quarters counter-clockwise by which most of its letters are turned.
        """
        left, bottom, right, top = page.get_cropbox()
        return cls(left, bottom, right, top, (page.get_rotation() // 90 + sideways) % 4)

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
