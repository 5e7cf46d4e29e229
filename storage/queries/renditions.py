"""Reads documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from storage.models import Capture, Column, Document, ReportVersion, Site, VersionSource
from storage.records import DocumentRecord, KnownDocument
from storage.rows import as_record
from storage.vocabulary import DocumentState, Medium

AT_ONCE = 500


def document(session: Session, document_id: int) -> DocumentRecord | None:
    """One document, or None."""
    row = session.get(Document, document_id)
    return as_record(DocumentRecord, row) if row else None


def medium_of(session: Session, digest: str) -> Medium:
    """What the bytes with a digest (SHA-256 in hex) are, as far as a reading of them told."""
    read = (
        select(ReportVersion.medium)
        .join(VersionSource, VersionSource.version_id == ReportVersion.id)
        .join(Document, Document.id == VersionSource.document_id)
        .where(Document.digest == digest)
        .limit(1)
    )
    met = select(Document.medium).where(Document.digest == digest).limit(1)
    return session.scalar(read) or session.scalar(met) or Medium.UNKNOWN


def documents(
    session: Session,
    state: DocumentState | None = None,
    *,
    agency_id: str | None = None,
    report_year: int | None = None,
    url: str | None = None,
    parent_url: str | None = None,
) -> Iterator[DocumentRecord]:
    """Documents in the order they were met, some hundred at a time.

    States may be changed while this runs: it goes on after the last one it gave.
    """
    wanted = {
        Document.state: state,
        Document.agency_id: agency_id,
        Document.report_year: report_year,
        Document.url: url,
        Document.parent_url: parent_url,
    }
    filters = [column == value for column, value in wanted.items() if value is not None]
    last = 0
    while True:
        after = select(Document).where(Document.id > last, *filters)
        statement = after.order_by(Document.id).limit(AT_ONCE)
        some = [as_record(DocumentRecord, row) for row in session.scalars(statement)]
        yield from some
        if len(some) < AT_ONCE:
            return
        last = some[-1].id


def documents_of_nobody(
    session: Session, hosts: Collection[str], column_ids: Collection[int], limit: int
) -> tuple[DocumentRecord, ...]:
    """Documents of some hosts and columns that may be reports and have no agency or no year."""
    rows = session.scalars(
        select(Document)
        .where(
            or_(Document.host.in_(hosts), Document.column_id.in_(column_ids)),
            or_(Document.agency_id.is_(None), Document.report_year.is_(None)),
            Document.state != DocumentState.REJECTED,
        )
        .order_by(Document.id)
        .limit(limit)
    )
    return tuple(as_record(DocumentRecord, row) for row in rows)


def documents_to_read_again(session: Session, reader_version: int) -> Iterator[DocumentRecord]:
    """The documents that another reader read, or none that is known; see ``archive``."""
    waiting = (
        select(Document)
        .where(Document.reader_version.is_distinct_from(reader_version))
        .order_by(Document.id)
    )
    for row in session.scalars(waiting.execution_options(yield_per=AT_ONCE)):
        yield as_record(DocumentRecord, row)


def known_documents(session: Session, site_id: int) -> dict[str, KnownDocument]:
    """What is known of each address of a site: its newest payload.

    An address belongs to a site by its host, or because a column of the site lists it. ``etag``
    and ``last_modified`` are those of the capture that brought the payload.
    """
    rows = session.execute(
        select(Document, Capture.etag, Capture.last_modified)
        .join(Capture, Capture.id == Document.capture_id)
        .where(
            or_(
                Document.host.in_(select(Site.host).where(Site.id == site_id)),
                Document.column_id.in_(select(Column.id).where(Column.site_id == site_id)),
            )
        )
        .order_by(Document.last_seen_at, Document.id)
    )
    return {
        row.url: as_record(KnownDocument, row, etag=etag, last_modified=last_modified)
        for row, etag, last_modified in rows
    }


def sightings(session: Session, url: str) -> tuple[dt.datetime, dt.datetime] | None:
    """When an address was captured first and last, or None."""
    first, last = session.execute(
        select(func.min(Capture.fetched_at), func.max(Capture.fetched_at)).where(Capture.url == url)
    ).one()
    return None if first is None else (first, last)


def transports(session: Session, agency_id: str, report_year: int) -> dict[str, str | None]:
    """The addresses at which a report stands, each with how its newest payload came."""
    found = session.execute(
        select(Document.url, Capture.transport)
        .join(Capture, Capture.id == Document.capture_id)
        .where(Document.agency_id == agency_id, Document.report_year == report_year)
        .order_by(Document.last_seen_at, Document.id)
    )
    return {row.url: row.transport for row in found}


def unassigned_between(session: Session, first: dt.datetime, last: dt.datetime) -> int:
    """How many documents met in a time are reports whose agency or year cannot be said."""
    statement = select(func.count()).where(
        Document.state == DocumentState.UNASSIGNED,
        Document.first_seen_at >= first,
        Document.first_seen_at < last,
    )
    return session.scalar(statement) or 0
