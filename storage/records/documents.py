"""Archived renditions of reports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from storage.vocabulary import DocumentState, Medium


@dataclass(frozen=True, kw_only=True)
class DocumentDraft:
    """A payload met at an address that may be a report; written under URL and digest.

    ``parent_url`` is the page an attachment hangs on, empty for a page. ``list_title`` and
    ``listed_on`` are what the row of the column said.
    """

    url: str
    digest: str
    capture_id: int
    seen_at: dt.datetime
    medium: Medium = Medium.UNKNOWN
    column_id: int | None = None
    list_title: str = ""
    listed_on: dt.date | None = None
    parent_url: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentRecord:
    """A payload at an address, and what became of it; ``reason`` and ``evidence`` say why.

    ``reader_version`` is that of the reader that read it, None where it waits to be read (again).
    """

    id: int
    url: str
    digest: str
    capture_id: int
    medium: Medium
    state: DocumentState
    column_id: int | None
    list_title: str
    listed_on: dt.date | None
    parent_url: str
    agency_id: str | None
    report_year: int | None
    reason: str
    evidence: dict[str, Any] = field(default_factory=dict)
    reader_version: int | None = None
    first_seen_at: dt.datetime
    last_seen_at: dt.datetime


@dataclass(frozen=True, slots=True)
class KnownDocument:
    """What the crawler has to know of an address it met before: the newest payload there."""

    url: str
    digest: str
    state: DocumentState
    agency_id: str | None
    report_year: int | None
    etag: str
    last_modified: str
    last_seen_at: dt.datetime
