"""Whether the text layer of a PDF says what its pages show."""

from __future__ import annotations

import unicodedata
from typing import Final

from pipelines.extract.pdf.page import PageFacts

LARGE: Final = 0.1  # share of the page: seals and letterheads are smaller
BACKGROUND: Final = 0.9  # share of the page of a picture that lies under the text
WRITTEN: Final = 50  # characters that make a page a written one
ENOUGH: Final = 200  # characters from which a document can be judged
UNREADABLE: Final = 0.05  # share of characters without meaning that spoils the rest
# The commonest characters of every report, in its title, its headings and each paragraph.
SUBJECT: Final = frozenset("政府信息公开年报告")


def pictured(fact: PageFacts) -> bool:
    """Whether what matters on a page may stand in a picture."""
    largest = max(fact.picture_shares, default=0.0)
    if largest >= BACKGROUND and len(fact.sheet.glyphs) >= WRITTEN:
        return False
    return largest >= LARGE


def distrusted(facts: list[PageFacts]) -> str:
    """Why the text layer of a whole document cannot be used; empty where it can.

    Fonts that were cut down without a table of meanings give characters of the private area, the
    replacement character, or other letters altogether; some give the words but no figures.
    """
    text = "".join(glyph.text for fact in facts for glyph in fact.sheet.glyphs)
    if len(text) < ENOUGH:
        return ""
    unmapped = sum(fact.unmapped for fact in facts)
    unknown = unmapped + sum(_is_meaningless(character) for character in text)
    if unknown > UNREADABLE * len(text):
        return f"{unknown} of {len(text)} characters of the text layer have no meaning"
    if not any(character.isdigit() for character in text):
        return "the text layer has no figures"
    beyond_latin = sum(character > "\u00ff" for character in text)
    if beyond_latin and not SUBJECT & set(unicodedata.normalize("NFKC", text)):
        return "the text layer has none of the characters of 政府信息公开"
    return ""


def _is_meaningless(character: str) -> bool:
    return character == "\ufffd" or unicodedata.category(character) in ("Co", "Cn", "Cc", "Cs")
