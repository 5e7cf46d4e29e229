"""A grey page as a sheet: its rules, and its lines of letters as recognised."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

import cv2
import numpy as np

from pipelines.extract.lattice.frames import frames
from pipelines.extract.lattice.sheet import Box, Glyph, Sheet
from pipelines.extract.ocr.engine import recognise
from pipelines.extract.ocr.ink import Grey, Page, read_ink
from pipelines.extract.ocr.segments import (
    FLAT,
    FLATTISH,
    lines_in_cells,
    lines_outside,
    without_specks,
)

SHORT: Final = 2.5  # letters; a line this short is a figure or a mark and is read twice
TIGHT: Final = 0.25  # letters of paper around a crop
LOOSE: Final = 0.45  # the same for the second reading, and for long lines
LONG: Final = 8.0  # letters; prose is read from its context
SQUEEZED: Final = 0.65  # of its width is enough for a long line, and takes half the time
DUST: Final = 0.45  # of a letter: a smaller mark is dust unless it is flat
DASH: Final = 0.2  # of a letter: the hyphen of a small font is as wide, a spot is not
DASHES: Final = frozenset("—－_一")
MARKS: Final = frozenset("-—/")  # what a cell says by its shape alone
SURE: Final = 0.97  # confidence above which one reading is enough
AGREEING: Final = 0.9  # confidence of a line that both readings give
LEAST: Final = 0.8  # letters; a crop is at least this high
BLUR: Final = 2  # pixels by which ink is wider than where it is darkest
STROKES: Final = frozenset("1lI|丨/")  # what a lone upright or leaning stroke is read as
LEANING: Final = 0.25  # width of a slash by its height, at least
STRAIGHT: Final = 0.75  # correlation of its points; a one has a foot or a flag
UNLIKE: Final = 0.5  # confidence of a line whose two readings differ, at most
WIDE: Final = 0.8  # letters of paper around a crop that gave neither figures nor words
# A lone nought or one is often taken for the letter of its shape; among figures it is none.
SHAPES: Final = str.maketrans("OoQ〇○l丨", "0000011")
FIGURES: Final = re.compile(r"[-+]?[\d.,，]*\d[\d.,，]*")
WORDS: Final = re.compile(r"[\u4e00-\u9fff]")


def read_picture(grey: Grey, number: int) -> Sheet:
    """The rules and texts of a page picture; sizes are pixels.

    Args:
        grey: the page, dark on light.
        number: of the page, from 1.

    Raises:
        ReaderMissing: the recogniser is not installed.
    """
    page = read_ink(grey)
    letters = without_specks(page.letters, page.letter)
    height, width = page.grey.shape
    plan = Sheet(number, width, height, rules=page.rules)
    tables = [f for f in frames(plan.rules, page.letter / 4) if len(f.spans) > 1]
    boxes = [box for frame in tables for box in lines_in_cells(letters, page.letters, frame)]
    boxes += lines_outside(letters, tables, page.letter)
    glyphs = tuple(_glyphs(page, boxes))
    return replace(plan, glyphs=glyphs)


def _glyphs(page: Page, boxes: Sequence[Box]) -> Iterator[Glyph]:
    short = [box for box in boxes if box.width <= SHORT * page.letter]
    for box, (text, confidence) in zip(short, _twice(page, short), strict=True):
        mark = _mark(page, box, text)
        if mark:
            yield Glyph(mark, box, max(confidence, AGREEING) if mark in MARKS else confidence)
    others = [box for box in boxes if box.width > SHORT * page.letter]
    crops = [
        _crop(page, box, LOOSE, SQUEEZED if box.width > LONG * page.letter else 1.0)
        for box in others
    ]
    for box, (text, confidence) in zip(others, recognise(crops), strict=True):
        if text:
            yield Glyph(text, box, confidence)


def _twice(page: Page, boxes: Sequence[Box]) -> list[tuple[str, float]]:
    """Short lines, read again in another cropping where the first reading was not sure.

    What both give is taken as sure, what only one gives as doubtful; what is neither figures nor
    words is looked at a third time.
    """
    found = _readings(page, boxes, TIGHT)
    unsure = [i for i, (text, sure) in enumerate(found) if sure < SURE or _is_odd(text)]
    again = _readings(page, [boxes[index] for index in unsure], LOOSE)
    for index, (text, confidence) in zip(unsure, again, strict=True):
        first, sure = found[index]
        best = max(sure, confidence)
        if text == first:
            found[index] = text, max(best, AGREEING) if best > UNLIKE else best
        else:
            rank = (not _is_odd(text), confidence) > (not _is_odd(first), sure)
            found[index] = text if rank else first, min(best, UNLIKE)
    odd = [index for index in unsure if _is_odd(found[index][0])]
    third = _readings(page, [boxes[index] for index in odd], WIDE)
    for index, (text, confidence) in zip(odd, third, strict=True):
        if not _is_odd(text):
            found[index] = text, min(confidence, UNLIKE)
    return found


def _readings(page: Page, boxes: Sequence[Box], padding: float) -> list[tuple[str, float]]:
    """What the recogniser makes of short lines, with figures as figures."""
    seen = recognise([_crop(page, box, padding) for box in boxes])
    return [(_as_figures(text), confidence) for text, confidence in seen]


def _as_figures(text: str) -> str:
    figures = text.translate(SHAPES)
    return figures if FIGURES.fullmatch(figures) else text


def _is_odd(text: str) -> bool:
    """Whether a short line says nothing that stands in a cell: no figure, mark or word."""
    known = FIGURES.fullmatch(text) or WORDS.search(text) or text in DASHES | MARKS | STROKES
    return bool(text) and not known


def _crop(page: Page, box: Box, padding: float, squeeze: float = 1.0) -> Grey:
    """A line with paper around it; at least as high as a letter, so that marks keep their size.

    The paper is painted: what lies around a line is dust, the next line, or a rule.
    """
    margin = round(padding * max(box.height, LEAST * page.letter))
    beyond = max(0, round((LEAST * page.letter - box.height) / 2))
    top, bottom = max(0, round(box.top) - BLUR), round(box.bottom) + BLUR
    left, right = max(0, round(box.left) - BLUR), round(box.right) + BLUR
    ink = page.grey[top:bottom, left:right]
    paper = float(np.percentile(ink, 90))
    edges = (margin + beyond, margin + beyond, margin, margin)
    crop = cv2.copyMakeBorder(ink, *edges, cv2.BORDER_CONSTANT, value=[paper])
    if squeeze < 1.0:
        size = (max(8, round(crop.shape[1] * squeeze)), crop.shape[0])
        crop = cv2.resize(crop, size, interpolation=cv2.INTER_AREA)
    return crop.astype(np.uint8)


def _mark(page: Page, box: Box, text: str) -> str:
    """A short line by what was read and by its shape: strokes too simple for a recogniser.

    Dust gives an empty text; a flat mark is a dash, for a lone 一 in a cell would carry a 、.
    """
    if text in STROKES and _is_slash(page, box):
        return "/"
    if max(box.width, box.height) < DUST * page.letter:
        flat = box.width > FLATTISH * box.height and box.width >= DASH * page.letter
        return "-" if flat else ""
    return "—" if text in DASHES and box.width > FLAT * box.height else text


def _is_slash(page: Page, box: Box) -> bool:
    """Whether the ink of a mark leans as no figure one does: / stands for 'does not apply'."""
    ink = page.letters[round(box.top) : round(box.bottom), round(box.left) : round(box.right)]
    ys, xs = np.nonzero(ink)
    if len(xs) < 4 or box.width < LEANING * box.height:
        return False
    return float(np.corrcoef(xs, ys)[0, 1]) < -STRAIGHT
