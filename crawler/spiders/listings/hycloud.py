"""TRS HyCloud/IGS (拓尔思 海云): ``POST /getFileListByCodeId`` answers a channel as JSON.

The form is ``channelId, page, size``; the answer ``results.data.results[]`` holds ``titleHtml``,
``publishedTimeStr`` and ``redirectUrl``, and ``total``. Seen on chinatax.gov.cn.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from crawler.spiders.listings.declared import declared
from crawler.spiders.listings.family import ListPage, ListRequest
from crawler.spiders.listings.generic import MOST_PAGES, assemble
from crawler.spiders.listings.numbering import advance
from crawler.spiders.pages.markup import absolute
from crawler.spiders.pages.page import Page

_CALL = "getFileListByCodeId"
_ADDRESS = re.compile(rf"[\"']([^\"'\s]*{_CALL}[^\"'\s]*)[\"']")
_CHANNEL = re.compile(r"channel_?id[\"']?\s*[:=]\s*[\"']?([\w-]{6,40})", re.IGNORECASE)
_SIZE = re.compile(r"\b(?:page_?size|size)[\"']?\s*[:=]\s*[\"']?(\d{1,3})", re.IGNORECASE)
_FORM = (
    ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
    ("X-Requested-With", "XMLHttpRequest"),
)
_USUAL_SIZE = 20


class HyCloud:
    """Lists of TRS HyCloud channels."""

    name = "hycloud"

    def recognise(self, page: Page) -> bool:
        """Whether the page calls for its channel, or is the answer."""
        return _CALL in page.url or _CALL in page.scripts

    def read(self, page: Page, ask: ListRequest | None = None) -> ListPage:
        """The articles of an answer; of a page, the request for its channel."""
        said = declared(page)
        number = ask.number if ask else 1
        if not page.is_json:
            return assemble(page, said, number, _first(page))
        size = _SIZE.search((ask.body if ask else b"").decode("ascii", "replace"))
        pages = -(-said.total // int(size[1] if size else _USUAL_SIZE)) if said.total else 1
        further = (advance(ask, n) for n in range(number + 1, min(pages, MOST_PAGES) + 1) if ask)
        return assemble(page, said, number, tuple(request for request in further if request))


def _first(page: Page) -> tuple[ListRequest, ...]:
    address, channel = _ADDRESS.search(page.scripts), _CHANNEL.search(page.scripts)
    if not channel:
        return ()
    size = _SIZE.search(page.scripts)
    form = {"channelId": channel[1], "page": "1", "size": size[1] if size else str(_USUAL_SIZE)}
    url = absolute(page.base, address[1] if address else f"/{_CALL}")
    return (ListRequest(url, "POST", urlencode(form).encode(), _FORM),)
