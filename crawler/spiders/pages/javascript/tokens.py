"""JavaScript source cut into tokens (ECMA-262 chapter 12, without regular expressions)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from crawler.spiders.pages.markup import unquote_js

LONGEST_SCRIPT = 60_000
"""Characters; longer inline scripts are data or libraries, never the pager of a list."""

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*|/\*.*?\*/|<!--[^\n]*|-->)
    |(?P<number>0[xX][0-9a-fA-F]+|\d+(?:\.\d+)?)
    |(?P<string>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
    |(?P<template>`(?:[^`\\]|\\.)*`)
    |(?P<name>[A-Za-z_$\u0080-\uffff][\w$]*)
    |(?P<sign>===|!==|==|!=|<=|>=|&&|\|\||\+\+|--|\+=|-=|\*=|=>|\?\?|[{}()\[\];,.<>+\-*/%!?:=&|~^])
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Token:
    """One token: ``kind`` is number, string, template, name, sign, other or end.

    ``text`` is its source; for strings the text they stand for.
    """

    kind: str
    text: str


END = Token("end", "")


def tokenize(source: str) -> list[Token]:
    """The tokens of ``source`` without white space and comments; empty for an oversized script."""
    if len(source) > LONGEST_SCRIPT:
        return []
    tokens = []
    for match in _TOKEN.finditer(source):
        kind = str(match.lastgroup)
        if kind == "space":
            continue
        text = match[0]
        if kind == "string":
            text = unquote_js(text[1:-1])
        tokens.append(Token(kind, text))
    return tokens
