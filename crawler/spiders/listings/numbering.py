"""Page numbers inside addresses: read them, learn the rule of a pager, and write the next one."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.spiders.listings.family import ListRequest

_DIGITS = re.compile(r"\d{1,6}")
_PARAMETER = re.compile(
    r"^(?:(?:cur|curr|current|now|this|d|i|int|str)?_?page(?:_?(?:no|num|number|index|now|cur))?"
    r"|p|pn|pg|pno|curr(?:ent)?|nowpage|pageindex|cpage|pagination|pager\.offset)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """Addresses that differ in one number: ``prefix``, a number, ``suffix``.

    The number of page k is ``slope * k + offset``; a slope of -1 is a list counted down.
    """

    prefix: str
    suffix: str
    slope: int
    offset: int

    def address(self, number: int) -> str:
        """The address of page ``number``, counted from 1."""
        return f"{self.prefix}{self.slope * number + self.offset}{self.suffix}"


def learn(known: dict[int, str]) -> Rule | None:
    """The rule behind addresses of known page numbers; None where there is no single one."""
    pairs = sorted(known.items())
    if len(pairs) < 2:
        return None
    (first, a), (second, b) = pairs[-2], pairs[-1]
    for rule in _rules(first, a, second, b):
        if all(rule.address(number) == url for number, url in pairs[1:]):
            return rule
    return None


def page_parameter(names: list[str]) -> str:
    """The name among ``names`` that carries the page number, empty if none does."""
    return next((name for name in names if _PARAMETER.match(name)), "")


def advance(request: ListRequest, number: int) -> ListRequest | None:
    """``request`` for another page, by its page parameter in the address or the form body.

    Systems that count from 0 are followed: the parameter keeps its distance from the number.
    """
    parts = urlsplit(request.url)
    held: dict[str, dict[str, str | int]] = {
        "query": {**dict(parse_qsl(parts.query, keep_blank_values=True))},
        "body": _body_fields(request.body),
    }
    for place, fields in held.items():
        name = page_parameter(list(fields))
        value = str(fields.get(name, ""))
        if not value.isdigit():
            continue
        there = int(value) + number - request.number
        changed = {**fields, name: there if isinstance(fields[name], int) else str(there)}
        if place == "body":
            return replace(request, body=_body(changed, request.body), number=number)
        url = urlunsplit(parts._replace(query=urlencode(changed)))
        return replace(request, url=url, number=number)
    return None


def asks_for_a_page(request: ListRequest) -> bool:
    """Whether a request carries a page number, in its query or its body."""
    return advance(request, request.number) is not None


def _body_fields(body: bytes) -> dict[str, str | int]:
    text = body.decode("utf-8", "replace")
    if text.startswith("{"):
        value = json.loads(text)
        return value if isinstance(value, dict) else {}
    return {**dict(parse_qsl(text, keep_blank_values=True))}


def _body(fields: Mapping[str, str | int], old: bytes) -> bytes:
    if old.startswith(b"{"):
        return json.dumps(fields, ensure_ascii=False).encode()
    return urlencode(fields).encode()


def following(url: str, number: int) -> str:
    """The address after ``url``, the page ``number`` of a list, where ``url`` shows its number.

    ``index_1.html`` may be page 1 or page 2: either way the next one has the next number.
    """
    path, sep, query = url.partition("?")
    match = re.search(r"([_\-/.]|page|list|index)(\d{1,4})(\.\w+|/?)$", path, re.I)
    if match and int(match[2]) in {number, number - 1}:
        return f"{path[: match.start(2)]}{int(match[2]) + 1}{match[3]}{sep}{query}"
    return ""


def guesses(url: str, extensions: list[str]) -> Iterator[str]:
    """Where page 2 of the list at ``url`` may be, by the habits of publishing systems."""
    parts = urlsplit(url)
    match = re.search(r"/([^/]*?)(\.s?html?|\.jhtml)$", parts.path)
    if parts.query:
        yield urlunsplit(parts._replace(query=f"{parts.query}&page=2"))
        yield urlunsplit(parts._replace(query=f"{parts.query}&pageNum=2"))
    elif match:
        stem, extension = parts.path[: match.start(2)], match[2]
        yield urlunsplit(parts._replace(path=f"{stem}_1{extension}"))
        yield urlunsplit(parts._replace(path=f"{stem}_2{extension}"))
    elif parts.path.endswith("/"):
        for extension in extensions[:1] or [".html"]:
            yield urlunsplit(parts._replace(path=f"{parts.path}index_1{extension}"))
            yield urlunsplit(parts._replace(path=f"{parts.path}index_2{extension}"))


def _rules(first: int, a: str, second: int, b: str) -> Iterator[Rule]:
    for here in _DIGITS.finditer(a):
        prefix, suffix = a[: here.start()], a[here.end() :]
        if not (b.startswith(prefix) and b.endswith(suffix)):
            continue
        middle = b[len(prefix) : len(b) - len(suffix)]
        if not middle.isdigit() or middle == here[0]:
            continue
        slope, rest = divmod(int(middle) - int(here[0]), second - first)
        if rest == 0 and slope:
            yield Rule(prefix, suffix, slope, int(here[0]) - slope * first)
