"""gkmlpt (广东省政府信息公开目录平台, Guangdong): columns as a tree, lists as JSON.

``window._CONFIG`` holds ``SID`` and ``TREE``; ``/gkmlpt/api/all/{id}?page=N&sid=S`` answers
``{total, articles: [{title, url, publisher, create_time}]}``, 100 articles a page. Many of these
sites answer on http only, so the scheme of the page is kept.
"""

from __future__ import annotations

import re

from crawler.spiders.listings.declared import declared
from crawler.spiders.listings.family import ListPage, ListRequest
from crawler.spiders.listings.generic import assemble, turn_over
from crawler.spiders.listings.tree import annual_nodes
from crawler.spiders.pages.javascript.program import Program
from crawler.spiders.pages.markup import absolute
from crawler.spiders.pages.page import Page
from crawler.spiders.pages.records import Json

_SID = re.compile(r"[\"']?SID[\"']?\s*[:=]\s*[\"']?(\d+)")
_API = re.compile(r"/gkmlpt/api/all/(\d+)")
_PER_PAGE = 100


class Gkmlpt:
    """Lists of the Guangdong disclosure platform."""

    name = "gkmlpt"

    def recognise(self, page: Page) -> bool:
        """Whether the page carries the platform's configuration, or is its answer."""
        if page.is_json:
            return bool(_API.search(page.url))
        return bool(_SID.search(page.scripts)) and (
            "gkmlpt" in page.source or "TREE" in page.scripts
        )

    def read(self, page: Page, ask: ListRequest | None = None) -> ListPage:
        """The articles of an answer; of a page, the lists of its annual-report nodes."""
        said = declared(page)
        if page.is_json:
            number = ask.number if ask else 1
            pages = -(-said.total // _PER_PAGE) if said.total else None
            if pages is not None and number >= pages:
                return assemble(page, said, number, ())
            return assemble(page, said, number, tuple(turn_over(page, said, number, ask)))
        return assemble(page, said, 1, tuple(_nodes(page)))


def _nodes(page: Page) -> list[ListRequest]:
    sid = _SID.search(page.scripts)
    if not sid:
        return []
    found: dict[str, ListRequest] = {}
    for value in (*page.data, _configuration(page)):
        for node, name, above in annual_nodes(value):
            url = absolute(page.url, f"/gkmlpt/api/all/{node}?page=1&sid={sid[1]}")
            found.setdefault(node, ListRequest(url, label=name, above=above))
    return list(found.values())


def _configuration(page: Page) -> Json:
    """``_CONFIG`` where it is written as JavaScript and not as strict JSON."""
    if page.data and any(isinstance(value, list) for value in page.data):
        return None
    return Program(page.scripts).variables.get("_CONFIG")
