"""Data written in a script as JavaScript and not as JSON: bare keys, single quotes, last commas."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from crawler.spiders.pages.javascript.expressions import Reader
from crawler.spiders.pages.javascript.tokens import LONGEST_SCRIPT, tokenize
from crawler.spiders.pages.javascript.values import UNKNOWN, Value

_START = re.compile(r"\[\s*\{\s*[\"']?[\w$]+[\"']?\s*:")
_PIECE = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|[\[\]{}()]", re.DOTALL)
_MOST = 50


def arrays_in(script: str) -> Iterator[list[object]]:
    """Every array of objects that is written as JavaScript; strict JSON is left out."""
    end = 0
    for count, start in enumerate(_START.finditer(script)):
        if count == _MOST:
            return
        if start.start() < end:
            continue
        text = _balanced(script, start.start())
        end = start.start() + len(text)
        if text and not _is_json(text):
            value = _plain(Reader(tokenize(text), {}).expression())
            if isinstance(value, list):
                yield value


def _balanced(script: str, start: int) -> str:
    """From an opening bracket to its closing one; empty where it is not closed."""
    depth = 0
    for piece in _PIECE.finditer(script, start, start + LONGEST_SCRIPT):
        depth += (piece[0] in "[{(") - (piece[0] in "]})")
        if depth == 0:
            return script[start : piece.end()]
    return ""


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _plain(value: Value) -> object:
    """A value without what is not known, whole numbers as integers."""
    if isinstance(value, list):
        return [_plain(item) for item in value if item is not UNKNOWN]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item is not UNKNOWN}
    return int(value) if isinstance(value, float) and value.is_integer() else value
