"""Printed labels to rows and columns of a form: one label in five departs from the form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from pipelines.report.form import Entry

ALIKE = 0.62  # the worst true wording met, 没有现成信息 for 没有现成信息需要另行制作, reaches 0.67
SURE = 0.8
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_NUMBERING = re.compile(
    r"^(?:[(（]?[一二三四五六七八九十]{1,2}[)）、,.:]+|[(（]?\d{1,2}[)）、,.:]+|其中:?|[①-⑳])+"
)
_FILLED_IN = re.compile(r"[(（]?\d{4}年?[)）]?")  # 本年(2023)制发件数
_PUNCTUATION = re.compile(r"[^\w]+")


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """A text without white space, width and form of its characters evened out (NFKC)."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=8192)
def bare(label: str) -> str:
    """A label without numbering, years, brackets and quotes: what is left to compare."""
    text = _NUMBERING.sub("", normal(label))
    return _PUNCTUATION.sub("", _FILLED_IN.sub("", text)) or _PUNCTUATION.sub("", normal(label))


@lru_cache(maxsize=65536)
def alike(printed: str, wording: str) -> float:
    """How alike two labels are, 0 to 1, by the share of characters in order."""
    return fuzz.ratio(bare(printed), bare(wording)) / 100


def likeness(printed: str, entry: Entry) -> float:
    """How alike a printed label is to the best wording of an entry, 0 to 1."""
    return _closest(printed, entry.wordings)


@lru_cache(maxsize=65536)
def _closest(printed: str, wordings: tuple[str, ...]) -> float:
    return max(alike(printed, wording) for wording in wordings)


def best(printed: str, entries: Sequence[Entry], least: float = ALIKE) -> Entry | None:
    """The entry a printed label most likely means; None where none is alike enough."""
    if not bare(printed):
        return None
    entry = max(entries, key=lambda e: likeness(printed, e), default=None)
    return entry if entry is not None and likeness(printed, entry) >= least else None
