"""All that a state of one agency's report rests on, with the archived answers behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipelines.coverage.gather import Evidence, Stray
from pipelines.coverage.judge import expectation
from storage import queries
from storage.calendar import CHINA
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

MOST_STRAYS = 200  # reports without an agency on the sites of one agency
MOST_ANSWERS = 3  # answers of a site that gave no column: enough to show how it answers


@dataclass(frozen=True)
class ColumnEvidence:
    """A column with the readings that count, the older first, and the archived answers read."""

    column: ColumnRecord
    readings: tuple[ColumnReadingRecord, ...]
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


def stored_dossier(session: Session, judged: ExpectationRecord, today: dt.date) -> Dossier | None:
    """What a state rests on as it was judged and stored, without judging again.

    It is as of the last visit to its places; a state that only the calendar made, as of today or
    the due date, whichever is first. None where the agency is not in the registry.
    """
    agency = queries.agency(session, judged.agency_id)
    if agency is None:
        return None
    versions = queries.versions(session, judged.agency_id, judged.report_year)
    if versions:
        addresses = queries.addresses(session, judged.agency_id, judged.report_year)
        return Dossier(
            agency,
            today,
            judged,
            tuple(_version(session, version) for version in versions),
            tuple(_address(session, address) for address in addresses),
        )
    facts = judged.evidence.get("places", ())
    places = tuple(_place(session, one["host"], one["columns"]) for one in facts)
    as_of = _last_visit(places) or min(today, judged.due_on or today)
    unassigned = tuple(_strays(session, judged, places))
    return Dossier(agency, as_of, judged, places=places, unassigned=unassigned)


def _last_visit(places: Iterable[PlaceEvidence]) -> dt.date | None:
    """The day in China of the last visit to some places."""
    visits = [place.site.last_visited_at for place in places]
    last = max((at for at in visits if at is not None), default=None)
    return last.astimezone(CHINA).date() if last else None


def _strays(
    session: Session, judged: ExpectationRecord, places: Iterable[PlaceEvidence]
) -> Iterator[tuple[str, str]]:
    """Addresses and titles of reports at some places that may be the one in question."""
    hosts = [place.site.host for place in places]
    columns = [one.column.id for place in places for one in place.columns]
    for document in queries.documents_of_nobody(session, hosts, columns, MOST_STRAYS):
        if Stray.of(document).may_be(judged.agency_id, judged.report_year):
            yield document.url, document.list_title


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
    readings = queries.readings_behind(session, column.id)
    ids = {capture_id for reading in readings for capture_id in reading.capture_ids}
    return ColumnEvidence(column, readings, queries.captures_by_id(session, ids))
