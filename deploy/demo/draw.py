"""Repeatable chance: a number that depends on nothing but the words it is drawn for."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


def draw(low: int, high: int, *words: object) -> int:
    """A whole number from ``low`` to ``high``, both included; ``low`` where the range is empty."""
    if high <= low:
        return low
    digest = hashlib.blake2b("/".join(map(str, words)).encode(), digest_size=8).digest()
    return low + int.from_bytes(digest, "big") % (high - low + 1)


def pick(choices: Sequence[T], *words: object) -> T:
    """One of several."""
    return choices[draw(0, len(choices) - 1, *words)]
