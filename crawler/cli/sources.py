"""Where a version of a report was met, and what weight each place has as evidence."""

from __future__ import annotations

from dataclasses import dataclass

from storage import queries
from storage.addresses import host_of
from storage.database import Session
from storage.records import VersionRecord


@dataclass(frozen=True, slots=True)
class Source:
    """An address of a version; ``transport`` says how it came, ``proof`` why its host counts.

    ``transport`` is None where that was not written down, ``proof`` empty for hosts of the registry
    and those under their names.
    """

    url: str
    transport: str | None
    proof: str


def sources_of(session: Session, version: VersionRecord) -> tuple[Source, ...]:
    """The sources of a version, the canonical one first."""
    transports = queries.transports(session, version.id)
    proofs = {proof.host: proof.sentence() for proof in queries.proven_hosts(session)}
    return tuple(
        Source(url, transports.get(url), proofs.get(host_of(url), ""))
        for url in version.source_urls
    )
