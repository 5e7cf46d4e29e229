"""JavaScript values and what its operators and string methods make of them (ECMA-262)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

Value = Any
"""A JavaScript value: str, float, bool, None (null), list, dict, or UNKNOWN."""


class _Unknown:
    """What only a browser could know: the DOM, a cookie, the answer of a request."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = _Unknown()


def operate(sign: str, left: Value, right: Value) -> Value:
    """``left sign right`` by the rules of JavaScript, for strings and numbers."""
    if sign in {"||", "??"}:
        return right if left is UNKNOWN or not truth(left) else left
    if sign == "&&":
        return right if left is not UNKNOWN and truth(left) else left
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if sign == "+" and (isinstance(left, str) or isinstance(right, str)):
        return to_text(left) + to_text(right)
    if sign in {"==", "===", "!=", "!=="}:
        return (to_text(left) == to_text(right)) == (sign[0] == "=")
    first, second = number(left), number(right)
    if first is UNKNOWN or second is UNKNOWN:
        return UNKNOWN
    return _ARITHMETIC[sign](first, second)


def member(value: Value, key: Value) -> Value:
    """``value[key]`` or ``value.key`` of objects, arrays and strings."""
    if isinstance(value, dict):
        return value.get(to_text(key), UNKNOWN)
    if isinstance(value, str | list):
        if key == "length":
            return float(len(value))
        if isinstance(key, float) and 0 <= key < len(value):
            return value[int(key)]
    return UNKNOWN


def method(value: Value, name: str, values: list[Value]) -> Value:
    """``value.name(values)`` for the methods that build addresses."""
    if name == "stringify" and values:  # JSON and qs: the request says which it is
        return values[0]
    if name in {"toString", "trim", "valueOf"}:
        return UNKNOWN if value is UNKNOWN else to_text(value).strip()
    if UNKNOWN in values or not isinstance(value, str):
        return UNKNOWN
    texts = [to_text(v) for v in values]
    if name == "concat":
        return value + "".join(texts)
    if name == "replace" and len(texts) == 2:
        return value.replace(texts[0], texts[1], 1)
    if name in {"indexOf", "lastIndexOf"} and texts:
        return float(value.find(texts[0]) if name == "indexOf" else value.rfind(texts[0]))
    if name in {"substring", "slice"} and all(isinstance(v, float) and v >= 0 for v in values):
        return value[
            slice(*(int(v) for v in (values if len(values) > 1 else [*values, len(value)])))
        ]
    return UNKNOWN


def truth(value: Value) -> bool:
    """Whether JavaScript takes a known value as true."""
    return bool(value) or isinstance(value, list | dict)


def to_text(value: Value) -> str:
    """A known value as JavaScript writes it into a string."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return "null" if value is None else str(value)


def number(value: Value, factor: float = 1) -> Value:
    """A value as a number times ``factor``, UNKNOWN where it is none."""
    if isinstance(value, bool | float):
        return float(value) * factor
    if isinstance(value, str) and re.fullmatch(r"\s*-?\d+(?:\.\d+)?\s*", value):
        return float(value) * factor
    return UNKNOWN


def _whole(value: Value) -> Value:
    match = re.match(r"\s*-?\d+", value) if isinstance(value, str) else None
    if match:
        return float(match[0])
    found = number(value)
    return UNKNOWN if found is UNKNOWN else float(math.trunc(found))


def _quoted(value: Value) -> Value:
    return UNKNOWN if value is UNKNOWN else quote(to_text(value))


def _text(value: Value) -> Value:
    return UNKNOWN if value is UNKNOWN else to_text(value)


def _same(value: Value) -> Value:
    return value


_ARITHMETIC: dict[str, Callable[[float, float], Value]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b if b else UNKNOWN,
    "%": lambda a, b: math.fmod(a, b) if b else UNKNOWN,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
}
FUNCTIONS: dict[str, Callable[[Value], Value]] = {
    "parseInt": _whole,
    "Number": number,
    "parseFloat": number,
    "String": _text,
    "encodeURIComponent": _quoted,
    "encodeURI": _same,
    "decodeURIComponent": _same,
}
