"""Every address a page holds, with the words that speak for it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.spiders.pages.javascript.handlers import chosen
from crawler.spiders.pages.labels import column_head, row_head
from crawler.spiders.pages.markup import absolute, attributes, words


@dataclass(frozen=True, slots=True)
class Link:
    """One address and all the evidence the page gives for it.

    ``url`` is absolute and without fragment. ``text`` is the anchor's text with the ``alt`` of its
    pictures, ``title`` its title attribute, ``context`` the heading or list label it stands under,
    ``origin`` where it was found: ``a``, ``area``, ``option``, ``handler``, ``data``, ``comment``,
    ``island``, ``script`` or ``tree``.
    """

    url: str
    text: str = ""
    title: str = ""
    context: str = ""
    origin: str = "a"


Resolve = Callable[[str], str]
"""From the code of a handler to the address it opens, empty if none can be said."""

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "legend", "caption"})
_TITLE_CLASS = re.compile(r"(?:^|[\s_-])(?:\w*tit(?:le)?|\w*head(?:ing)?|hd|bt)(?:$|[\s_-])")
_DATA = ("data-href", "data-url", "data-link", "data-src-url", "linkurl", "data-path")
_CLICK = ("onclick", "ng-click", "@click")
_LEADING = frozenset({"href", "value", *_DATA, *_CLICK})  # no element leads anywhere without
_LITERAL = re.compile(r"""["']([^"'\s]{2,})["']""")
_OPENS = re.compile(r"(?:open|location|href|url|link|jump|go|show|view|to)", re.I)
_PATH = re.compile(
    r"^(?:https?:)?//|^\.{0,2}/|^[\w\-./%]+\.(?:s?html?|jsp|aspx?|php|do|action)\b", re.I
)
_LONGEST_HEADING = 30  # characters; longer text in a heading's place is a sentence


def links_of(root: HtmlElement, base: str, resolve: Resolve, origin: str = "a") -> list[Link]:
    """All links of a tree in document order; ``resolve`` reads handlers without an address."""
    found: list[Link] = []
    heading = ""
    for node in root.iter():
        tag = node.tag
        if tag not in _HEADINGS and not node.keys():
            continue  # most are: the cells of tables
        if tag in _HEADINGS or (tag in {"div", "span", "p", "strong"} and _names_a_title(node)):
            text = words(node)
            heading = text if 1 < len(text) <= _LONGEST_HEADING else heading
        address, place = address_of(node, resolve)
        if url := absolute(base, address):
            where = origin if origin != "a" else place
            found.append(_link(node, url, _context(node, heading), where))
    return found


def address_of(node: HtmlElement, resolve: Resolve) -> tuple[str, str]:
    """The address an element leads to and where it was found; empty where it leads nowhere."""
    if _LEADING.isdisjoint(node.keys()):
        return "", ""
    tag = node.tag
    if tag in {"a", "area"}:
        href = (node.get("href") or "").strip()
        if (
            href
            and not href.startswith("#")
            and not re.match(r"(?i)javascript:|mailto:|tel:", href)
        ):
            return href, str(tag)
    elif tag == "option":
        value = node.get("value") or ""
        if _PATH.search(value):
            return value, "option"
        code = choice(node)
        address = resolve(code) if code else ""
        return (address, "option") if address else ("", "")
    for name in _DATA:
        if value := node.get(name):
            return value, "data"
    if (code := handler(node)) and (address := literal_address(code) or resolve(code)):
        return address, "handler"
    return "", ""


def choice(option: HtmlElement) -> str:
    """The code that runs when an option is chosen; empty where its select does nothing."""
    holder = next(option.iterancestors("select"), None)
    code = (holder.get("onchange") or "").strip() if holder is not None else ""
    value = (option.get("value") or "").strip()
    return chosen(value, code) if code and value else ""


def handler(node: HtmlElement) -> str:
    """The code that runs on a click: onclick or a ``javascript:`` address."""
    href = node.get("href") or ""
    if href[:11].lower() == "javascript:" and "(" in href and "void" not in href:
        return href[11:].strip()
    return next((code for name in _CLICK if (code := node.get(name))), "").strip()


def literal_address(code: str) -> str:
    """The address written out in a handler such as ``window.open('/a.html')``, else empty."""
    if not _OPENS.search(code):
        return ""
    for literal in _LITERAL.findall(code):
        if _PATH.search(literal):
            return str(literal)
    return ""


def _link(node: HtmlElement, url: str, context: str, origin: str) -> Link:
    pictures = " ".join(
        node_picture.get("alt") or node_picture.get("title") or ""
        for node_picture in node.iter("img")
    )
    text = f"{words(node)} {pictures} {node.get('alt') or ''}"
    return Link(url, " ".join(text.split()), (node.get("title") or "").strip(), context, origin)


def _context(node: HtmlElement, heading: str) -> str:
    """The heading above, and the head of the table row or the label of the list around it."""
    if head := row_head(node):
        column = column_head(node)
        return " ".join(part for part in (heading, head, column if column != head else "") if part)
    item = next(node.iterancestors("li", "dd"), None)
    holder = next(item.iterancestors("li", "dl"), None) if item is not None else None
    label = ""
    if holder is not None:
        first = next((text.strip() for text in holder.itertext() if text.strip()), "")
        label = first if first != words(node) else ""
    return " ".join(part for part in (heading, label if label != heading else "") if part)


def _names_a_title(node: HtmlElement) -> bool:
    names = attributes(node)
    return len(names) > 1 and bool(_TITLE_CLASS.search(names)) and len(node) <= 4
