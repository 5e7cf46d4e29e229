"""Huilan eportal (汇信/慧澜): ``/eportal/ui?pageId=…``, pages turned by ``javascript:next(n)``.

The script submits the page's own address with ``currentPage``, and with the ``moduleId`` of the
list where the page has several. Seen on sites of ministries, Tianjin and Hebei.
"""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.spiders.listings.declared import declared
from crawler.spiders.listings.family import ListPage, ListRequest
from crawler.spiders.listings.generic import MOST_PAGES, assemble
from crawler.spiders.pages.page import Page

_NEXT = re.compile(r"javascript:\s*next\s*\(\s*['\"]?(\d+)", re.IGNORECASE)
_MODULE = re.compile(r"moduleId[\"']?\s*(?:=|:|value=)\s*[\"']?([0-9a-fA-F]{16,40})")
_CURRENT = re.compile(r"currentPage=(\d+)")


class Eportal:
    """Lists of Huilan eportal systems."""

    name = "eportal"

    def recognise(self, page: Page) -> bool:
        """Whether the address is an eportal page."""
        return "/eportal/ui" in page.url

    def read(self, page: Page, ask: ListRequest | None = None) -> ListPage:
        """All remaining pages by ``currentPage``."""
        said = declared(page)
        here = _CURRENT.search(page.url)
        number = ask.number if ask else int(here[1]) if here else said.number or 1
        turns = [int(n) for n in _NEXT.findall(page.source)]
        turns += [int(turn.label) for turn in page.turns if turn.label.isdigit()]
        last = said.pages or max(turns, default=1)
        following = tuple(
            ListRequest(_of_page(page, n), number=n)
            for n in range(number + 1, min(last, MOST_PAGES) + 1)
        )
        return assemble(page, replace(said, pages=last), number, following)


def _of_page(page: Page, number: int) -> str:
    parts = urlsplit(page.url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    query["currentPage"] = str(number)
    module = _MODULE.search(page.source)
    if module and "moduleId" not in query:
        query["moduleId"] = module[1]
    return urlunsplit(parts._replace(query=urlencode(query)))
