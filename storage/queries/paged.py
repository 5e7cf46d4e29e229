"""Reads a page of a long list: what comes after the last entry of the page before."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, literal, select, tuple_
from sqlalchemy.orm import Session

from storage.models import (
    Agency,
    Alert,
    Document,
    Expectation,
    Report,
    ReportVersion,
    Site,
    VersionSource,
)
from storage.queries.panel import ReportFilter
from storage.queries.places import AgencyFilter, are_of
from storage.queries.registry import agencies_by_id
from storage.records import AgencyRecord, AlertRecord, ExpectationRecord, SiteRecord
from storage.rows import as_record
from storage.vocabulary import AlertKind


def agencies_after(
    session: Session, wanted: AgencyFilter, parent_id: str | None, after: str | None, limit: int
) -> tuple[AgencyRecord, ...]:
    """The next agencies by id; with a parent, those directly below it."""
    statement = select(Agency.id).where(*are_of(wanted)).order_by(Agency.id).limit(limit)
    if parent_id is not None:
        statement = statement.where(Agency.parent_id == parent_id)
    if after is not None:
        statement = statement.where(Agency.id > after)
    ids = session.scalars(statement).all()
    found = agencies_by_id(session, ids)
    return tuple(found[ident] for ident in ids)


def expectations_after(
    session: Session,
    wanted: ReportFilter,
    of: AgencyFilter,
    after: tuple[str, int] | None,
    limit: int,
) -> tuple[ExpectationRecord, ...]:
    """The next cells of the matrix by agency and then year."""
    statement = (
        select(Expectation)
        .join(Agency, Agency.id == Expectation.agency_id)
        .where(*are_of(of))
        .order_by(Expectation.agency_id, Expectation.report_year)
        .limit(limit)
    )
    conditions = {
        Expectation.agency_id: wanted.agency_id,
        Expectation.report_year: wanted.report_year,
        Expectation.state: wanted.state,
    }
    for column, value in conditions.items():
        if value is not None:
            statement = statement.where(column == value)
    if after is not None:
        place = tuple_(Expectation.agency_id, Expectation.report_year)
        statement = statement.where(place > tuple_(*map(literal, after)))
    return tuple(as_record(ExpectationRecord, row) for row in session.scalars(statement))


def alerts_after(
    session: Session,
    kinds: Collection[AlertKind],
    agency_id: str | None,
    after: int | None,
    limit: int,
) -> tuple[AlertRecord, ...]:
    """The next alerts, the newest first; of any kind where none is named."""
    statement: Select[Alert] = select(Alert).order_by(Alert.id.desc()).limit(limit)
    if kinds:
        statement = statement.where(Alert.kind.in_(kinds))
    if agency_id is not None:
        statement = statement.where(Alert.agency_id == agency_id)
    if after is not None:
        statement = statement.where(Alert.id < after)
    return tuple(as_record(AlertRecord, row) for row in session.scalars(statement))


def version_of_payload(
    session: Session, agency_id: str, report_year: int, digest: str
) -> int | None:
    """The number of the version that the document with a digest gives, or None."""
    return session.scalars(
        select(ReportVersion.number)
        .join(Report, Report.id == ReportVersion.report_id)
        .join(VersionSource, VersionSource.version_id == ReportVersion.id)
        .join(Document, Document.id == VersionSource.document_id)
        .where(
            Report.agency_id == agency_id,
            Report.report_year == report_year,
            Document.digest == digest,
        )
    ).first()


def digests_of_documents(session: Session, ids: Collection[int]) -> dict[int, str]:
    """The SHA-256 of some documents' bytes in hex, by the document's id."""
    rows = session.execute(select(Document.id, Document.digest).where(Document.id.in_(ids)))
    return {row.id: row.digest for row in rows}


def sites_after(session: Session, after: str | None, limit: int) -> tuple[SiteRecord, ...]:
    """The next sites by host."""
    statement = select(Site).order_by(Site.host).limit(limit)
    if after is not None:
        statement = statement.where(Site.host > after)
    return tuple(as_record(SiteRecord, row) for row in session.scalars(statement))
