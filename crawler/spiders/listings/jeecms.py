"""JEECMS: ``index.jhtml``, then ``index_2.jhtml`` and on, counted from 1.

The pager of the stock template goes by script; the count of pages is in its words. Seen on
district sites and universities.
"""

from __future__ import annotations

import re

from crawler.spiders.listings.declared import declared
from crawler.spiders.listings.family import ListPage, ListRequest
from crawler.spiders.listings.generic import MOST_PAGES, assemble
from crawler.spiders.pages.page import Page

_FILE = re.compile(r"^(?P<stem>[^?]*/(?:\w*?[A-Za-z])?)(?:_(?P<number>\d+))?\.jhtml$")


class Jeecms:
    """Lists of JEECMS."""

    name = "jeecms"

    def recognise(self, page: Page) -> bool:
        """Whether the page is a ``.jhtml`` file of several pages."""
        return bool(_FILE.match(page.url)) and (declared(page).pages or 0) > 1

    def read(self, page: Page, ask: ListRequest | None = None) -> ListPage:
        """All remaining pages by their file names."""
        said = declared(page)
        match = _FILE.match(page.url)
        number = int(match["number"] or 1) if match else ask.number if ask else 1
        last = min(said.pages or number, MOST_PAGES)
        following = tuple(
            ListRequest(f"{match['stem']}_{n}.jhtml", number=n)
            for n in range(number + 1, last + 1)
            if match
        )
        return assemble(page, said, number, following)
