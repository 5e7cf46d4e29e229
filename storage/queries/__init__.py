"""Every read. Each function takes the session first and gives records, never rows."""

from storage.queries.bulk import VersionSummary, newest_contents, version_summaries
from storage.queries.expected import expectations
from storage.queries.findings import issues, issues_of
from storage.queries.history import (
    crawl,
    crawls,
    last_successes,
    latest_visits,
    proven_hosts,
    site,
    site_by_host,
    sites,
    visits,
)
from storage.queries.index import (
    captures,
    crawls_of_captures,
    original_of,
    payload_location,
)
from storage.queries.listings import column, column_readings, columns, listed_years, listing_rows
from storage.queries.panel import ReportFilter, figures, report, reports, versions
from storage.queries.registry import agencies, agency, agency_homes, agency_names
from storage.queries.renditions import (
    document,
    documents,
    documents_to_read_again,
    known_documents,
    sightings,
    transports,
    unassigned_between,
)
from storage.queries.schedule import (
    documents_of_ended_crawls,
    last_runs,
    next_times,
    run,
    run_before,
    runs,
    schedulers,
)

__all__ = [
    "ReportFilter",
    "VersionSummary",
    "agencies",
    "agency",
    "agency_homes",
    "agency_names",
    "captures",
    "column",
    "column_readings",
    "columns",
    "crawl",
    "crawls",
    "crawls_of_captures",
    "document",
    "documents",
    "documents_of_ended_crawls",
    "documents_to_read_again",
    "expectations",
    "figures",
    "issues",
    "issues_of",
    "known_documents",
    "last_runs",
    "last_successes",
    "latest_visits",
    "listed_years",
    "listing_rows",
    "newest_contents",
    "next_times",
    "original_of",
    "payload_location",
    "proven_hosts",
    "report",
    "reports",
    "run",
    "run_before",
    "runs",
    "schedulers",
    "sightings",
    "site",
    "site_by_host",
    "sites",
    "transports",
    "unassigned_between",
    "version_summaries",
    "versions",
    "visits",
]
