"""The objects of an OFD page as glyphs and rules; producers differ in namespace and nesting."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from lxml import etree

from pipelines.extract.lattice.sheet import Box, Glyph, Rule, Sheet
from pipelines.extract.ofd.text import advances
from pipelines.extract.package import local

THICKEST: Final = 1.06  # millimetres, that is 3 points: a filled bar this thin is a rule
SLANT: Final = 0.25  # millimetres by which a line may miss the level or the plumb
ARGUMENTS: Final = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
ASCENT: Final = 0.86  # of the size; where the top of a Chinese character lies above the base line

Point = tuple[float, float]


def numbers(text: str) -> list[float]:
    """The numbers of an attribute, whatever stands between them that is none."""
    out: list[float] = []
    for part in text.replace(",", " ").split():
        try:
            out.append(float(part))
        except ValueError:
            continue
    return out


class Canvas:
    """One page while its objects are drawn on it.

    Args:
        area: left, top, width and height of the page in millimetres.
        scale: points per millimetre.
    """

    def __init__(self, area: tuple[float, float, float, float], scale: float) -> None:
        self._left, self._top, self._width, self._height = area
        self._scale = scale
        self._glyphs: list[Glyph] = []
        self._rules: list[Rule] = []
        self.pictures = 0

    def sheet(self, number: int) -> Sheet:
        """What was drawn, in points."""
        return Sheet(
            number,
            self._width * self._scale,
            self._height * self._scale,
            tuple(self._glyphs),
            tuple(self._rules),
        )

    def draw(self, page: etree._Element) -> None:
        """Draws every object of a page or a template."""
        for element in page.iter():
            name = local(element)
            if name == "TextObject":
                self._text(element)
            elif name == "PathObject":
                self._path(element)
            elif name == "ImageObject":
                self.pictures += 1

    def _text(self, element: etree._Element) -> None:
        place = _Placing(element)
        size = (numbers(element.get("Size", "")) or [3.5])[0]
        wide = (numbers(element.get("HScale", "")) or [1.0])[0]
        x = y = 0.0
        for code in element.iter("{*}TextCode"):
            x = (numbers(code.get("X", "")) or [x])[0]
            y = (numbers(code.get("Y", "")) or [y])[0]
            text = code.text or ""
            steps = advances(text, size * wide, code.get("DeltaX"), code.get("DeltaY"))
            for character, (right, down), width in steps:
                if not character.isspace():
                    corners = [
                        place.point(x + right, y + down - ASCENT * size),
                        place.point(x + right + width, y + down + (1 - ASCENT) * size),
                    ]
                    self._glyphs.append(Glyph(character, self._box(corners)))

    def _path(self, element: etree._Element) -> None:
        place = _Placing(element)
        filled = element.get("Fill", "false") == "true"
        stroked = element.get("Stroke", "true") != "false"
        for data in element.iter("{*}AbbreviatedData"):
            for points in _subpaths(data.text or ""):
                placed = [place.point(x, y) for x, y in points]
                box = self._box(placed)
                if (stroked or filled) and min(box.width, box.height) <= THICKEST * self._scale:
                    self._bar(box)
                elif stroked:
                    for first, second in pairwise(placed):
                        self._stroke(self._box([first, second]))

    def _stroke(self, box: Box) -> None:
        if min(box.width, box.height) <= SLANT * self._scale:
            self._bar(box)

    def _bar(self, box: Box) -> None:
        if box.width >= box.height:
            self._rules.append(Rule(False, (box.top + box.bottom) / 2, box.left, box.right))
        else:
            self._rules.append(Rule(True, (box.left + box.right) / 2, box.top, box.bottom))

    def _box(self, points: list[Point]) -> Box:
        xs = [(x - self._left) * self._scale for x, _ in points]
        ys = [(y - self._top) * self._scale for _, y in points]
        return Box(min(xs), min(ys), max(xs), max(ys))


class _Placing:
    """From the coordinates inside an object to those of the page: CTM, then the Boundary."""

    def __init__(self, element: etree._Element) -> None:
        boundary = [*numbers(element.get("Boundary", "")), 0.0, 0.0]
        self._left, self._top = boundary[:2]
        matrix = numbers(element.get("CTM", ""))
        self._matrix = matrix if len(matrix) == 6 else [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]

    def point(self, x: float, y: float) -> Point:
        a, b, c, d, e, f = self._matrix
        return a * x + c * y + e + self._left, b * x + d * y + f + self._top


def _subpaths(data: str) -> Iterator[list[Point]]:
    """Corner points of each subpath; curves count by their ends alone (GB/T 33190, table 35)."""
    points: list[Point] = []
    tokens = data.replace(",", " ").split()
    index = 0
    while index < len(tokens):
        operator = tokens[index]
        count = ARGUMENTS.get(operator)
        index += 1
        if count is None:
            continue
        values = numbers(" ".join(tokens[index : index + count]))
        index += count
        if operator == "C" and points:
            points.append(points[0])
        elif len(values) == count and count:
            if operator in "SM":
                if len(points) > 1:
                    yield points
                points = []
            points.append((values[-2], values[-1]))
    if len(points) > 1:
        yield points
