"""The tree of columns that an application is configured with: nodes with names and ids.

Such a page holds neither rows nor links, but what its script is told: the tree, the path of the
interface that answers the articles of a node, and the number of the site.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from crawler.spiders.listings.family import ListRequest
from crawler.spiders.pages.javascript.program import Program
from crawler.spiders.pages.markup import absolute
from crawler.spiders.pages.page import Page
from crawler.spiders.pages.records import Json, first_text, plain

_ANNUAL = re.compile(r"年报|年度报告")
_NODE = re.compile(r"\d+(?:\.0)?")
_INTERFACE = re.compile(r"^(?:https?:/)?/[^\s\"'<>]*[/=]$")
_SITE = re.compile(r"^(?:s|site|web|website|app|tenant|unit)_?(?:id|code)$", re.I)
_PAGE = {"page": "1"}


def annual_nodes(
    value: Json, above: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Id, name and annual nodes above of the annual-report nodes and of all folders below them."""
    if isinstance(value, dict):
        record = plain(value)
        name, node = first_text(record, ("name", "title")), str(record.get("id", ""))
        if (above or _ANNUAL.search(name)) and _NODE.fullmatch(node):
            yield node.split(".")[0], name, above
            above = (*above, name)
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in inner:
        if isinstance(part, dict | list):
            yield from annual_nodes(part, above)


def calls_for_nodes(page: Page) -> Iterator[ListRequest]:
    """The lists of the annual-report nodes, by the interface named beside the tree."""
    if page.is_json or not any(True for value in page.data for _ in annual_nodes(value)):
        return
    for settings in Program(page.scripts, page.url).variables.values():
        if not isinstance(settings, dict):
            continue
        texts = {key: value for key, value in settings.items() if isinstance(value, str | float)}
        interfaces = [v for v in texts.values() if isinstance(v, str) and _INTERFACE.match(v)]
        sites = {key.lower(): _text(v) for key, v in texts.items() if _SITE.match(key)}
        for interface in interfaces:
            for node, name, above in annual_nodes(settings):
                query = urlencode(_PAGE | sites)
                joined = f"{interface}{node}{'&' if '?' in interface else '?'}{query}"
                yield ListRequest(absolute(page.base, joined), label=name, above=above)


def _text(value: str | float) -> str:
    return str(int(value)) if isinstance(value, float) else value
