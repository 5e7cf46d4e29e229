"""Reports, their versions, and the figures read from them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from storage.records.issues import IssueDraft, IssueRecord
from storage.vocabulary import CellState, ExpectationState, Medium, VersionChange


class FigureRecord(NamedTuple):
    """One numeric cell as published: raw text, value and state apart, and where it stood.

    ``table``, ``row`` and ``column`` count from 0 in the document; -1 where the place is unknown.
    """

    raw: str
    value: int | float | None
    state: CellState
    table: int = -1
    row: int = -1
    column: int = -1
    confidence: float = 1.0
    doubt: str = ""


class SectionRecord(NamedTuple):
    """A section of the report; ``key`` as in the form, empty where the heading is unknown."""

    key: str
    number: str
    heading: str
    text: str


@dataclass(frozen=True, kw_only=True)
class VersionDraft:
    """A document read as a report, ready to be written.

    ``figures`` has one entry for each cell found, by its key ``table.row.column``.
    """

    form: str
    title: str
    published_on: dt.date | None
    valid: bool
    invalid_reason: str
    source_url: str
    medium: Medium
    sections: tuple[SectionRecord, ...] = ()
    figures: dict[str, FigureRecord] = field(default_factory=dict)
    issues: tuple[IssueDraft, ...] = ()
    evidence: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SavedVersion:
    """The version a reading was written to; ``change`` is None where nothing was published anew."""

    version_id: int
    change: VersionChange | None


@dataclass(frozen=True, kw_only=True)
class VersionRecord:
    """What was published of one report from one day to another.

    ``number`` counts from 1. ``content_digest`` is a SHA-256 in hex over figures and text.
    ``source_urls`` are all addresses where this content was met, the canonical one first.
    ``first_seen_at`` and ``last_seen_at`` are the first and the last visit that met it,
    ``not_seen_at`` is the last visit before these, None where nothing was visited then.
    ``replaced_at`` is when the next version was first seen, ``again_since`` when this one came back
    after another.
    """

    id: int
    report_id: int
    number: int
    change: VersionChange
    form: str
    title: str
    published_on: dt.date | None
    valid: bool
    invalid_reason: str
    source_url: str
    medium: Medium
    media_type: str
    document_id: int
    content_digest: str
    not_seen_at: dt.datetime | None
    first_seen_at: dt.datetime
    last_seen_at: dt.datetime
    replaced_at: dt.datetime | None
    again_since: dt.datetime | None
    source_urls: tuple[str, ...] = ()
    sections: tuple[SectionRecord, ...] = ()
    figures: dict[str, FigureRecord] = field(default_factory=dict)
    issues: tuple[IssueRecord, ...] = ()
    evidence: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ReportRecord:
    """One agency's report for one year, by its newest version.

    ``state`` is that of the expectation, None where coverage was not judged yet. ``gone_since`` is
    set while the report is at none of its addresses, ``withdrawn_at`` once that was found to last.
    """

    id: int
    agency_id: str
    agency_name: str
    province: str
    report_year: int
    state: ExpectationState | None
    valid: bool
    form: str
    title: str
    source_url: str
    medium: Medium
    media_type: str
    published_on: dt.date | None
    first_seen_at: dt.datetime
    version_count: int
    error_count: int
    gone_since: dt.datetime | None = None
    withdrawn_at: dt.datetime | None = None
