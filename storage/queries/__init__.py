"""Every read. Each function takes the session first and gives records, never rows."""

from storage.queries.bulk import VersionSummary, newest_contents, version_summaries
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

__all__ = [
    "ReportFilter",
    "VersionSummary",
    "agencies",
    "agency",
    "agency_names",
    "captures",
    "column",
    "column_readings",
    "columns",
    "columns_by_id",
    "crawl",
    "crawls",
    "crawls_of_captures",
    "document",
    "documents",
    "documents_to_read_again",
    "expectations",
    "figures",
    "issues",
    "issues_of",
    "known_documents",
    "listed_years",
    "listing_rows",
    "newest_contents",
    "original_of",
    "payload_location",
    "proven_hosts",
    "report",
    "reports",
    "sightings",
    "site",
    "site_by_host",
    "sites",
    "transports",
    "version_summaries",
    "versions",
    "visits",
]
