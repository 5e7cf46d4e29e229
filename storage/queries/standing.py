"""Reads where archived reports stood and stand: at which addresses, from when to when."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from typing import NamedTuple

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, aliased

from storage.models import Absence, Capture, Column, Document, Report, ReportVersion, Site
from storage.queries.panel import NEWEST
from storage.records import AbsenceRecord, AddressToAsk, ArchivedAddress
from storage.rows import as_record
from storage.vocabulary import DocumentState

OTHER_DOCUMENT = "another document stands there"

_OF_REPORTS = (DocumentState.READ, DocumentState.UNREAD)
_UNDECIDED = (DocumentState.PENDING, DocumentState.UNASSIGNED)


class Sighting(NamedTuple):
    """A document met at its address in a crawl."""

    at: dt.datetime
    crawl_id: int
    url: str
    document_id: int


class HostAddresses(NamedTuple):
    """Of how many reports a host has addresses, and of how many none gives its report now."""

    reports: int
    away: int


def addresses(session: Session, agency_id: str, report_year: int) -> tuple[ArchivedAddress, ...]:
    """Every address at which a report was met, the first one first, and how it stands there."""
    own = session.scalars(
        select(Document)
        .where(
            Document.agency_id == agency_id,
            Document.report_year == report_year,
            Document.state.in_(_OF_REPORTS),
        )
        .order_by(Document.first_seen_at, Document.id)
    ).all()
    by_url: dict[str, list[Document]] = defaultdict(list)
    for document in own:
        by_url[document.url].append(document)
    away = {one.url: one for one in absences(session, by_url) if one.back_at is None}
    return tuple(_address(session, documents, away.get(url)) for url, documents in by_url.items())


def absences(session: Session, urls: Collection[str]) -> tuple[AbsenceRecord, ...]:
    """When some addresses gave nothing, the oldest absence first."""
    rows = session.scalars(
        select(Absence).where(Absence.url.in_(urls)).order_by(Absence.since, Absence.id)
    )
    return tuple(as_record(AbsenceRecord, row) for row in rows)


def _address(
    session: Session, documents: list[Document], away: AbsenceRecord | None
) -> ArchivedAddress:
    url, last_seen_at = documents[0].url, max(one.last_seen_at for one in documents)
    met = ArchivedAddress(
        url,
        documents[-1].parent_url,
        next((one.column_id for one in reversed(documents) if one.column_id), None),
        documents[0].first_seen_at,
        last_seen_at,
    )
    replaced_at = _replaced_at(session, documents[0], last_seen_at)
    if away is None and replaced_at is None:
        return met
    since = min(at for at in (away.since if away else None, replaced_at) if at)
    asked = select(func.count(Capture.crawl_id.distinct()), func.max(Capture.fetched_at)).where(
        Capture.url == url, Capture.fetched_at >= since
    )
    visits, seen_at = session.execute(asked).one()
    return ArchivedAddress(
        *(url, met.parent_url, met.column_id, met.first_seen_at, last_seen_at),
        gone_since=since,
        gone_seen_at=max(at for at in (seen_at, away.last_at if away else since) if at),
        gone_visits=max(visits, away.visits if away else 1),
        reason=away.reason if away else OTHER_DOCUMENT,
        leads_to=away.leads_to if away else "",
    )


def _replaced_at(
    session: Session, document: Document, last_seen_at: dt.datetime
) -> dt.datetime | None:
    """Since when another document stands at the address of one; None where none does."""
    later = session.scalars(
        select(Document)
        .where(Document.url == document.url, Document.last_seen_at > last_seen_at)
        .order_by(Document.first_seen_at)
    ).all()
    whose = (document.agency_id, document.report_year)
    foreign = [
        one
        for one in later
        if one.state not in _UNDECIDED and (one.agency_id, one.report_year) != whose
    ]
    return foreign[0].first_seen_at if foreign else None


def sightings_of(session: Session, urls: Collection[str]) -> list[Sighting]:
    """Each time a document was met at one of some addresses, the first one first."""
    rows = session.execute(
        select(Capture.fetched_at, Capture.crawl_id, Capture.url, Document.id)
        .join(Document, (Document.url == Capture.url) & (Document.digest == Capture.digest))
        .where(Capture.url.in_(urls))
        .order_by(Capture.fetched_at, Capture.id)
    )
    return [Sighting(*row) for row in rows]


def reports_in_doubt(session: Session) -> set[tuple[str, int]]:
    """The reports, by agency and year, of which an address is not what it was, or was not."""
    is_of_report = Document.state.in_(_OF_REPORTS)
    away = select(Absence.url).where(Absence.back_at.is_(None))
    other = aliased(Document)
    replaced = select(other.id).where(
        other.url == Document.url,
        other.last_seen_at > Document.last_seen_at,
        other.state.not_in(_UNDECIDED),
        or_(
            other.agency_id.is_distinct_from(Document.agency_id),
            other.report_year.is_distinct_from(Document.report_year),
        ),
    )
    now = select(Document.agency_id, Document.report_year).where(
        is_of_report, or_(Document.url.in_(away), replaced.exists())
    )
    before = select(Report.agency_id, Report.report_year).where(Report.gone_since.is_not(None))
    keys = (*session.execute(now), *session.execute(before))
    return {(agency, year) for agency, year in keys if agency and year}


def reports_reverted(session: Session) -> set[tuple[str, int]]:
    """The reports, by agency and year, that are back at what an earlier payload said.

    Such a payload was read long ago and does not wait: what speaks for the report was met at its
    address before another document of the same report was.
    """
    speaks, later = aliased(Document), aliased(Document)
    rows = session.execute(
        select(Report.agency_id, Report.report_year)
        .join(ReportVersion, NEWEST)
        .join(speaks, speaks.id == ReportVersion.document_id)
        .join(later, later.url == speaks.url)
        .where(
            later.last_seen_at > speaks.last_seen_at,
            later.state.in_(_OF_REPORTS),
            later.agency_id == Report.agency_id,
            later.report_year == Report.report_year,
        )
        .distinct()
    )
    return {(agency, year) for agency, year in rows}


def addresses_to_ask(session: Session, site_id: int) -> list[AddressToAsk]:
    """The archived addresses of reports that a site's visit can ask again, longest unasked first.

    An address belongs to the site of its host; one whose host is no site, to that of its column.
    """
    host = select(Site.host).where(Site.id == site_id).scalar_subquery()
    on_column = Document.column_id.in_(select(Column.id).where(Column.site_id == site_id))
    nowhere = Document.host.not_in(select(Site.host))
    wanted = (
        select(Document.url)
        .where(Document.state.in_(_OF_REPORTS), or_(Document.host == host, on_column & nowhere))
        .distinct()
    )
    asked = dict(
        session.execute(
            select(Capture.url, func.max(Capture.fetched_at))
            .where(Capture.url.in_(wanted))
            .group_by(Capture.url)
        ).all()
    )
    away = set(session.scalars(select(Absence.url).where(Absence.back_at.is_(None))))
    newest: dict[str, AddressToAsk] = {}
    rows = session.execute(
        select(Document.url, Document.last_seen_at, Capture.etag, Capture.last_modified)
        .join(Capture, Capture.id == Document.capture_id)
        .where(Document.url.in_(wanted))
        .order_by(Document.last_seen_at, Document.id)
    )
    for url, seen_at, etag, modified in rows:
        newest[url] = AddressToAsk(url, etag, modified, asked.get(url, seen_at), url in away)
    return sorted(newest.values(), key=lambda one: (one.asked_at, one.url))


def hosts_away(session: Session, hosts: Iterable[str]) -> dict[str, HostAddresses]:
    """How many reports each host has addresses of, and of how many every one of them is away."""
    away = set(session.scalars(select(Absence.url).where(Absence.back_at.is_(None))))
    there: Counter[str] = Counter()
    gone: Counter[str] = Counter()
    for host in set(hosts):
        held: dict[tuple[str | None, int | None], bool] = {}
        for agency, year, url in session.execute(
            select(Document.agency_id, Document.report_year, Document.url)
            .where(Document.host == host, Document.state.in_(_OF_REPORTS))
            .distinct()
        ):
            held[agency, year] = held.get((agency, year), True) and url in away
        there[host], gone[host] = len(held), sum(held.values())
    return {host: HostAddresses(there[host], gone[host]) for host in there}
