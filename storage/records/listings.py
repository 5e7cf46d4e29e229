"""Columns (栏目) known to carry annual reports, and the rows met in them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from storage.vocabulary import ColumnState


@dataclass(frozen=True, kw_only=True)
class ColumnDraft:
    """A column as just read; written under its site and URL.

    ``agency_id`` and ``year`` are set where the whole column is of one agency or one year.
    ``family`` names the listing family of the CMS. ``digest`` is the SHA-256 in hex of the first
    page's payload; ``declared_total`` is the number of rows the column says it has.
    """

    site_id: int
    url: str
    name: str
    breadcrumb: tuple[str, ...] = ()
    agency_id: str | None = None
    year: int | None = None
    family: str = ""
    state: ColumnState = ColumnState.PARTIAL
    etag: str = ""
    last_modified: str = ""
    digest: str = ""
    row_count: int = 0
    declared_total: int | None = None
    pages: int = 0
    read_at: dt.datetime


@dataclass(frozen=True, kw_only=True)
class ColumnRecord:
    """A column with what it held last time; ``last_complete_at`` is when all of it was read."""

    id: int
    site_id: int
    url: str
    name: str
    breadcrumb: tuple[str, ...]
    agency_id: str | None
    year: int | None
    family: str
    state: ColumnState
    etag: str
    last_modified: str
    digest: str
    row_count: int
    declared_total: int | None
    pages: int
    last_read_at: dt.datetime | None
    last_complete_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ColumnReadingRecord:
    """One reading of a column: the evidence that a report was not in it.

    ``years`` are the report years that its rows name.
    """

    id: int
    column_id: int
    crawl_id: int
    read_at: dt.datetime
    capture_ids: tuple[int, ...]
    pages: int
    rows: int
    declared_total: int | None
    complete: bool
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ListingRow:
    """A row of a column as met, and what became of it.

    ``verdict`` is one word (``report``, ``lookalike``, ``unassigned`` …), ``reason`` says why.
    """

    url: str
    title: str
    listed_on: dt.date | None
    verdict: str
    reason: str
    agency_id: str | None
    report_year: int | None
