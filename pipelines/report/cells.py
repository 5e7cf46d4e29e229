"""A cell's raw text to value, state and doubt; raw text is never repaired."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from storage.vocabulary import CellState


class CellReading(NamedTuple):
    """What a cell says. ``value`` is None unless one number is certain; ``doubt`` says why not."""

    value: int | float | None
    state: CellState
    doubt: str = ""


_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_NOTHING = re.compile(r"(?:[-‐‑–—―─_/\\|~*]|无|N/?A|不适用|不涉及|无此项|没有)+", re.IGNORECASE)
_UNIT = re.compile(r"\(?(?:万元|亿元|元|人次|[件条次项个宗人篇起份部户例])\)?[。.;；]?$")
_SIGNS = (("增加", "+"), ("减少", "-"), ("增", "+"), ("减", "-"), ("新增", "+"))
_REMARK = re.compile(
    r"^([+-]?[\d,. ]*\d)\s*(?:件|条|项|个)?\s*\(([^()]*)\)$"
)  # 22（其中修订 16 件）
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_ZERO = {"〇": "0", "零": "0", "O": "0", "o": "0", "○": "0"}
_LONGEST = 15  # digits; more are no count of anything


def read_cell(raw: str) -> CellReading:
    """The number a cell prints, without unit and separators, in the unit it was printed in.

    ``1,234``, ``1 234``, ``１２３``, ``减2``, ``251000元`` and ``22（其中修订16件）`` are numbers.
    Two numbers on two lines, and whatever else could be read in two ways, are text with a
    doubt.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", raw)).strip()
    if not text:
        return CellReading(None, CellState.BLANK)
    if _NOTHING.fullmatch(re.sub(r"\s", "", text)):
        return CellReading(None, CellState.NOT_APPLICABLE)
    if remark := _REMARK.match(text):
        text = remark[1]
    return _number(_without_words(text))


@lru_cache(maxsize=4096)
def is_numeric(raw: str) -> bool:
    """Whether a cell holds a number or a sign for nothing: it belongs to a column of numbers."""
    return read_cell(raw).state in {
        CellState.NUMBER,
        CellState.ZERO,
        CellState.NOT_APPLICABLE,
    }


def _without_words(text: str) -> str:
    text = _UNIT.sub("", text).strip()
    text = _ZERO.get(text, text)
    for word, sign in _SIGNS:
        if text.startswith(word):
            return sign + text.removeprefix(word).lstrip()
    return text.replace("−", "-").removesuffix("。")


def _number(text: str) -> CellReading:
    compact = _joined(text)
    if compact is None:
        return CellReading(None, CellState.TEXT, "two numbers in one cell")
    if _THOUSANDS.fullmatch(compact):
        compact = compact.replace(",", "")
    if not _NUMBER.fullmatch(compact):
        return CellReading(None, CellState.TEXT, _why_no_number(compact))
    if sum(char.isdigit() for char in compact) > _LONGEST:
        return CellReading(None, CellState.TEXT, "more digits than a count has")
    value = _plain(compact)
    state = CellState.ZERO if value == 0 else CellState.NUMBER
    return CellReading(value, state)


def _why_no_number(text: str) -> str:
    """What is odd about a text in the place of a number; nothing about words."""
    if any(char == "\ufffd" or unicodedata.category(char) == "Co" for char in text):
        return "a character that the font gives no meaning"
    return "digits that form no number" if re.search(r"\d", text) else ""


def _joined(text: str) -> str | None:
    """Digits with stray spaces as one number; None where they are two.

    Word puts a space inside a number (``12 5``, ``12 .5``, ``1 234``); a line break separates two.
    """
    if re.search(r"\d\s*\n\s*\d", text):
        return None
    return re.sub(r"\s+", "", text)


def _plain(number: str) -> int | float:
    value = Decimal(number)
    return int(value) if value == value.to_integral_value() else float(value)
