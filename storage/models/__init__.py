"""The tables. Every model is imported here, so that ``Base.metadata`` is whole."""

from storage.models.absences import Absence
from storage.models.agencies import Agency, AgencyAlias
from storage.models.alerts import Alert, Delivery, Message, StateChange, Verification
from storage.models.base import Base
from storage.models.captures import Capture, Payload
from storage.models.coverage import Expectation
from storage.models.crawls import Crawl, ProvenHost, Site, SiteVisit
from storage.models.documents import Document
from storage.models.fleet import HostTurn, WorkFailure
from storage.models.issues import Issue
from storage.models.listings import Column, ColumnReading, ListingEntry
from storage.models.passages import Passage
from storage.models.reports import Report, ReportVersion, VersionSource
from storage.models.schedule import ScheduledRun, ScheduleJob, Scheduler
from storage.models.statistics import DisclosureStatistics
from storage.models.statutory import CaseOutcome, ProactiveDisclosure, RequestOutcome
from storage.models.texts import TextBand

__all__ = [
    "Absence",
    "Agency",
    "AgencyAlias",
    "Alert",
    "Base",
    "Capture",
    "CaseOutcome",
    "Column",
    "ColumnReading",
    "Crawl",
    "Delivery",
    "DisclosureStatistics",
    "Document",
    "Expectation",
    "HostTurn",
    "Issue",
    "ListingEntry",
    "Message",
    "Passage",
    "Payload",
    "ProactiveDisclosure",
    "ProvenHost",
    "Report",
    "ReportVersion",
    "RequestOutcome",
    "ScheduleJob",
    "ScheduledRun",
    "Scheduler",
    "Site",
    "SiteVisit",
    "StateChange",
    "TextBand",
    "Verification",
    "VersionSource",
    "WorkFailure",
]
