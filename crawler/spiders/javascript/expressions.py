"""Evaluates JavaScript expressions made of literals, known variables and string building."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from crawler.spiders.javascript.tokens import END, Token, tokenize

Value = Any
"""A JavaScript value: str, float, bool, None (null), list, dict, or UNKNOWN."""


class _Unknown:
    """What only a browser could know: the DOM, a cookie, the answer of a request."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = _Unknown()
Scope = dict[str, Value]
_HOLE = re.compile(r"\$\{([^}]*)\}")
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("||", "??"),
    ("&&",),
    ("==", "===", "!=", "!=="),
    ("<", ">", "<=", ">="),
    ("+", "-"),
    ("*", "/", "%"),
)
_CONSTANTS: Scope = {"true": True, "false": False, "null": None, "undefined": UNKNOWN}
_PREFIX = ("!", "-", "+", "++", "--", "~")
_SKIPPED = ("new", "typeof", "await", "void")


class Reader:
    """A cursor over tokens that evaluates the expression it stands on."""

    def __init__(self, tokens: list[Token], scope: Scope, at: int = 0) -> None:
        self.tokens = tokens
        self.scope = scope
        self.at = at

    @property
    def token(self) -> Token:
        """The token under the cursor."""
        return self.tokens[self.at] if self.at < len(self.tokens) else END

    def sees(self, *texts: str) -> bool:
        """Whether the cursor stands on one of these signs or names."""
        return self.token.kind in {"sign", "name"} and self.token.text in texts

    def take(self, text: str) -> bool:
        """Step over ``text`` if the cursor stands on it."""
        if self.sees(text):
            self.at += 1
            return True
        return False

    def expression(self) -> Value:
        """The value of a conditional expression, and the cursor behind it."""
        test = self._binary(0)
        if not self.take("?"):
            return test
        first = self.expression()
        self.take(":")
        second = self.expression()
        if test is UNKNOWN:
            return UNKNOWN
        return first if truth(test) else second

    def arguments(self) -> list[Value]:
        """The values between parentheses; the cursor stands behind the opening one."""
        values: list[Value] = []
        while not self.sees(")") and self.token is not END:
            before = self.at
            values.append(self.expression())
            if not self.take(",") and not self.sees(")"):
                self.at = max(self.at, before + 1)
        self.take(")")
        return values

    def skip_group(self) -> None:
        """Step from an opening bracket over everything up to its closing one."""
        depth = 0
        while self.token is not END:
            depth += self.sees("(", "[", "{") - self.sees(")", "]", "}")
            self.at += 1
            if depth <= 0:
                return

    def _binary(self, level: int) -> Value:
        if level == len(_LEVELS):
            return self._unary()
        left = self._binary(level + 1)
        while self.token.kind == "sign" and self.token.text in _LEVELS[level]:
            sign = self.token.text
            self.at += 1
            left = operate(sign, left, self._binary(level + 1))
        return left

    def _unary(self) -> Value:
        if self.token.kind == "sign" and self.token.text in _PREFIX:
            sign = self.token.text
            self.at += 1
            value = self._unary()
            if sign == "!":
                return UNKNOWN if value is UNKNOWN else not truth(value)
            return number(value, -1 if sign == "-" else 1)
        if self.sees(*_SKIPPED):
            self.at += 1
        return self._postfix(self._primary())

    def _primary(self) -> Value:
        token = self.token
        if self.sees("{"):
            return self._object()
        self.at += 1
        match token.kind, token.text:
            case "number", text:
                return float(int(text, 16)) if text[:2] in {"0x", "0X"} else float(text)
            case "string", text:
                return text
            case "template", text:
                return self._template(text[1:-1])
            case "sign", "(":
                value = self.expression()
                while not self.take(")") and self.token is not END:
                    self.at += 1
                return value
            case "sign", "[":
                return self._array()
            case "name", "function":
                return self._function()
            case "name", name:
                return self._name(name)
        return UNKNOWN

    def _name(self, name: str) -> Value:
        if name in _CONSTANTS:
            return _CONSTANTS[name]
        if self.take("("):
            values = self.arguments()
            known = _FUNCTIONS.get(name)
            return known(*values[:1]) if known and values else UNKNOWN
        return self.scope.get(name, UNKNOWN)

    def _function(self) -> Value:
        if self.token.kind == "name":
            self.at += 1
        self.skip_group()
        self.skip_group()
        return UNKNOWN

    def _postfix(self, value: Value) -> Value:
        while True:
            if self.take("."):
                name = self.token.text
                self.at += 1
                if self.take("("):
                    value = method(value, name, self.arguments())
                else:
                    value = member(value, name)
            elif self.take("["):
                key = self.expression()
                self.take("]")
                value = member(value, key)
            elif self.take("("):
                self.arguments()
                value = UNKNOWN
            elif self.sees("++", "--"):
                self.at += 1
            else:
                return value

    def _array(self) -> list[Value]:
        values: list[Value] = []
        while not self.sees("]") and self.token is not END:
            values.append(self.expression())
            if not self.take(",") and not self.sees("]"):
                self.at += 1
        self.take("]")
        return values

    def _object(self) -> dict[str, Value]:
        found: dict[str, Value] = {}
        self.take("{")
        while not self.sees("}") and self.token is not END:
            key = self.token
            self.at += 1
            if self.take(":"):
                found[key.text] = self.expression()
            elif self.sees("("):  # a method
                self.skip_group()
                self.skip_group()
            elif key.kind == "name" and self.sees(",", "}"):
                found[key.text] = self.scope.get(key.text, UNKNOWN)
            self.take(",")
        self.take("}")
        return found

    def _template(self, text: str) -> Value:
        parts: list[str] = []
        end = 0
        for hole in _HOLE.finditer(text):
            value = Reader(tokenize(hole[1]), self.scope).expression()
            if value is UNKNOWN:
                return UNKNOWN
            parts += (text[end : hole.start()], to_text(value))
            end = hole.end()
        return "".join(parts) + text[end:]


def evaluate(source: str, scope: Scope) -> Value:
    """The value of one expression; UNKNOWN where it depends on anything not in ``scope``."""
    return Reader(tokenize(source), scope).expression()


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
_FUNCTIONS: dict[str, Callable[[Value], Value]] = {
    "parseInt": _whole,
    "Number": number,
    "parseFloat": number,
    "String": _text,
    "encodeURIComponent": _quoted,
    "encodeURI": _same,
    "decodeURIComponent": _same,
}
