"""A page as the walk reads it: where it stands, what its list holds, whether it shows a report."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crawler.spiders.frontier import Fetch, Purpose
from crawler.spiders.hosts import request_key
from crawler.spiders.listings import identify_listing
from crawler.spiders.listings.family import ListPage, ListRequest
from crawler.spiders.pages.page import Page
from crawler.spiders.renditions import is_file_link
from crawler.spiders.scoring import Setting, is_folder, is_year
from crawler.spiders.signs import looks_like_report, setting_of, wraps_report
from crawler.spiders.territory import Territory
from crawler.spiders.verdicts import WANTED, judge_row, with_bare_files
from pipelines.identify.titles import parse_title
from pipelines.items import MetRow

_FEWEST = 2  # report titles on a page that make it a list


@dataclass(frozen=True)
class Reading:
    """One page read; ``rows`` are the entries of its list, each with a verdict.

    ``is_report`` says that it is to be read as one, because its list named it so or because it
    ``shows_report``.
    """

    page: Page
    setting: Setting
    listing: ListPage
    rows: tuple[MetRow, ...]
    is_report: bool
    shows_report: bool
    leads_on: bool

    @property
    def wanted(self) -> list[MetRow]:
        """The entries that are, or may be, reports."""
        return [row for row in self.rows if row.verdict in WANTED]

    @property
    def reports(self) -> int:
        """How many entries have the title of a report; files on a report's page, if different."""
        rows = [row for row in self.rows if row.verdict in ("report", "elsewhere")]
        if not self.is_report:
            return len(rows)
        files = [row.title for row in rows if is_file_link(row.url, row.title)]
        different = {(parts.agency_text, parts.year) for parts in map(parse_title, files)}
        return len(rows) - len(files) + len(different)  # its Word and its PDF have one title

    @property
    def is_list(self) -> bool:
        """Whether the page is to be read as a list too: a column may open with its newest report
        and name the other years beside it, and what a list calls 年度报告 may be a column.
        """
        several = self.reports if self.shows_report else len(self.wanted)
        return not self.is_report or several >= _FEWEST or self.leads_on

    @property
    def is_column(self) -> bool:
        """Whether the list is a column of annual reports, by its place or by what it holds."""
        if self.setting is Setting.ANNUAL:
            return True
        return self.reports >= _FEWEST and self.reports * 2 >= len(self.rows)

    @property
    def articles(self) -> set[str]:
        """The request keys of everything listed as an article, on the page as a whole."""
        rows = (*self.listing.rows, *self.page.rows)
        return {request_key(row.url) for row in rows if not is_folder(row.title)}


def read_page(fetch: Fetch, page: Page, territory: Territory) -> Reading:
    """Reads ``page``, the answer to ``fetch``."""
    setting = setting_of(page, fetch.setting)
    listing = identify_listing(page).read(page, _asked(fetch))
    rows = _judged(listing, page, setting, territory)
    named = fetch.purpose is Purpose.REPORT
    # of what its list names a report this only matters where it may be a list besides
    matters = not named or sum(row.verdict in WANTED for row in rows) >= _FEWEST
    shows_report = (matters and setting is Setting.ANNUAL) and (
        looks_like_report(page, fetch.title) or wraps_report(page, fetch.title, rows)
    )
    is_entry = not named and not is_year(fetch.title)
    leads_on = is_entry and bool(listing.children)
    return Reading(page, setting, listing, rows, named or shows_report, shows_report, leads_on)


def _asked(fetch: Fetch) -> ListRequest | None:
    """The list request that a fetch was, where its page is not the first of a list."""
    if fetch.purpose not in (Purpose.LIST_PAGE, Purpose.COLUMN):
        return None
    if fetch.number == 1 and fetch.method != "POST" and not fetch.items:
        return None
    return ListRequest(
        fetch.url,
        fetch.method,
        fetch.body,
        fetch.headers,
        fetch.number,
        items=fetch.items,
    )


def _judged(
    listing: ListPage, page: Page, setting: Setting, territory: Territory
) -> tuple[MetRow, ...]:
    rows = listing.rows or page.rows
    if setting is Setting.ANNUAL:
        rows = with_bare_files(rows, page)
    folders = {request_key(link.url) for link in listing.children}
    judged = []
    for row in rows:
        key = request_key(row.url)
        met = judge_row(row, setting, territory.standing(row.url), key in territory.site_wide)
        if met.verdict == "candidate" and key in folders and not is_file_link(row.url, row.title):
            met = replace(met, verdict="unrelated", reason="a folder of the column")
        judged.append(met)
    return tuple(judged)
