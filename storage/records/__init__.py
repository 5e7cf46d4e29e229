"""Plain values that cross the border of this room; nothing here knows of SQL.

A *record* is what the database holds, a *draft* is what a caller hands in to be written.
Every ``datetime`` is aware and in UTC.
"""

from storage.records.absences import AbsenceRecord, AddressToAsk, ArchivedAddress
from storage.records.agencies import AgencyHome, AgencyRecord, ImportOutcome, line_to_site
from storage.records.alerts import (
    AlertDraft,
    AlertRecord,
    ChangedExpectation,
    DeliveryRecord,
    FreshVersion,
    MessageRecord,
    VerificationRecord,
)
from storage.records.captures import CaptureRecord, Exchange, Location, PayloadRecord
from storage.records.coverage import ExpectationRecord
from storage.records.crawls import CrawlRecord, ProvenHostRecord, SiteRecord, SiteVisitRecord
from storage.records.documents import DocumentDraft, DocumentRecord, KnownDocument
from storage.records.fleet import QueueRecord, SetAsideRecord, WorkerRecord
from storage.records.issues import IssueDraft, IssueRecord, Subject
from storage.records.listings import ColumnDraft, ColumnReadingRecord, ColumnRecord, ListingRow
from storage.records.notes import Note
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
    "AbsenceRecord",
    "AddressToAsk",
    "AgencyHome",
    "AgencyRecord",
    "AlertDraft",
    "AlertRecord",
    "ArchivedAddress",
    "CaptureRecord",
    "ChangedExpectation",
    "ColumnDraft",
    "ColumnReadingRecord",
    "ColumnRecord",
    "CrawlRecord",
    "DeliveryRecord",
    "DocumentDraft",
    "DocumentRecord",
    "Exchange",
    "ExpectationRecord",
    "FigureRecord",
    "FreshVersion",
    "ImportOutcome",
    "IssueDraft",
    "IssueRecord",
    "KnownDocument",
    "ListingRow",
    "Location",
    "MessageRecord",
    "Note",
    "PayloadRecord",
    "ProvenHostRecord",
    "QueueRecord",
    "ReportRecord",
    "RunDraft",
    "RunRecord",
    "SavedVersion",
    "SchedulerRecord",
    "SectionRecord",
    "SetAsideRecord",
    "SiteRecord",
    "SiteVisitRecord",
    "Subject",
    "VerificationRecord",
    "VersionDraft",
    "VersionRecord",
    "WorkerRecord",
    "line_to_site",
]
