"""Where in a text the words of a question stand, with what stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from storage.bigrams import Folded, folded
from storage.models.passages import searched_text

AROUND = 30  # characters before and after
MOST = 3  # snippets of a version
_GAP = 2 * AROUND  # places nearer to each other are shown in one snippet


class Snippet(NamedTuple):
    """A piece of a section's text in parts: each with whether it is what was asked for."""

    section_key: str
    heading: str
    parts: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        """The piece as one text."""
        return "".join(part for part, _ in self.parts)


class _Place(NamedTuple):
    begin: int
    end: int


def snippets(
    sections: Sequence[Sequence[str]], words: Sequence[str], section_key: str | None
) -> tuple[Snippet, ...]:
    """The first snippets of sections ``[key, number, heading, text]`` in which words stand.

    One for each word first, then what follows in the text.
    """
    found: list[tuple[int, Snippet]] = []
    for section in sections:
        if section_key in (None, section[0]):
            found += _of_section(section, words, len(found))
    firsts = {next((n for n, one in found if _shows(one, word)), None) for word in words}
    chosen = sorted(found, key=lambda pair: (pair[0] not in firsts, pair[0]))[:MOST]
    return tuple(snippet for _, snippet in sorted(chosen))


def _shows(snippet: Snippet, word: str) -> bool:
    return any(word in folded(part).text for part, asked in snippet.parts if asked)


def _of_section(
    section: Sequence[str], words: Sequence[str], number: int
) -> Iterator[tuple[int, Snippet]]:
    text = searched_text(section)
    for group in _groups(_merged(_places(folded(text), words))):
        yield number, Snippet(section[0], section[2], tuple(_parts(text, group)))
        number += 1


def _places(text: Folded, words: Sequence[str]) -> list[_Place]:
    """Where the words stand, in places of the original text."""
    found = []
    for word in words:
        at = text.text.find(word)
        while at >= 0:
            last = text.places[at + len(word) - 1]
            found.append(_Place(text.places[at], last + 1))
            at = text.text.find(word, at + len(word))
    return sorted(found)


def _merged(places: Sequence[_Place]) -> list[_Place]:
    out: list[_Place] = []
    for place in places:
        if out and place.begin < out[-1].end:
            out[-1] = _Place(out[-1].begin, max(out[-1].end, place.end))
        else:
            out.append(place)
    return out


def _groups(places: Sequence[_Place]) -> Iterator[list[_Place]]:
    group: list[_Place] = []
    for place in places:
        if group and place.begin - group[0].end > _GAP:
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def _parts(text: str, group: Sequence[_Place]) -> Iterator[tuple[str, bool]]:
    begin = max(0, group[0].begin - AROUND)
    end = min(len(text), group[-1].end + AROUND)
    if begin > 0:
        yield "…", False
    at = begin
    for place in group:
        if place.begin > at:
            yield _shown(text[at : place.begin]), False
        yield text[place.begin : place.end], True
        at = place.end
    if end > at:
        yield _shown(text[at:end]), False
    if end < len(text):
        yield "…", False


def _shown(text: str) -> str:
    return text.replace("\n", " ")
