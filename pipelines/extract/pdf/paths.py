"""The straight lines of a PDF page: strokes, the sides of rectangles, and thin filled bars."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise

from pipelines.extract.lattice.sheet import Box, Rule
from pipelines.extract.pdf.native import Handle, Page, raw
from pipelines.extract.pdf.placing import Placing

Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)
THICKEST = 3.0  # points; Word and WPS draw rules as filled bars of up to 2.25 pt
SLANT = 0.7  # points by which a line may miss the level or the plumb
WHITE = 250  # of 255; rules and fills as light as paper are not seen
DEEPEST = 8  # forms within forms


class PathReader:
    """Collects the rules of a page and the places of its pictures."""

    def __init__(self, placing: Placing) -> None:
        self._placing = placing
        self.rules: list[Rule] = []
        self.pictures: list[Box] = []

    def read_page(self, page: Page) -> None:
        """Reads every object of the page, also those inside forms."""
        for index in range(raw.FPDFPage_CountObjects(page)):
            self._read(raw.FPDFPage_GetObject(page, index), IDENTITY, 0)

    def _read(self, item: Handle, outer: Matrix, depth: int) -> None:
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            self._path(item, _times(_matrix(item), outer))
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            self._image(_times(_matrix(item), outer))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < DEEPEST:
            inner = _times(_matrix(item), outer)
            for index in range(raw.FPDFFormObj_CountObjects(item)):
                self._read(raw.FPDFFormObj_GetObject(item, index), inner, depth + 1)

    def _image(self, matrix: Matrix) -> None:
        corners = [_apply(matrix, x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        self.pictures.append(self._box(corners))

    def _path(self, item: Handle, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
        stroked = bool(stroke.value) and _seen(raw.FPDFPageObj_GetStrokeColor, item)
        filled = bool(fill.value) and _seen(raw.FPDFPageObj_GetFillColor, item)
        if not (stroked or filled):
            return
        for points in _subpaths(item, matrix):
            box = self._box(points)
            if min(box.width, box.height) <= THICKEST:
                self._bar(box)
            elif stroked:
                for first, second in pairwise(points):
                    self._stroke(first, second)

    def _bar(self, box: Box) -> None:
        if box.width >= box.height:
            self.rules.append(Rule(False, (box.top + box.bottom) / 2, box.left, box.right))
        else:
            self.rules.append(Rule(True, (box.left + box.right) / 2, box.top, box.bottom))

    def _stroke(self, first: Point, second: Point) -> None:
        box = self._box([first, second])
        if min(box.width, box.height) <= SLANT:
            self._bar(box)

    def _box(self, points: list[Point]) -> Box:
        placed = [self._placing.point(x, y) for x, y in points]
        xs, ys = [x for x, _ in placed], [y for _, y in placed]
        return Box(min(xs), min(ys), max(xs), max(ys))


def _subpaths(item: Handle, matrix: Matrix) -> Iterator[list[Point]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = _apply(matrix, x.value, y.value)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _seen(colour_of: Handle, item: Handle) -> bool:
    """Whether a colour differs from white paper."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    known = colour_of(item, *(ctypes.byref(part) for part in (red, green, blue, alpha)))
    if not known:
        return True
    return alpha.value > 0 and min(red.value, green.value, blue.value) < WHITE


def _matrix(item: Handle) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, ctypes.byref(found)):
        return IDENTITY
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _times(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (
        a * p + b * r,
        a * q + b * s,
        c * p + d * r,
        c * q + d * s,
        e * p + f * r + t,
        e * q + f * s + u,
    )


def _apply(matrix: Matrix, x: float, y: float) -> Point:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f
