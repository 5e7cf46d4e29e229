"""Plain values that cross the border of this room; nothing here knows of SQL.

A *record* is what the database holds, a *draft* is what a caller hands in to be written.
Every ``datetime`` is aware and in UTC.
"""

from storage.records.agencies import AgencyHome, AgencyRecord, ImportOutcome, line_to_site
from storage.records.captures import CaptureRecord, Exchange, Location
from storage.records.coverage import ExpectationRecord
from storage.records.crawls import CrawlRecord, ProvenHostRecord, SiteRecord, SiteVisitRecord
from storage.records.documents import DocumentDraft, DocumentRecord, KnownDocument
from storage.records.issues import IssueDraft, IssueRecord, Subject
from storage.records.listings import ColumnDraft, ColumnReadingRecord, ColumnRecord, ListingRow
from storage.records.reports import (
    FigureRecord,
    ReportRecord,
    SavedVersion,
    SectionRecord,
    VersionDraft,
    VersionRecord,
)
from storage.records.schedule import RunDraft, RunRecord, SchedulerRecord

__all__ = [
    "AgencyHome",
    "AgencyRecord",
    "CaptureRecord",
    "ColumnDraft",
    "ColumnReadingRecord",
    "ColumnRecord",
    "CrawlRecord",
    "DocumentDraft",
    "DocumentRecord",
    "Exchange",
    "ExpectationRecord",
    "FigureRecord",
    "ImportOutcome",
    "IssueDraft",
    "IssueRecord",
    "KnownDocument",
    "ListingRow",
    "Location",
    "ProvenHostRecord",
    "ReportRecord",
    "RunDraft",
    "RunRecord",
    "SavedVersion",
    "SchedulerRecord",
    "SectionRecord",
    "SiteRecord",
    "SiteVisitRecord",
    "Subject",
    "VersionDraft",
    "VersionRecord",
    "line_to_site",
]
