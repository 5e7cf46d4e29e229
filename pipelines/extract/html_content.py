"""Which part of a page is the article: where the words and the tables are."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HtmlElement

from pipelines.extract.html_tree import tag

_ENOUGH = 0.75  # share of the page's weight an element must hold to stand for the article
_NUMBER_CELL = 8  # characters of prose a cell with a number weighs: tables are what we came for
_BOILERPLATE_TAGS = frozenset({"nav", "footer", "aside"})
_BOILERPLATE = re.compile(
    r"(?:^|[-_ ])(?:nav|menu|foot|footer|sidebar|copyright|share|related|recommend|friendlinks?"
    r"|toolbar|pager|bshare|jiathis|bdsharebuttonbox)(?:$|[-_ ])",
    re.IGNORECASE,
)
_ARTICLE_SHARE = 0.3  # an element with more of the weight is no boilerplate, whatever its class


def article(body: HtmlElement) -> HtmlElement:
    """The smallest element that holds nearly all words outside links, and all the tables."""
    weight = _weights(body)
    _drop_boilerplate(body, weight)
    weight = _weights(body)
    whole, place = weight[body], body
    while True:
        heavy = [child for child in place if weight.get(child, 0) >= _ENOUGH * whole]
        if not heavy or tag(heavy[0]) in {"table", "p", "span", "font"}:
            return place
        if _tables(heavy[0]) < _tables(place):
            return place
        place = heavy[0]


def _tables(element: HtmlElement) -> int:
    return sum(1 for table in element.iter("table") if "".join(table.itertext()).strip())


def _weights(body: HtmlElement) -> dict[HtmlElement, float]:
    """For each element, the characters outside links under it."""
    weight: dict[HtmlElement, float] = {}
    for _, element in etree.iterwalk(body, events=("end",)):
        own = len((element.text or "").strip())
        if own and tag(element) in {"td", "p", "span"} and (element.text or "").strip().isdigit():
            own += _NUMBER_CELL
        inside = sum(weight.get(c, 0) + len((c.tail or "").strip()) for c in element)
        weight[element] = 0 if tag(element) == "a" else own + inside
    return weight


def _drop_boilerplate(body: HtmlElement, weight: dict[HtmlElement, float]) -> None:
    whole = max(weight[body], 1)
    for element in list(weight):
        named = f"{element.get('class') or ''} {element.get('id') or ''}"
        if tag(element) not in _BOILERPLATE_TAGS and not _BOILERPLATE.search(named):
            continue
        if element is not body and weight[element] < _ARTICLE_SHARE * whole:
            _drop(element)


def _drop(element: HtmlElement) -> None:
    parent = element.getparent()
    if parent is not None:
        element.tail, tail = None, element.tail
        index = parent.index(element)
        parent.remove(element)
        if tail and index:
            parent[index - 1].tail = (parent[index - 1].tail or "") + tail
        elif tail:
            parent.text = (parent.text or "") + tail
