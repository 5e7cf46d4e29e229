"""The tables. Every model is imported here, so that ``Base.metadata`` is whole."""

from storage.models.agencies import Agency, AgencyAlias
from storage.models.base import Base
from storage.models.captures import Capture, Payload
from storage.models.coverage import Expectation
from storage.models.crawls import Crawl, ProvenHost, Site, SiteVisit
from storage.models.documents import Document
from storage.models.issues import Issue
from storage.models.listings import Column, ColumnReading, ListingEntry
from storage.models.reports import Report, ReportVersion, VersionSource
from storage.models.schedule import ScheduledRun, ScheduleJob, Scheduler
from storage.models.statistics import DisclosureStatistics
from storage.models.statutory import CaseOutcome, ProactiveDisclosure, RequestOutcome

__all__ = [
    "Agency",
    "AgencyAlias",
    "Base",
    "Capture",
    "CaseOutcome",
    "Column",
    "ColumnReading",
    "Crawl",
    "DisclosureStatistics",
    "Document",
    "Expectation",
    "Issue",
    "ListingEntry",
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
    "VersionSource",
]
