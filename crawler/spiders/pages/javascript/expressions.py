"""Evaluates JavaScript expressions made of literals, known variables and string building."""

from __future__ import annotations

import re

from crawler.spiders.pages.javascript.tokens import END, Token, tokenize
from crawler.spiders.pages.javascript.values import (
    FUNCTIONS,
    UNKNOWN,
    Value,
    member,
    method,
    number,
    operate,
    to_text,
    truth,
)

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
            known = FUNCTIONS.get(name)
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
                    values = self.arguments()
                    is_field = name == "val" and not values
                    value = self._field() if is_field else method(value, name, values)
                else:
                    found = member(value, name)
                    value = self._field() if found is UNKNOWN and name == "value" else found
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

    def _field(self) -> Value:
        """What stands in the field of a form, where a choice has just put something into one."""
        return self.scope.get("field.value", UNKNOWN)

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
