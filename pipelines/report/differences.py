"""What differs between two readings of a report: cells and sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from storage.records import FigureRecord, SectionRecord
from storage.vocabulary import CellState

# A sentence ends with its own sign, or with the line.
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell ``table.row.column`` that prints something else; None where it is not there."""

    cell: str
    before: FigureRecord | None
    after: FigureRecord | None


@dataclass(frozen=True, slots=True)
class TextChange:
    """Sentences of a section that went and that came in their place; either may be empty."""

    section: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def changed_cells(
    before: Mapping[str, FigureRecord], after: Mapping[str, FigureRecord]
) -> list[CellChange]:
    """The cells whose number or state differs, in the order of the form.

    Where a cell stood and how its number was spelled (1,234 for 1234) makes no difference.
    """
    order = dict.fromkeys((*before, *after))
    pairs = ((key, before.get(key), after.get(key)) for key in order)
    return [CellChange(*pair) for pair in pairs if _meaning(pair[1]) != _meaning(pair[2])]


def changed_text(
    before: Sequence[SectionRecord], after: Sequence[SectionRecord]
) -> list[TextChange]:
    """The sentences that differ, section by section; spaces and widths make no difference."""
    old, new = _by_heading(before), _by_heading(after)
    return [
        change
        for heading in dict.fromkeys((*old, *new))
        for change in _changes(heading, old.get(heading, ""), new.get(heading, ""))
    ]


def _meaning(figure: FigureRecord | None) -> object:
    if figure is None:
        return None
    if figure.state is CellState.TEXT:
        return _plain(figure.raw)
    return figure.state, figure.value


def _by_heading(sections: Sequence[SectionRecord]) -> dict[str, str]:
    texts: dict[str, str] = {}
    for section in sections:
        heading = f"{section.number}、{section.heading}".lstrip("、")
        texts[heading] = f"{texts[heading]}\n{section.text}" if heading in texts else section.text
    return texts


def _changes(section: str, before: str, after: str) -> Iterator[TextChange]:
    old, new = _sentences(before), _sentences(after)
    matcher = SequenceMatcher(None, [*map(_plain, old)], [*map(_plain, new)], autojunk=False)
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if kind != "equal":
            yield TextChange(section, old[old_from:old_to], new[new_from:new_to])


def _sentences(text: str) -> tuple[str, ...]:
    return tuple(stripped for part in _SENTENCE.findall(text) if (stripped := part.strip()))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
