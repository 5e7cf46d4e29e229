"""Every read. Each function takes the session first and gives records, never rows."""

from storage.queries.bulk import VersionSummary, newest_contents, version_summaries
from storage.queries.expected import expectations
from storage.queries.findings import issues, issues_of
from storage.queries.history import crawl, crawls, proven_hosts, site, site_by_host, sites, visits
from storage.queries.index import (
    captures,
    captures_by_id,
    crawls_of_captures,
    original_of,
    payload_location,
)
from storage.queries.listings import (
    column,
    column_readings,
    columns,
    last_reading,
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
from storage.queries.spans import Appearance, appearances
from storage.queries.standing import (
    OTHER_DOCUMENT,
    HostAddresses,
    Sighting,
    absences,
    addresses,
    addresses_to_ask,
    hosts_away,
    reports_in_doubt,
    reports_reverted,
    sightings_of,
)

__all__ = [
    "OTHER_DOCUMENT",
    "Appearance",
    "HostAddresses",
    "ReportFilter",
    "Sighting",
    "VersionSummary",
    "absences",
    "addresses",
    "addresses_to_ask",
    "agencies",
    "agency",
    "agency_names",
    "appearances",
    "captures",
    "captures_by_id",
    "column",
    "column_readings",
    "columns",
    "crawl",
    "crawls",
    "crawls_of_captures",
    "document",
    "documents",
    "documents_to_read_again",
    "expectations",
    "figures",
    "hosts_away",
    "issues",
    "issues_of",
    "known_documents",
    "last_reading",
    "listed_years",
    "listing_rows",
    "newest_contents",
    "original_of",
    "payload_location",
    "proven_hosts",
    "report",
    "reports",
    "reports_in_doubt",
    "reports_reverted",
    "sightings",
    "sightings_of",
    "site",
    "site_by_host",
    "sites",
    "transports",
    "version_summaries",
    "versions",
    "visits",
]
