"""How alike the texts of two reports are, whatever names and numbers stand in them (雷同)."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Collection, Iterable

from pipelines.items import Section

# The sections of the forms since 2019 whose content is a table, the same in every report.
_TABLES = frozenset({"proactive_disclosure", "requests", "reconsideration_litigation"})
_NO_WORDS = re.compile(r"[\W\d_]+")
_SHINGLE = 6  # characters: shorter runs are the language's, longer ones break at every edit
SHORTEST = 200  # characters; 本年度未收到申请 alone is no text that could be copied
_BANDS, _ROWS = 14, 5  # two texts that share 85 % miss each other once in 3,000 times
_PLACES = _BANDS * _ROWS
_GOLDEN = 0x9E3779B1  # 2**32 / golden ratio: spreads a checksum evenly (Knuth, TAOCP 6.4)


def narrative(form: str, sections: Iterable[Section], names: Collection[str]) -> str:
    """The words of a report without its tables, names of its agency, numbers and punctuation.

    Whoever copies a text puts in the own name and the new year.
    """
    since_2019 = form.startswith("ogi")
    texts = [s.text for s in sections if not (since_2019 and s.key in _TABLES)]
    words = unicodedata.normalize("NFKC", "".join(texts))
    for name in sorted(names, key=len, reverse=True):
        words = words.replace(unicodedata.normalize("NFKC", name), "")
    return _NO_WORDS.sub("", words)


def shingles(words: str) -> frozenset[int]:
    """The runs of six characters in a text, as numbers; empty where it is too short to compare."""
    if len(words) < SHORTEST:
        return frozenset()
    runs = {words[at : at + _SHINGLE] for at in range(len(words) - _SHINGLE + 1)}
    return frozenset(zlib.crc32(run.encode()) * _GOLDEN & 0xFFFFFFFF for run in runs)


def likeness(one: frozenset[int], other: frozenset[int]) -> float:
    """The share of their runs that two texts have in common, 0 to 1 (Jaccard)."""
    return len(one & other) / len(one | other) if one and other else 0.0


def bands(runs: frozenset[int]) -> tuple[int, ...]:
    """Numbers of which two texts that are much alike have at least one in common.

    A min-hash of one permutation, in bands (Leskovec, Rajaraman, Ullman: Mining of Massive
    Datasets, 3.4; Li, Owen, Zhang 2012): an index over them finds copies among any number of texts.
    """
    if not runs:
        return ()
    least = [0xFFFFFFFF] * _PLACES
    for run in runs:
        place, rank = run % _PLACES, run // _PLACES
        least[place] = min(least[place], rank)
    groups = (least[at : at + _ROWS] for at in range(0, _PLACES, _ROWS))
    return tuple(zlib.crc32(f"{number}:{group}".encode()) for number, group in enumerate(groups))
