"""Pages of a PDF that have to be looked at: scans, pictures of tables, spoilt text layers."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from pipelines.extract.lattice.sheet import Box, Glyph, Rule, Sheet
from pipelines.extract.pdf.native import Page
from pipelines.extract.pdf.page import PageFacts
from storage.errors import ReaderMissing

SCALE: Final = 200 / 72  # pixels per point; 200 dpi is what offices scan at
PIXELS: Final = 30_000_000  # of one page at most; an A3 page at 200 dpi has 7.7 million


def seen_page(page: Page, fact: PageFacts, whole: bool) -> Sheet:
    """The sheet of a page with what the recogniser sees, in points.

    Args:
        page: the page, to be drawn.
        fact: what its text layer gives.
        whole: everything from the picture, nothing from the text layer.

    Raises:
        ReaderMissing: the extra ``ocr`` is not installed.
    """
    try:
        from pipelines.extract.ocr.page import read_picture
    except ImportError as error:
        raise ReaderMissing(
            "scanned pages need the extra 'ocr': pip install 'nianbao[ocr]'"
        ) from error
    given = fact.sheet
    scale = min(SCALE, math.sqrt(PIXELS / max(1.0, given.width * given.height)))
    turned = fact.sideways * 90
    drawn = page.render(scale=scale, grayscale=True, rotation=turned).to_numpy()
    seen = _scaled(read_picture(drawn.reshape(drawn.shape[:2]), given.number), 1 / scale)
    if whole:
        return seen
    boxes = fact.pictures
    return replace(
        given,
        glyphs=(*given.glyphs, *(g for g in seen.glyphs if _inside(g.box, boxes))),
        rules=(*given.rules, *(rule for rule in seen.rules if _inside(_extent(rule), boxes))),
    )


def _scaled(sheet: Sheet, factor: float) -> Sheet:
    return Sheet(
        sheet.number,
        sheet.width * factor,
        sheet.height * factor,
        tuple(
            Glyph(glyph.text, Box(*(side * factor for side in glyph.box)), glyph.confidence)
            for glyph in sheet.glyphs
        ),
        tuple(
            Rule(rule.vertical, rule.at * factor, rule.start * factor, rule.stop * factor)
            for rule in sheet.rules
        ),
    )


def _extent(rule: Rule) -> Box:
    if rule.vertical:
        return Box(rule.at, rule.start, rule.at, rule.stop)
    return Box(rule.start, rule.at, rule.stop, rule.at)


def _inside(box: Box, boxes: tuple[Box, ...]) -> bool:
    x, y = box.middle
    return any(b.left <= x <= b.right and b.top <= y <= b.bottom for b in boxes)
