"""A grey page as ink on paper: turned upright, its rules apart from its letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from pipelines.extract.lattice.sheet import Rule

Grey = NDArray[np.uint8]
STEEPEST: Final = 4.0  # degrees; a scan lies less askew, a photo is no scan
LONGEST: Final = 40  # rules whose slope is measured; their median is what counts
DARKER: Final = 14  # shades by which ink is darker than the paper around it


@dataclass(frozen=True)
class Page:
    """An upright page. ``letters`` is the ink without the rules; sizes are pixels."""

    grey: Grey
    letters: Grey
    rules: tuple[Rule, ...]
    letter: float


def read_ink(grey: Grey) -> Page:
    """A page turned upright, with its straight rules and the usual height of its letters."""
    ink = _ink(grey)
    letter = _letter_height(ink)
    angle = _slant(ink, letter)
    if abs(angle) > 0.05:
        grey = _turned(grey, angle)
        ink = _ink(grey)
    flat, upright = _ruled(ink, letter)
    mask = cv2.dilate(cv2.bitwise_or(flat, upright), np.ones((3, 3), np.uint8))
    letters = cv2.bitwise_and(ink, cv2.bitwise_not(mask))
    rules = (*_rules(flat, False), *_rules(upright, True))
    return Page(grey, letters.astype(np.uint8), rules, letter)


def _ink(grey: Grey) -> Grey:
    """Where the page is darker than the paper around: uneven light and stains do not count."""
    size = max(31, (min(grey.shape) // 40) | 1)
    found = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, DARKER
    )
    return found.astype(np.uint8)


def _letter_height(ink: Grey) -> float:
    """The usual height of a letter, from the connected parts that are about as wide as high."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    width, height = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    square = (height >= 9) & (height <= 120) & (width < 1.5 * height) & (width > 0.6 * height)
    return float(np.percentile(height[square], 60)) if square.any() else ink.shape[0] / 60


def _slant(ink: Grey, letter: float) -> float:
    """Degrees by which long horizontal rules, or else the lines of text, fall to the right."""
    kernel = np.ones((1, max(25, round(2 * letter))), np.uint8)
    flat = cv2.morphologyEx(cv2.dilate(ink, np.ones((3, 1), np.uint8)), cv2.MORPH_OPEN, kernel)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(flat.astype(np.uint8), connectivity=8)
    widths = stats[:, cv2.CC_STAT_WIDTH].copy()
    widths[0] = 0
    slopes: list[float] = []
    for index in np.argsort(widths)[::-1][:LONGEST].tolist():
        left, top, width, height, _ = stats[index].tolist()
        if width < ink.shape[1] / 8:
            break
        part = labels[top : top + height, left : left + width] == index
        filled = part.any(axis=0)
        tops = part.argmax(axis=0)[filled]  # the upper edge, which no crossing rule moves
        slopes.append(float(np.polyfit(np.flatnonzero(filled), tops, 1)[0]))
    if not slopes:
        return _slant_of_text(ink)
    angle = float(np.degrees(np.arctan(np.median(slopes))))
    return angle if abs(angle) < STEEPEST else 0.0


def _slant_of_text(ink: Grey) -> float:
    """The angle at which the rows of ink are most sharply apart."""
    scale = min(1.0, 800 / max(ink.shape))
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    best, sharpest = 0.0, -1.0
    for angle in np.arange(-STEEPEST, STEEPEST + 0.1, 0.25):
        rows = _turned(small.astype(np.uint8), float(angle), paper=0).sum(axis=1, dtype=float)
        sharpness = float(np.square(np.diff(rows)).sum())
        if sharpness > sharpest:
            best, sharpest = float(angle), sharpness
    return best


def _turned(grey: Grey, angle: float, paper: int = 255) -> Grey:
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(
        grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=float(paper)
    )
    return turned.astype(np.uint8)


def _ruled(ink: Grey, letter: float) -> tuple[Grey, Grey]:
    """Ink of horizontal and of vertical rules: strokes longer than any stroke of a letter."""
    length = max(20, round(1.8 * letter))
    flat = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    upright = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return flat.astype(np.uint8), upright.astype(np.uint8)


def _rules(mask: Grey, vertical: bool) -> list[Rule]:
    kernel = np.ones((9, 1) if vertical else (1, 9), np.uint8)
    whole = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel)
    _, _, stats, _ = cv2.connectedComponentsWithStats(whole.astype(np.uint8), connectivity=8)
    out: list[Rule] = []
    for left, top, width, height, _ in stats[1:].tolist():
        long, thick = (height, width) if vertical else (width, height)
        if long < 4 * thick:
            continue
        if vertical:
            out.append(Rule(True, left + width / 2, top, top + height))
        else:
            out.append(Rule(False, top + height / 2, left, left + width))
    return out
