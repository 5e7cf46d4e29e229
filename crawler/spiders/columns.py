"""A column (栏目) while its pages are being read."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.spiders.answers import Answer
from crawler.spiders.hosts import request_key
from crawler.spiders.listings.family import ListPage
from crawler.spiders.verdicts import WANTED
from pipelines.items import MetColumn, MetRow
from storage.vocabulary import ColumnState

FULL_PAGE = 10  # rows; no publishing system shows fewer on a page that has a next one
MOST_PAGES = 400  # no annual-report column is longer; an endless one stops here
KEPT = 0.8  # share of last time's rows that a list must still have to count as read to its end


@dataclass(frozen=True)
class RememberedColumn:
    """A column known from earlier crawls, to be asked conditionally.

    ``rows`` are the request keys of the rows it had; ``held_reports`` says that reports were among
    them; ``row_count`` is that of the last time it was whole.
    """

    url: str
    name: str
    breadcrumb: tuple[str, ...]
    family: str
    rows: frozenset[str]
    row_count: int
    declared_total: int | None
    complete: bool
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    held_reports: bool = True


@dataclass
class OpenColumn:
    """Gathers the pages of one column and decides when it has been read and whether completely."""

    site_id: int
    url: str
    name: str
    breadcrumb: tuple[str, ...]
    family: str
    remembered: RememberedColumn | None = None
    rows: dict[str, MetRow] = field(default_factory=dict)
    main: set[str] = field(default_factory=set)
    captures: list[int] = field(default_factory=list)
    pages: int = 0
    waiting: int = 0
    total: int | None = None
    declared_pages: int | None = None
    cause: str = ""
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    known_from_here: bool = False
    ended: bool = False
    alternatives: dict[int, list[str]] = field(default_factory=dict)
    open_end: bool = False
    barren: int = 0
    posted: set[tuple[str, int]] = field(default_factory=set)

    def add(self, answer: Answer, listing: ListPage, rows: list[MetRow]) -> int:
        """Takes a page; the number of its rows that were not on the pages before."""
        if self.pages == 0:
            self.etag, self.last_modified, self.digest = (
                answer.etag,
                answer.last_modified,
                answer.digest,
            )
        self.pages += 1
        self.captures.append(answer.capture_id)
        self.total = listing.total if listing.total is not None else self.total
        self.declared_pages = listing.pages if listing.pages is not None else self.declared_pages
        # lists beside the main one (最新公开, 热点) do not count towards its total
        self.main |= {request_key(row.url) for row in listing.rows if row.block == 0}
        # a full page with a control for more that nobody can follow may not be all there is
        stuck = listing.complete is None and not listing.next
        self.open_end = self.open_end or (stuck and len(rows) >= FULL_PAGE)
        fresh = 0
        for row in rows:
            key = request_key(row.url)
            fresh += key not in self.rows
            self.rows.setdefault(key, row)
        self.barren += bool(self.rows) and not fresh
        self.ended = not listing.next
        if self.remembered and self.remembered.complete and rows:
            printed = [row.url for row in listing.rows if row.block == 0] or [rows[-1].url]
            self.known_from_here = self._is_known_below(printed[-1], self.remembered)
        return fresh

    def _is_known_below(self, last: str, remembered: RememberedColumn) -> bool:
        """Whether all rows after a page are known, by the last one that its main list shows.

        Lists run from new to old: below a row that is known, all is known, if the list was read
        whole. Where it says how many rows it has, so many must be known, and it must have shown as
        many new ones as it has more: a row may be pinned to the top.
        """
        if request_key(last) not in remembered.rows:
            return False
        if self.total is None:
            return True
        more = self.total - (remembered.declared_total or self.total)
        known = len(remembered.rows | self.main)
        return known >= self.total and len(self.main - remembered.rows) >= more

    def asks_first(self, url: str, number: int) -> bool:
        """Whether a page of the list is asked for by POST for the first time; notes that it is."""
        if (url, number) in self.posted:
            return False
        self.posted.add((url, number))
        return True

    def settled(self, number: int) -> list[str]:
        """The other inferred addresses of a page that has come: they need not be asked."""
        return self.alternatives.pop(number, [])

    def fail(self, reason: str) -> None:
        """Notes that a page of the column did not come."""
        self.cause = self.cause or reason

    @property
    def complete(self) -> bool:
        """Whether everything the column has was read: each page came, and no row is lacking."""
        if self.cause or self.waiting or self.pages >= MOST_PAGES:
            return False
        if self._emptied:
            return False
        if self.known_from_here:
            return not (self.ended and self._shrunk)
        if (self.total is not None and self._lacking > 0) or self._shrunk:
            return False
        if self.declared_pages is None:
            return not self.open_end
        return self._telling_pages >= self.declared_pages

    @property
    def _telling_pages(self) -> int:
        """Its pages, without those that showed no further row: those could not be read.

        Where the list says how many rows it has, that number tells instead.
        """
        return self.pages if self.total is not None else self.pages - self.barren

    @property
    def _lacking(self) -> int:
        return (self.total or 0) - len(self.main)

    @property
    def _shrunk(self) -> bool:
        """Whether much is gone since last time: rather a broken list than withdrawn reports."""
        return self.remembered is not None and len(self.rows) < KEPT * self.remembered.row_count

    @property
    def _emptied(self) -> bool:
        """Whether none of its rows is a report, where there were some."""
        had = self.remembered is not None and self.remembered.held_reports
        return had and not any(row.verdict in WANTED for row in self.rows.values())

    def _what_is_lacking(self) -> str:
        if self.total is not None and self._lacking > 0:
            return f"{len(self.main)} rows read of {self.total} that the column says it has"
        if self._emptied and self.rows:
            return f"none of its {len(self.rows)} rows is a report, where there were some"
        if self._shrunk and self.remembered:
            return f"{len(self.rows)} rows where {self.remembered.row_count} were last time"
        if self.open_end:
            return f"{len(self.rows)} rows read; its control for further pages leads nowhere"
        if self.declared_pages and self.pages >= self.declared_pages:
            return f"{self.barren} of its {self.declared_pages} pages showed no further row"
        return f"{self.pages} pages read of {self.declared_pages or 'a list without end'}"

    def confirm(self, answer: Answer) -> MetColumn:
        """The column as remembered, where the site says that nothing changed."""
        old = self.remembered
        if old is None:
            raise ValueError(f"{self.url}: a column met for the first time cannot be unchanged")
        return MetColumn(
            site_id=self.site_id,
            url=self.url,
            name=old.name,
            breadcrumb=old.breadcrumb,
            family=old.family,
            rows=(),
            captures=(answer.capture_id,),
            pages=1,
            declared_total=old.declared_total,
            state=ColumnState.COMPLETE if old.complete else ColumnState.PARTIAL,
            complete=old.complete,
            closed=True,
            confirmed=True,
            etag=answer.etag or old.etag,
            last_modified=answer.last_modified or old.last_modified,
            digest=old.digest,
        )

    def met(self, *, closed: bool) -> MetColumn:
        """The column as read so far, for the archive."""
        complete = self.complete and closed
        state = ColumnState.COMPLETE if complete else ColumnState.PARTIAL
        if complete and not self.rows:
            state = ColumnState.EMPTY
        cause = self.cause
        if closed and not complete and not cause:
            cause = self._what_is_lacking()
        return MetColumn(
            site_id=self.site_id,
            url=self.url,
            name=self.name,
            breadcrumb=self.breadcrumb,
            family=self.family,
            rows=tuple(self.rows.values()),
            captures=tuple(self.captures),
            pages=self.pages,
            declared_total=self.total,
            state=state,
            complete=complete,
            closed=closed,
            confirmed=self.known_from_here,
            etag=self.etag,
            last_modified=self.last_modified,
            digest=self.digest,
            cause=cause,
        )
