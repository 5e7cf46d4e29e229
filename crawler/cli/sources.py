"""Where a version of a report was met, and what weight each place has as evidence."""

from __future__ import annotations

from dataclasses import dataclass

from storage import queries
from storage.addresses import host_of
from storage.database import Session
from storage.records import ReportRecord, VersionRecord


@dataclass(frozen=True, slots=True)
class Source:
    """An address of a report; ``transport`` says how it came, ``proof`` why its host counts.

    ``role`` is ``version`` where the version was read from it, ``copy`` for other renditions:
    files, print and mobile pages, a repost on the parent's portal.

    ``transport`` is None where that was not written down, ``proof`` empty for hosts of the registry
    and those under their names.
    """

    url: str
    transport: str | None
    proof: str
    role: str


def sources_of(
    session: Session, report: ReportRecord, version: VersionRecord
) -> tuple[Source, ...]:
    """Where a report stands: the sources of one version, the canonical one first, then copies."""
    transports = queries.transports(session, report.agency_id, report.report_year)
    proofs = {proof.host: proof.sentence() for proof in queries.proven_hosts(session)}

    def source(url: str, role: str) -> Source:
        return Source(url, transports.get(url), proofs.get(host_of(url), ""), role)

    own = dict.fromkeys(version.source_urls)
    versions = queries.versions(session, report.agency_id, report.report_year)
    of_versions = {url for one in versions for url in one.source_urls}
    copies = (url for url in transports if url not in of_versions)
    return (*(source(url, "version") for url in own), *(source(url, "copy") for url in copies))
