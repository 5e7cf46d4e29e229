"""The terms by which Chinese text is searched: its pairs of characters, and the last character.

A string of any length occurs in a text exactly where its pairs follow one another there; a single
character begins a pair or is the last. No dictionary is needed, and none can be wrong.

Whoever changes the terms adds a migration that makes the index anew: SQLite takes an entry out of
it only when told the terms that went in.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

LONGEST_PHRASE = 64  # units of a phrase that is asked for
_LONGEST = 4000  # units of a passage; a tsvector counts positions up to 16,383
_MOST_OF_ONE = 255  # of one pair in a passage; a tsvector keeps 256 positions of a term
_DIGITS = 4  # that write a unit of UTF-16


class Folded(NamedTuple):
    """A text in the form in which it is compared, and where each character of it came from.

    ``places`` has for each character of ``text`` its index in the original, and one more: the
    length of the original.
    """

    text: str
    places: tuple[int, ...]


def folded(text: str) -> Folded:
    """NFKC, small letters, no white space: spaces and line breaks are layout, not words."""
    out: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        for plain in _fold(character):
            out.append(plain)
            places.append(place)
    return Folded("".join(out), (*places, len(text)))


def fold(text: str) -> str:
    """The form of a text in which it is compared: what :func:`folded` gives, without places."""
    return "".join(map(_fold, text))


def passages(text: str) -> Iterator[tuple[str, ...]]:
    """The terms of a folded text, in passages that overlap by a phrase.

    Each phrase of up to :data:`LONGEST_PHRASE` units is whole in one passage. The limits are those
    of PostgreSQL's tsvector, which would drop positions silently.
    """
    units = _units(text)
    begin = 0
    while begin < len(units):
        end = _end(units, begin)
        yield (*_pairs(units[begin:end]), units[end - 1])
        if end == len(units):
            return
        begin = end - LONGEST_PHRASE + 1


def phrase(text: str) -> tuple[str, ...]:
    """The terms that follow one another where a folded text of two units or more occurs.

    Of a text of one unit, what the terms begin with where it occurs.
    """
    units = _units(text)
    return _pairs(units) or tuple(units)


def units_of(text: str) -> int:
    """The length of a folded text in units of UTF-16: characters beyond U+FFFF count two."""
    return len(_units(text))


def _end(units: list[str], begin: int) -> int:
    met: Counter[tuple[str, str]] = Counter()
    last = min(begin + _LONGEST, len(units))
    for place in range(begin + 1, last):
        pair = units[place - 1], units[place]
        met[pair] += 1
        if met[pair] > _MOST_OF_ONE:
            return place
    return last


def _pairs(units: list[str]) -> tuple[str, ...]:
    return tuple(first + second for first, second in pairwise(units))


def _units(text: str) -> list[str]:
    """The units of UTF-16, each as four digits: terms that no tokenizer takes apart."""
    data = text.encode("utf-16-be", "surrogatepass").hex()
    return [data[place : place + _DIGITS] for place in range(0, len(data), _DIGITS)]


@lru_cache(maxsize=1 << 16)
def _fold(character: str) -> str:
    return "".join(unicodedata.normalize("NFKC", character).casefold().split())
