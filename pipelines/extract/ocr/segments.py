"""Where lines of letters stand: row by row inside each cell, and in the text around tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import cv2
import numpy as np

from pipelines.extract.lattice.frames import Frame
from pipelines.extract.lattice.sheet import Box
from pipelines.extract.ocr.ink import Grey

SPECK = 0.3  # of a letter: smaller spots alone are dust, or the point of a decimal
LETTER = 0.5  # of a line's height: a spot that is smaller and stands alone is no letter of it
FLAT = 1.6  # width of a dash by its height, at least
FLATTISH = 1.2  # the same for a mark that stands where a dash would


def without_specks(letters: Grey, letter: float) -> Grey:
    """The ink without spots too small to be a letter; the picture itself keeps them.

    A flat mark stays, however small: it may be the minus of a figure.
    """
    _, labels, stats, _ = cv2.connectedComponentsWithStats(letters, connectivity=8)
    width, height = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    large = np.maximum(width, height) >= max(3.0, SPECK * letter)
    kept = large | ((width >= FLAT * height) & (width >= 0.18 * letter))
    kept[0] = False
    clean: Grey = kept[labels].astype(np.uint8)
    return clean


def lines_in_cells(letters: Grey, specks: Grey, frame: Frame) -> Iterator[Box]:
    """The lines of each cell of a frame; of a cell without any, the mark at its middle.

    Args:
        letters: the ink without specks.
        specks: the ink with them; the hyphen of a small font is hardly larger than dust.
        frame: whose cells.
    """
    for span in frame.spans:
        box = frame.box_of(span)
        found = list(lines_in(letters, box))
        yield from found or _mark_at_middle(specks, box)


def _mark_at_middle(specks: Grey, box: Box) -> Iterator[Box]:
    x, y = box.middle
    reach_x, reach_y = box.width / 8, min(box.height, box.width) / 6
    middle = Box(x - reach_x, y - reach_y, x + reach_x, y + reach_y)
    marks = list(lines_in(specks, middle))
    if len(marks) == 1 and marks[0].width > FLATTISH * marks[0].height:
        yield marks[0]


def lines_in(letters: Grey, box: Box) -> Iterator[Box]:
    """The lines of letters within a box, from top to bottom."""
    left, top = max(0, round(box.left)), max(0, round(box.top))
    inside = letters[top : round(box.bottom), left : round(box.right)]
    if not inside.any():
        return
    for first, last in _whole_rows(_runs(inside, 1)):
        strokes = _without_dust(inside[first:last])
        yield Box(left + strokes[0][0], top + first, left + strokes[-1][1], top + last)


def _without_dust(line: Grey) -> list[tuple[int, int]]:
    """Stretches of columns with ink, but for spots that stand clear of the letters of a line."""
    runs, height = _runs(line, 0), line.shape[0]
    letters = [run for run in runs if _size(line, run) >= LETTER * height]
    near = [
        (start, stop)
        for start, stop in runs
        if any(start - b <= height and a - stop <= height for a, b in letters)
    ]
    return near or runs


def _size(line: Grey, run: tuple[int, int]) -> int:
    rows = np.flatnonzero(line[:, run[0] : run[1]].any(axis=1))
    return int(max(run[1] - run[0], rows[-1] - rows[0] + 1))


def lines_outside(letters: Grey, frames: list[Frame], letter: float) -> Iterator[Box]:
    """The lines of text outside the frames; a gap of three letters parts two of them."""
    rest = letters.copy()
    for frame in frames:
        box = frame.box
        margin = round(letter / 4)
        rest[
            max(0, round(box.top) - margin) : round(box.bottom) + margin,
            max(0, round(box.left) - margin) : round(box.right) + margin,
        ] = 0
    for first, last in _whole_rows(_runs(rest, 1)):
        columns = _runs(rest[first:last], 0)
        groups: list[tuple[int, int]] = []
        for start, stop in columns:
            if groups and start - groups[-1][1] < 3 * letter:
                groups[-1] = (groups[-1][0], stop)
            else:
                groups.append((start, stop))
        yield from (Box(start, first, stop, last) for start, stop in groups)


def _runs(ink: Grey, axis: int) -> list[tuple[int, int]]:
    """Stretches of rows or columns with ink, as first and one past last."""
    used = np.asarray(ink.any(axis=axis), dtype=np.int8)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], used, [0]))))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _whole_rows(runs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of ink put together where they are strokes of one line, as those of 二 are."""
    if not runs:
        return []
    full = max(stop - start for start, stop in runs)
    gaps = [after[0] - before[1] for before, after in pairwise(runs)]
    out = [runs[0]]
    for (start, stop), gap in zip(runs[1:], gaps, strict=True):
        height = stop - out[-1][0]
        small = min(stop - start, out[-1][1] - out[-1][0]) < 0.7 * full
        if small and (height <= 1.15 * full or gap <= 2):
            out[-1] = (out[-1][0], stop)
        else:
            out.append((start, stop))
    return out
