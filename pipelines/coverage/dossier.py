"""All that a state of one agency's report rests on, with the archived answers behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.coverage.gather import Evidence
from pipelines.coverage.judge import expectation
from storage import queries
from storage.database import Session
from storage.errors import RegistryError
from storage.records import (
    AgencyRecord,
    ArchivedAddress,
    CaptureRecord,
    ColumnReadingRecord,
    ColumnRecord,
    ExpectationRecord,
    SiteRecord,
    VersionRecord,
)

MOST_ANSWERS = 3  # answers of a site that gave no column: enough to show how it answers


@dataclass(frozen=True)
class ColumnEvidence:
    """A column with its last reading, and the archived answers that were read."""

    column: ColumnRecord
    reading: ColumnReadingRecord | None
    captures: tuple[CaptureRecord, ...]


@dataclass(frozen=True)
class PlaceEvidence:
    """A site where the report could stand; ``answers`` are its last ones where it has no column."""

    site: SiteRecord
    columns: tuple[ColumnEvidence, ...]
    answers: tuple[CaptureRecord, ...] = ()


@dataclass(frozen=True)
class VersionEvidence:
    """A version, and the first and the last archived answer that gave it."""

    version: VersionRecord
    captures: tuple[CaptureRecord, ...]


@dataclass(frozen=True)
class AddressEvidence:
    """An address at which the report was met, and the answers since it is away."""

    address: ArchivedAddress
    captures: tuple[CaptureRecord, ...]


@dataclass(frozen=True)
class Dossier:
    """One agency's report for one year on a day, with everything the judgement rests on.

    ``unassigned`` are addresses and titles of reports on these sites whose agency is not known.
    """

    agency: AgencyRecord
    as_of: dt.date
    judged: ExpectationRecord
    versions: tuple[VersionEvidence, ...] = ()
    addresses: tuple[AddressEvidence, ...] = ()
    places: tuple[PlaceEvidence, ...] = ()
    unassigned: tuple[tuple[str, str], ...] = ()

    @property
    def captures(self) -> tuple[CaptureRecord, ...]:
        """Every archived answer it names, each once, the oldest first."""
        parts: list[Iterable[CaptureRecord]] = [one.captures for one in self.versions]
        parts += [one.captures for one in self.addresses]
        parts += [column.captures for place in self.places for column in place.columns]
        parts += [place.answers for place in self.places]
        found = {capture.id: capture for part in parts for capture in part}
        return tuple(sorted(found.values(), key=lambda one: (one.fetched_at, one.id)))


def open_dossier(session: Session, agency_id: str, year: int, as_of: dt.date) -> Dossier:
    """Gathers what is known of one agency's report for one year, judged as of a day.

    Raises:
        RegistryError: the registry has no such agency.
    """
    evidence = Evidence(session)
    agency = evidence.agencies.get(agency_id)
    if agency is None:
        raise RegistryError(
            f"agency {agency_id} is not in the registry; see: nianbao agencies list"
        )
    judged = expectation(evidence, agency, year, as_of)
    known = evidence.of(agency_id, year)
    if known.found is None:
        hosts = [place.host for place in known.places]
        columns = [column for place in known.places for column in place.columns]
        places = tuple(_place(session, host, columns) for host in hosts)
        unassigned = tuple(evidence.unassigned(agency_id, year).items())
        return Dossier(agency, as_of, judged, places=places, unassigned=unassigned)
    versions = queries.versions(session, agency_id, year)
    addresses = queries.addresses(session, agency_id, year)
    return Dossier(
        agency,
        as_of,
        judged,
        tuple(_version(session, version) for version in versions),
        tuple(_address(session, address) for address in addresses),
    )


def _version(session: Session, version: VersionRecord) -> VersionEvidence:
    digests = {
        document.digest
        for url in version.source_urls
        for document in queries.documents(session, url=url)
        if document.id == version.document_id
    }
    gave = [
        capture
        for capture in queries.captures(session, version.source_url)
        if capture.digest in digests
    ]
    return VersionEvidence(version, _ends(gave))


def _ends(newest_first: Sequence[CaptureRecord]) -> tuple[CaptureRecord, ...]:
    """The first and the last of some answers, each once."""
    if not newest_first:
        return ()
    return tuple({one.id: one for one in (newest_first[-1], newest_first[0])}.values())


def _address(session: Session, address: ArchivedAddress) -> AddressEvidence:
    if address.gone_since is None:
        return AddressEvidence(address, ())
    since = address.gone_since - dt.timedelta(minutes=1)  # the answer came before it was noted
    gave = [one for one in queries.captures(session, address.url) if one.fetched_at >= since]
    return AddressEvidence(address, tuple(reversed(gave)))


def _place(session: Session, host: str, wanted: Sequence[int]) -> PlaceEvidence:
    site = queries.site_by_host(session, host)
    if site is None:
        raise RegistryError(f"site {host} was never visited; see: nianbao crawl")
    columns = tuple(
        _column(session, column)
        for column in queries.columns(session, site.id)
        if column.id in wanted
    )
    answers = () if columns else queries.captures(session, site.home_url)[:MOST_ANSWERS]
    return PlaceEvidence(site, columns, answers)


def _column(session: Session, column: ColumnRecord) -> ColumnEvidence:
    reading = queries.last_reading(session, column.id)
    captures = queries.captures_by_id(session, reading.capture_ids) if reading else ()
    return ColumnEvidence(column, reading, captures)
