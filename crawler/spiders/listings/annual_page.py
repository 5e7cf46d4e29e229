"""Hanweb (大汉) ``xxgkAnnualReport.jsp``: the address itself shows the report of one year.

``/module/xxgk/xxgkAnnualReport.jsp?area=<credit code>&fbtime=<year>``: there is no list, other
years are other values of ``fbtime``. Seen in Jiangsu and Shandong.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.spiders.listings.family import ListPage, ListRequest
from crawler.spiders.pages.links import Link
from crawler.spiders.pages.page import Page
from crawler.spiders.pages.rows import Row

_PAGE = re.compile(r"xxgkannualreport\.jsp", re.IGNORECASE)
_YEAR = re.compile(r"<(?:option|li|a)\b[^>]*?[\"'(>](20\d\d)[\"')年<]")


class AnnualPage:
    """Reports shown by a page that takes agency and year."""

    name = "annual_page"

    def recognise(self, page: Page) -> bool:
        """Whether the address is that page."""
        return bool(_PAGE.search(page.url))

    def read(self, page: Page, ask: ListRequest | None = None) -> ListPage:
        """The page as its only row; the years it offers as children."""
        years = sorted({int(year) for year in _YEAR.findall(page.source)}, reverse=True)
        children = [link for link in page.links if _PAGE.search(link.url) and link.url != page.url]
        known = {link.url for link in children}
        said = " ".join(link.text for link in page.links)  # years with an address of their own
        for year in years:
            url = _of_year(page.url, year)
            if url not in known and url != page.url and str(year) not in said:
                children.append(Link(url, f"{year}年", origin="script"))
        row = Row(page.url, page.meta.get("articletitle") or page.title)
        return ListPage((row,), children=tuple(children), complete=True)


def _of_year(url: str, year: int) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)) | {"fbtime": str(year)}
    return urlunsplit(parts._replace(query=urlencode(query)))
