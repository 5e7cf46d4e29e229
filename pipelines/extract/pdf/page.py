"""A page of a PDF as a sheet: characters with their boxes, and the straight lines drawn on it."""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import pi
from statistics import median

from pipelines.extract.lattice.sheet import Box, Glyph, Sheet
from pipelines.extract.pdf.native import Page, TextPage, raw
from pipelines.extract.pdf.paths import PathReader
from pipelines.extract.pdf.placing import Placing

GIANT = 4.0  # times the usual height of a page's characters; a title has about twice that


@dataclass(frozen=True)
class PageFacts:
    """A page and what is needed to judge its text layer.

    ``unmapped`` counts characters for which the font gives no Unicode value; ``pictures`` are the
    places of the pictures on the page. Characters that are not painted, as those of a text layer
    laid under a scan, are left out where there are pictures. ``sideways`` counts the quarters by
    which the letters of an upright page are turned.
    """

    sheet: Sheet
    unmapped: int
    pictures: tuple[Box, ...]
    sideways: int = 0

    @property
    def picture_shares(self) -> tuple[float, ...]:
        """The share of the page that each picture covers."""
        area = max(1.0, self.sheet.width * self.sheet.height)
        return tuple(box.width * box.height / area for box in self.pictures)


def read_page(page: Page, number: int) -> PageFacts:
    """The characters and rules of a page, as they stand when the page is looked at upright."""
    text_page = page.get_textpage()
    try:
        placing = Placing.of(page, _quarters(text_page))
        paths = PathReader(placing)
        paths.read_page(page)
        chars = list(_characters(text_page, placing))
        if paths.pictures:
            chars = [char for char in chars if not char.hidden]
        glyphs = tuple(_once(_plausible(chars, text_page, placing)))
        sheet = Sheet(number, placing.width, placing.height, glyphs, tuple(paths.rules))
        unmapped = sum(char.unmapped for char in chars)
        return PageFacts(sheet, unmapped, tuple(paths.pictures), placing.sideways)
    finally:
        text_page.close()


def _quarters(text_page: TextPage) -> int | None:
    """Quarters clockwise that bring most letters upright; None on a page without letters.

    A landscape table is often laid sideways on an upright page, with or without /Rotate.
    """
    turns = Counter(
        -round(raw.FPDFText_GetCharAngle(text_page, index) / (pi / 2)) % 4
        for index in range(raw.FPDFText_CountChars(text_page))
        if raw.FPDFText_IsGenerated(text_page, index) != 1
    )
    return turns.most_common(1)[0][0] if turns else None


@dataclass(frozen=True, slots=True)
class _Character:
    index: int
    glyph: Glyph
    unmapped: bool
    hidden: bool


def _characters(text_page: TextPage, placing: Placing) -> Iterator[_Character]:
    rect = raw.FS_RECTF()
    high = 0
    for index in range(raw.FPDFText_CountChars(text_page)):
        code = raw.FPDFText_GetUnicode(text_page, index)
        if 0xD800 <= code < 0xDC00:  # Windows builds give a rare character in two halves
            high = code
            continue
        if 0xDC00 <= code < 0xE000 and high:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00)
        high = 0
        if raw.FPDFText_IsGenerated(text_page, index) == 1:
            continue  # spaces and line ends that the library adds itself
        unmapped = raw.FPDFText_HasUnicodeMapError(text_page, index) == 1 or code == 0
        owner = raw.FPDFText_GetTextObject(text_page, index)
        hidden = raw.FPDFTextObj_GetTextRenderMode(owner) == raw.FPDF_TEXTRENDERMODE_INVISIBLE
        character = chr(code) if code else "\ufffd"
        if character.isspace() or not raw.FPDFText_GetLooseCharBox(
            text_page, index, ctypes.byref(rect)
        ):
            continue
        box = placing.box(rect.left, rect.bottom, rect.right, rect.top)
        yield _Character(index, Glyph(character, box), unmapped, hidden)


def _plausible(chars: list[_Character], text_page: TextPage, placing: Placing) -> Iterator[Glyph]:
    """The glyphs; where the font claims a giant box, as vertical fonts do, with that of the ink."""
    usual = median([char.glyph.box.height for char in chars]) if chars else 0.0
    sides = [ctypes.c_double() for _ in range(4)]
    for char in chars:
        if char.glyph.box.height <= GIANT * usual:
            yield char.glyph
        elif raw.FPDFText_GetCharBox(text_page, char.index, *(ctypes.byref(s) for s in sides)):
            left, right, bottom, top = (side.value for side in sides)
            yield Glyph(char.glyph.text, placing.box(left, bottom, right, top))


def _once(glyphs: Iterator[Glyph]) -> Iterator[Glyph]:
    """Without the second printing of a character that makes letters look bold."""
    seen: dict[tuple[str, int, int], Box] = {}
    for glyph in glyphs:
        x, y = glyph.box.middle
        size = max(glyph.box.height, 1.0)
        place = (glyph.text, round(x / size), round(y / size))
        before = seen.get(place)
        if before is not None:
            apart = max(abs(before.left - glyph.box.left), abs(before.top - glyph.box.top))
            if apart < 0.15 * size:
                continue
        seen[place] = glyph.box
        yield glyph
