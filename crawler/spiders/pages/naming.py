"""What a page says of itself: title, headings, meta tags (国办发〔2017〕47号), path, frames."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from crawler.spiders.pages.markup import absolute, words

_HERE = re.compile(
    r"(?:您?(?:现在|当前)?的?(?:所在)?位置|您现在(?:的位置|在)|当前位置|当前栏目)\s*[:：是]?"
)
_SEPARATORS = re.compile(r"\s*(?:>+|»|›|＞+|→|->|/|\||·|&gt;)\s*")
_TEXTS: Any = etree.XPath("descendant::text()", smart_strings=False)
# An element by the first text in it: said of text nodes, libxml2 need not ask every element.
_PLACES: Any = etree.XPath(
    '//text()[contains(., "位置") or contains(., "当前栏目")][not(preceding-sibling::text())]/..'
)
_CRUMBS: Any = etree.XPath('//@class[contains(., "crumb") or contains(., "position")]/..')
_HEADINGS = ("h1", "h2", "h3", "h4")


def title_of(root: HtmlElement) -> str:
    """The words of the title element."""
    node = next(root.iter("title"), None)
    return words(node) if node is not None else ""


def headings_of(root: HtmlElement) -> tuple[str, ...]:
    """The words of the headings, first to fourth order, in document order."""
    return tuple(text for node in root.iter(*_HEADINGS) if (text := words(node)))


def meta_of(root: HtmlElement) -> dict[str, str]:
    """The meta tags by name in lower case; sites copy tags, so a filled one wins."""
    found: dict[str, str] = {}
    for node in root.iter("meta"):
        name = (node.get("name") or node.get("property") or "").strip().lower()
        content = (node.get("content") or "").strip()
        if name and (content or name not in found):
            found[name] = content
    return found


def visible_of(root: HtmlElement) -> str:
    """All words a visitor sees."""
    body = next(root.iter("body", "frameset"), None)
    return " ".join(" ".join(_TEXTS(body)).split()) if body is not None else ""


def frames_of(root: HtmlElement, base: str) -> tuple[str, ...]:
    """The addresses of the pages shown in frames."""
    sources = (
        node.get("src") or node.get("data-src") or "" for node in root.iter("frame", "iframe")
    )
    return tuple(url for source in sources if (url := absolute(base, source)))


def breadcrumb_of(root: HtmlElement) -> tuple[str, ...]:
    """The path 首页 > 政务公开 > … printed above a page, without the words before it."""
    for node in _PLACES(root):
        for place in [node, *node.iterancestors()][:3]:
            text = words(place)
            match = _HERE.search(text)
            if match and len(text) < 200 and _SEPARATORS.search(text, match.end()):
                steps = _SEPARATORS.split(text[match.end() :])
                return tuple(step.strip() for step in steps if step.strip())
    for place in _CRUMBS(root):
        steps = _SEPARATORS.split(words(place))
        if 1 < len(steps) < 10 and len(words(place)) < 200:
            return tuple(step.strip() for step in steps if step.strip())
    return ()
