"""Lines outside tables into paragraphs, without page numbers and running heads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from statistics import median
from typing import Final

from pipelines.extract.lattice.lines import Line, wrapped
from pipelines.extract.lattice.sheet import Sheet
from pipelines.extract.lattice.tables import Table
from pipelines.extract.narrative import told_apart
from pipelines.items import Block, Paragraph

PAGE_NUMBER: Final = re.compile(
    r"^[-—–－_·•\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:[,，/\s]*共?\s*\d{1,3}\s*页?)?[-—–－_·•\s]*$"
)
MARGIN: Final = 0.12  # of the page's height, above and below: where running heads stand
HEADING: Final = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)])"
)


def without_margins(sheets: list[Sheet], lines: dict[int, list[Line]]) -> dict[int, list[Line]]:
    """The lines of each page without page numbers and without heads that three pages share."""
    heights = {sheet.number: sheet.height for sheet in sheets}

    def in_margin(line: Line) -> bool:
        height = heights[line.page]
        return line.box.bottom < MARGIN * height or line.box.top > (1 - MARGIN) * height

    heads = Counter(line.text for page in lines.values() for line in page if in_margin(line))
    return {
        number: [
            line
            for line in page
            if not (in_margin(line) and (PAGE_NUMBER.match(line.text) or heads[line.text] > 2))
        ]
        for number, page in lines.items()
    }


def blocks(items: Iterable[Line | Table]) -> Iterator[Block]:
    """Paragraphs and grids in reading order, from lines and stitched tables."""
    sequence = list(items)
    measure = Measure([item for item in sequence if isinstance(item, Line)])
    waiting: list[Line] = []
    for item in sequence:
        if isinstance(item, Table):
            yield from _paragraph(waiting, measure)
            waiting = []
            yield from told_apart(item.grid)
        elif waiting and measure.goes_on(waiting[-1], item):
            waiting.append(item)
        else:
            yield from _paragraph(waiting, measure)
            waiting = [item]
    yield from _paragraph(waiting, measure)


class Measure:
    """The type area of a document: its usual height of letters, its margins, its line pitch."""

    def __init__(self, lines: list[Line]) -> None:
        self.height = median(line.height for line in lines) if lines else 1.0
        body = [line for line in lines if abs(line.height - self.height) < 0.15 * self.height]
        steps = Counter(round(line.box.left / self.height) for line in body)
        self.left = min((left for left, count in steps.items() if count > 1), default=0)
        self.left *= self.height  # type: ignore[assignment]
        self.right = max((line.box.right for line in body), default=0.0)

    def goes_on(self, before: Line, line: Line) -> bool:
        """Whether a line carries on the paragraph of the line before it."""
        if abs(before.height - line.height) > 0.15 * max(before.height, line.height):
            return False
        if self.is_title(before) and self.is_title(line):
            return True
        if HEADING.match(line.text):
            return False
        if line.page == before.page and line.box.top - before.box.bottom > 1.5 * self.height:
            return False
        indented = line.box.left - self.left > 1.2 * self.height
        return not indented and self.right - before.box.right < 2.5 * self.height

    def is_title(self, line: Line) -> bool:
        """Whether a line is set larger than the text."""
        return line.height > 1.2 * self.height


def _paragraph(lines: list[Line], measure: Measure) -> Iterator[Paragraph]:
    text = wrapped(lines, measure.right).strip() if lines else ""
    if text:
        yield Paragraph(text, 1 if lines[0].page == 1 and measure.is_title(lines[0]) else 0)
