"""Which page of a column is asked for again, drawn by a browser.

Some columns show a frame and nothing in it: their rows come from a data call that is packed,
obfuscated or put together at run time. A person sees them, so a browser does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crawler.spiders.columns import OpenColumn
from crawler.spiders.frontier import Fetch, Purpose
from crawler.spiders.leads import link_fetches
from crawler.spiders.listings.family import ListPage
from crawler.spiders.pages.page import Page
from crawler.spiders.scoring import Setting, is_organ
from pipelines.identify.titles import parse_title
from pipelines.items import MetRow

RENDERED_SCORE = 92.0  # after the list pages that can be asked for plainly
FOLDER = 80.0  # points; year folders, kinds of bodies and organs have more


def folders_of(fetch: Fetch, page: Page, listing: ListPage, site_wide: frozenset[str]) -> list[str]:
    """Addresses on a column's page that lead on inside it, apart from the site's own menu."""
    links = (*page.links, *listing.children)
    targets = link_fetches(links, Setting.ANNUAL, 0, (), is_organ, site_wide)
    here = replace(fetch, render=False).key
    return [
        target.url
        for target in targets
        if target.score >= FOLDER and target.key != here and target.key not in site_wide
    ]


def awaits_rendering(
    fetch: Fetch,
    page: Page,
    listing: ListPage,
    rows: Iterable[MetRow],
    folders: Iterable[str],
    column: OpenColumn,
) -> bool:
    """Whether a page of an annual-report column must be drawn to be read.

    It names no report, nothing on it leads on, and it has scripts. Where the column had rows in
    an earlier crawl, links do not matter: they are the menu's.
    """
    if fetch.render or fetch.method != "GET" or page.is_json or page.is_xml:
        return False
    if any(map(_is_report, rows)):
        return False
    had_rows = column.remembered is not None and column.remembered.row_count > 0
    if listing.next or page.frames or (any(folders) and not had_rows):
        return False
    return "<script" in page.source.lower()


def _is_report(row: MetRow) -> bool:
    """An entry of the list; without year and day it is the menu, which names the column."""
    dated = row.listed_on is not None or parse_title(row.title).year is not None
    return dated and row.verdict in ("report", "elsewhere")


def rendered(fetch: Fetch, column: OpenColumn) -> Fetch:
    """The same page of the column, to be drawn."""
    return replace(
        fetch,
        purpose=Purpose.LIST_PAGE,
        score=RENDERED_SCORE,
        headers=(),  # asked whole: unchanged bytes say nothing of what a script puts into them
        setting=Setting.ANNUAL,
        column=column.url,
        render=True,
    )
