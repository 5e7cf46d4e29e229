"""Hanweb jpaas (大汉, newer): a unit of the page is built by a data call.

The page names the unit in ``querydata`` beside the address ``…/page/build/unit``; the answer is
JSON with ``data.html``, ``rows`` (size of a page) and ``count``. Pages are asked for with
``paramJson={"pageNo": n, "pageSize": "…"}``. Seen on ministries' and Jiangsu cities' sites.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.spiders.listings.declared import Declared, declared
from crawler.spiders.listings.family import ListPage, ListRequest
from crawler.spiders.listings.generic import MOST_PAGES, assemble
from crawler.spiders.pages.javascript.expressions import evaluate
from crawler.spiders.pages.javascript.values import UNKNOWN, to_text
from crawler.spiders.pages.markup import absolute
from crawler.spiders.pages.page import Page
from crawler.spiders.pages.records import Json, mappings

_UNIT = "page/build/unit"
_ADDRESS = re.compile(rf"[\"']([^\"'\s]*{_UNIT}[^\"'\s]*)[\"']")
_QUERY = re.compile(r"querydata\s*=\s*(?:\"(\{[^\"]*\})\"|'(\{[^']*\})')", re.IGNORECASE)
_COUNT = re.compile(r"\b(count|rows)\s*=\s*[\"'](\d{1,6})[\"']")
_SIZE = 15  # rows on a page where neither page nor answer says


class Jpaas:
    """Lists of Hanweb jpaas systems."""

    name = "jpaas"

    def recognise(self, page: Page) -> bool:
        """Whether the page calls for its units or is such an answer."""
        return _UNIT in page.url or _is_called(page)

    def read(self, page: Page, ask: ListRequest | None = None) -> ListPage:
        """The rows of a unit, or the requests for the units of a page."""
        number = ask.number if ask else 1
        if not page.is_json:
            units = () if page.rows and any(row.raw_date for row in page.rows) else _units(page)
            return assemble(page, declared(page), number, units)
        said = _said(page)
        pages = min(said.page_count(len(page.rows)) or 1, MOST_PAGES)
        here = ask or ListRequest(page.url)
        size = said.size or len(page.rows) or _SIZE
        following = tuple(_of_page(here, n, size) for n in range(number + 1, pages + 1))
        return assemble(page, replace(said, pages=pages, number=number), number, following)


def _is_called(page: Page) -> bool:
    return _UNIT in page.source and _ADDRESS.search(page.source) is not None


def _units(page: Page) -> tuple[ListRequest, ...]:
    found = _ADDRESS.search(page.source)
    if not found:
        return ()
    requests = []
    for double, single in _QUERY.findall(page.source):
        given = evaluate(html.unescape(double or single), {})
        if isinstance(given, dict):
            query = urlencode({k: to_text(v) for k, v in given.items() if v is not UNKNOWN})
            requests.append(ListRequest(absolute(page.base, f"{found[1]}?{query}")))
    return tuple(requests)


def _of_page(request: ListRequest, number: int, size: int) -> ListRequest:
    parts = urlsplit(request.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    query["paramJson"] = json.dumps({"pageNo": number, "pageSize": str(size)})
    return replace(request, url=urlunsplit(parts._replace(query=urlencode(query))), number=number)


def _said(page: Page) -> Declared:
    """``count`` records in all and ``rows`` on a page, from the answer or its pager element."""
    counts: dict[str, Json] = {}
    for value in page.data:
        for record, _ in mappings(value):
            counts |= {k: v for k, v in record.items() if k in {"count", "rows"}}
            counts |= dict(_COUNT.findall(str(record.get("html", ""))))
    total, size = str(counts.get("count", "")), str(counts.get("rows", ""))
    if total.isdigit():
        return Declared(total=int(total), size=int(size) if size.isdigit() else None)
    return declared(page)
