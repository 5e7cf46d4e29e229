"""The column (栏目) that a report stands in, told from the report's own page."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urljoin

from crawler.found.visitor import Visitor
from crawler.spiders.answers import Answer, Outcome
from crawler.spiders.frontier import Fetch, Purpose
from crawler.spiders.hosts import request_key
from crawler.spiders.listings import identify_listing
from crawler.spiders.pages.page import Page
from crawler.spiders.reading import read_page
from crawler.spiders.scoring import Setting, plain_words
from crawler.spiders.signs import names_of
from crawler.spiders.territory import Territory
from pipelines.items import MetColumn
from storage.errors import CrawlError
from storage.vocabulary import ColumnState

MOST_ASKED = 3  # list pages that are looked at for one report


def column_of(
    visitor: Visitor, site_id: int, territory: Territory, answer: Answer, page: Page | None
) -> MetColumn | None:
    """The column whose list names a report, for the next crawl to read; None if it cannot be told.

    Looked at are what the page's own path (当前位置) links to, the nearest first, and the folder it
    stands in. Only a list of annual reports that has the report in it is its column.
    """
    wanted = request_key(answer.url)
    for url in list(_candidates(answer.url, page, territory))[:MOST_ASKED]:
        try:
            found, judged = visitor.visit(url)
        except CrawlError:
            continue
        if judged.outcome is not Outcome.CONTENT or judged.page is None:
            continue
        fetch = Fetch(found.url, Purpose.NAVIGATION, 0.0, setting=Setting.HUB)
        reading = read_page(fetch, judged.page, territory)
        if reading.is_column and any(request_key(row.url) == wanted for row in reading.rows):
            return _met(site_id, found.url, judged.page)
    return None


def _candidates(url: str, page: Page | None, territory: Territory) -> Iterator[str]:
    met = {request_key(url)}
    for target in [*(_path_links(page) if page else ()), urljoin(url, "./"), urljoin(url, "../")]:
        if request_key(target) not in met and territory.allows(target):
            met.add(request_key(target))
            yield target


def _path_links(page: Page) -> Iterator[str]:
    """The links of a page's path, the nearest first."""
    for name in reversed(page.breadcrumb):
        for link in page.links:
            if plain_words(link.text) == plain_words(name):
                yield link.url


def _met(site_id: int, url: str, page: Page) -> MetColumn:
    """A column that was seen and not read: it is evidence of nothing until a crawl has read it."""
    return MetColumn(
        site_id=site_id,
        url=url,
        name=next(iter(names_of(page)), ""),
        breadcrumb=page.breadcrumb,
        family=identify_listing(page).name,
        rows=(),
        captures=(),
        pages=0,
        declared_total=None,
        state=ColumnState.PARTIAL,
        complete=False,
        closed=False,
    )
