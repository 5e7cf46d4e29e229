"""Every read. Each function takes the session first and gives records, never rows."""

from storage.queries.alerts import (
    alert_keys,
    alerts,
    changed_expectations,
    deliveries,
    fresh_versions,
    last_noted_day,
    last_verification,
    waiting_channels,
    waiting_messages,
)
from storage.queries.bulk import VersionSummary, newest_contents, version_summaries
from storage.queries.compiled import totals, totals_below
from storage.queries.expected import expectations
from storage.queries.findings import issues, issues_of
from storage.queries.history import crawl, crawls, proven_hosts, site, site_by_host, sites, visits
from storage.queries.index import (
    captures,
    crawls_of_captures,
    original_of,
    payload_location,
)
from storage.queries.listings import (
    column,
    column_readings,
    columns,
    columns_by_id,
    listed_years,
    listing_rows,
)
from storage.queries.panel import ReportFilter, figures, report, reports, versions
from storage.queries.registry import agencies, agency, agency_names
from storage.queries.renditions import (
    document,
    documents,
    documents_to_read_again,
    known_documents,
    sightings,
    transports,
)
from storage.queries.texts import ReportText, report_text, texts_alike

__all__ = [
    "ReportFilter",
    "ReportText",
    "VersionSummary",
    "agencies",
    "agency",
    "agency_names",
    "alert_keys",
    "alerts",
    "captures",
    "changed_expectations",
    "column",
    "column_readings",
    "columns",
    "columns_by_id",
    "crawl",
    "crawls",
    "crawls_of_captures",
    "deliveries",
    "document",
    "documents",
    "documents_to_read_again",
    "expectations",
    "figures",
    "fresh_versions",
    "issues",
    "issues_of",
    "known_documents",
    "last_noted_day",
    "last_verification",
    "listed_years",
    "listing_rows",
    "newest_contents",
    "original_of",
    "payload_location",
    "proven_hosts",
    "report",
    "report_text",
    "reports",
    "sightings",
    "site",
    "site_by_host",
    "sites",
    "texts_alike",
    "totals",
    "totals_below",
    "transports",
    "version_summaries",
    "versions",
    "visits",
    "waiting_channels",
    "waiting_messages",
]
