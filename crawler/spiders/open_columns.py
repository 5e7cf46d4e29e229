"""The columns a walk is reading: remembered ones, those just met, and the pages they wait for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from crawler.spiders.answers import Answer, Judged, Outcome
from crawler.spiders.columns import MOST_PAGES, OpenColumn, RememberedColumn
from crawler.spiders.frontier import Fetch, Frontier, Purpose
from crawler.spiders.leads import list_page_fetch
from crawler.spiders.listings import identify_listing
from crawler.spiders.pages.clicks import hangs_clicks
from crawler.spiders.reading import Reading
from crawler.spiders.rendering import awaits_rendering, folders_of, rendered
from crawler.spiders.scoring import Setting
from crawler.spiders.signs import names_of
from crawler.spiders.territory import Territory
from pipelines.items import MetColumn
from storage.vocabulary import ColumnState

COLUMN_SCORE = 99.0
FOLDER_SCORE = 75.0  # what a link must have promised for its page to count as a folder


@dataclass
class OpenColumns:
    """The columns of one site while their pages are asked for, by their address."""

    site_id: int
    frontier: Frontier
    territory: Territory
    renders: bool = False
    _open: dict[str, OpenColumn] = field(default_factory=dict)

    def recall(self, remembered: RememberedColumn) -> None:
        """Asks for a column known from earlier, conditionally."""
        column = OpenColumn(
            self.site_id,
            remembered.url,
            remembered.name,
            remembered.breadcrumb,
            remembered.family,
            remembered,
        )
        column.waiting = 1
        self._open[remembered.url] = column
        self.frontier.push(_again(remembered))

    def confirm(self, fetch: Fetch, answer: Answer) -> MetColumn | None:
        """The column that the site says did not change; None where no column was asked for."""
        column = self._open.pop(fetch.column, None)
        return column.confirm(answer) if column else None

    def take(self, fetch: Fetch, answer: Answer, reading: Reading) -> tuple[str, MetColumn | None]:
        """Takes a page of a column and asks for those after it.

        Gives the column's address, and the column where it is closed or met for the first time.
        """
        column = self._of(fetch, reading)
        column.waiting -= 1
        fresh = column.add(answer, reading.listing, list(reading.rows))
        if fresh:
            column.waiting -= sum(map(self.frontier.drop, column.settled(fetch.number)))
        # past its end a list is empty, before its first call it is too
        may_go_on = fresh or (not reading.rows and fetch.number == 1)
        if may_go_on and not column.known_from_here and column.pages < MOST_PAGES:
            self._ask_on(column, fetch, reading)
        if self.renders:
            self._ask_drawn(column, fetch, reading)
        if column.waiting <= 0:
            return column.url, self._close(column)
        return column.url, column.met(closed=False) if column.pages == 1 else None

    def lose(self, fetch: Fetch, judged: Judged) -> MetColumn | None:
        """Notes that a page did not come; the column where that closes it."""
        column = self._open.get(fetch.column)
        if fetch.purpose is Purpose.NAVIGATION:
            return self._lost_folder(fetch, judged)
        if column is None or fetch.purpose not in (Purpose.COLUMN, Purpose.LIST_PAGE):
            return None
        column.waiting -= 1
        if fetch.certain or judged.outcome is not Outcome.GONE:
            column.fail(judged.reason)
        if fetch.purpose is Purpose.COLUMN:
            del self._open[fetch.column]
            gone = judged.outcome is Outcome.GONE
            state = ColumnState.GONE if gone else ColumnState.PARTIAL
            return replace(column.met(closed=True), state=state, cause=judged.reason)
        return self._close(column) if column.waiting == 0 else None

    def _lost_folder(self, fetch: Fetch, judged: Judged) -> MetColumn | None:
        """A folder of an annual column that fails is a column not read: nothing is said of it."""
        failed = judged.outcome in (Outcome.FAILED, Outcome.BLOCKED)
        if fetch.setting is not Setting.ANNUAL or fetch.score < FOLDER_SCORE or not failed:
            return None
        column = OpenColumn(self.site_id, fetch.url, fetch.title, fetch.trail, "")
        column.fail(judged.reason)
        return column.met(closed=True)

    def close_all(self, cause: str) -> Iterator[MetColumn]:
        """Closes what is still open, as not read to its end."""
        for column in list(self._open.values()):
            column.fail(cause)
            yield self._close(column)

    def _of(self, fetch: Fetch, reading: Reading) -> OpenColumn:
        column = self._open.get(fetch.column)
        if column is not None and fetch.purpose in (Purpose.COLUMN, Purpose.LIST_PAGE):
            return column
        url = fetch.url
        if fetch.method != "GET":
            url = f"{url}#POST {fetch.body.decode('utf-8', 'replace')}"
        page = reading.page
        column = OpenColumn(
            self.site_id,
            url,
            fetch.title or next(iter(names_of(page)), ""),
            page.breadcrumb or fetch.trail,
            identify_listing(page).name,
        )
        column.waiting = 1
        self._open[url] = column
        return column

    def _ask_on(self, column: OpenColumn, fetch: Fetch, reading: Reading) -> None:
        own = reading.page.scripts
        scripts = fetch.scripts or (own if hangs_clicks(own) else "")
        for ask in reading.listing.next:
            # the state that a form carries (__VIEWSTATE) differs from page to page: so the number
            # tells a page asked for by POST, not the body
            if ask.method == "POST" and not column.asks_first(ask.url, ask.number):
                continue
            page = list_page_fetch(ask, column.url, fetch, scripts)
            if self.territory.allows(page.url) and self.frontier.push(page):
                column.waiting += 1
                if not ask.certain:
                    column.alternatives.setdefault(ask.number, []).append(page.key)

    def _ask_drawn(self, column: OpenColumn, fetch: Fetch, reading: Reading) -> None:
        page, listing = reading.page, reading.listing
        found = folders_of(fetch, page, listing, frozenset(self.territory.site_wide))
        folders = [url for url in found if self.territory.allows(url)]
        if awaits_rendering(fetch, page, listing, reading.rows, folders, column):
            column.etag = column.last_modified = ""  # they say nothing of what scripts put in
            column.waiting += self.frontier.push(rendered(fetch, column))

    def _close(self, column: OpenColumn) -> MetColumn:
        self._open.pop(column.url, None)
        return column.met(closed=True)


def _again(remembered: RememberedColumn) -> Fetch:
    """The request for a remembered column, conditional if it was read whole: else "unchanged" says
    nothing of what was not read. Its address may hold a call's form.
    """
    validators = (
        ("If-None-Match", remembered.etag if remembered.complete else ""),
        ("If-Modified-Since", remembered.last_modified if remembered.complete else ""),
    )
    url, _, body = remembered.url.partition("#POST ")
    return Fetch(
        url,
        Purpose.COLUMN,
        COLUMN_SCORE,
        1,
        "POST" if body else "GET",
        body.encode(),
        tuple((name, value) for name, value in validators if value),
        Setting.ANNUAL,
        remembered.url,
        trail=remembered.breadcrumb,
    )
