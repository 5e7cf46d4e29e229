"""Writes what was read of a report, as a version where the content is new."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import unicodedata
from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from storage.archive.issues import replace_issues
from storage.archive.passages import drop_text, index_text
from storage.archive.sources import drop_if_unsourced, settle_versions, withdraw_document
from storage.archive.upsert import insert_new
from storage.models import Report, ReportVersion, VersionSource
from storage.records import SavedVersion, Subject, VersionDraft
from storage.vocabulary import CellState, VersionChange


def save_version(
    session: Session,
    agency_id: str,
    report_year: int,
    document_id: int,
    reading: VersionDraft,
    at: dt.datetime,
) -> SavedVersion:
    """Write a reading of a document as a version of a report.

    * Content met before, in another document: that document is one more source of the version, and
      speaks for it from now on.
    * The same document read again with another result: the version is brought up to date, for
      the reader changed, not what was published.
    * Otherwise a version is made. Bytes that differ make none; figures and text do.

    The statutory rows, the issues and the index of the text are written with it.

    Args:
        session: the session to write in.
        agency_id: whose report it is.
        report_year: the year it is about.
        document_id: the document that was read, the canonical one of its renditions.
        reading: what was read.
        at: when the document was first seen; the versions are in this order.

    Returns:
        The version, with the change where it was made now.
    """
    report = _report(session, agency_id, report_year, at)
    digest = content_digest(reading)
    held = _version_of(session, report, document_id)
    same = session.scalars(
        select(ReportVersion).where(
            ReportVersion.report_id == report.id, ReportVersion.content_digest == digest
        )
    ).first()
    version = same or held or _new_version(session, report, document_id, reading, digest, at)
    _add_source(session, version, document_id, at)
    if held is not None and held is not version:
        drop_if_unsourced(session, held)
    version.document_id = document_id
    _write(session, version, reading, digest, at)
    settle_versions(session, report)
    made = same is None and held is None
    return SavedVersion(version.id, version.change if made else None)


def keep_versions(
    session: Session, agency_id: str, report_year: int, stood: Sequence[tuple[int, dt.datetime]]
) -> None:
    """Delete the versions of a report that reading all its documents again did not give.

    They were what an earlier reader made of the documents, not what was published.

    Args:
        session: the session to write in.
        agency_id: whose report it is.
        report_year: the year it is about.
        stood: the versions in the order in which they stood on the web, by id, and since when each
            did. A version may stand again after another: it then is the newest.
    """
    report = session.scalars(
        select(Report).where(Report.agency_id == agency_id, Report.report_year == report_year)
    ).one()
    again = _came_back(stood)
    settled = True
    for version in session.scalars(
        select(ReportVersion).where(ReportVersion.report_id == report.id)
    ).all():
        if version.id in again:
            settled &= version.again_since == again[version.id]
            version.again_since = again[version.id]
            continue
        settled = False
        session.execute(delete(VersionSource).where(VersionSource.version_id == version.id))
        drop_text(session, version)
        session.delete(version)
    session.flush()
    if not settled:
        settle_versions(session, report)


def _came_back(stood: Sequence[tuple[int, dt.datetime]]) -> dict[int, dt.datetime | None]:
    """Each version with the time since which it stands again, None where it stood once."""
    again: dict[int, dt.datetime | None] = {}
    before = None
    for version_id, since in stood:
        if version_id != before:
            again[version_id] = since if version_id in again else None
        before = version_id
    return again


def content_digest(reading: VersionDraft) -> str:
    """SHA-256 in hex over the figures and the text, whatever the layout or the spaces."""
    figures = {
        key: _plain(figure.raw) if figure.state is CellState.TEXT else [figure.state, figure.value]
        for key, figure in reading.figures.items()
    }
    texts = [[section.key, _plain(section.text)] for section in reading.sections]
    content = json.dumps([figures, texts], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _report(session: Session, agency_id: str, report_year: int, at: dt.datetime) -> Report:
    key = {"agency_id": agency_id, "report_year": report_year}
    insert_new(session, Report, key | {"version_count": 0, "first_seen_at": at})
    # Two processes may read two documents of one report at once; the versions are numbered here.
    return session.scalars(select(Report).filter_by(**key).with_for_update()).one()


def _version_of(session: Session, report: Report, document_id: int) -> ReportVersion | None:
    source = session.get(VersionSource, document_id)
    if source is None:
        return None
    version = session.get_one(ReportVersion, source.version_id)
    if version.report_id == report.id:
        return version
    withdraw_document(session, document_id)
    return None


def _new_version(
    session: Session,
    report: Report,
    document_id: int,
    reading: VersionDraft,
    digest: str,
    at: dt.datetime,
) -> ReportVersion:
    version = ReportVersion(
        report_id=report.id,
        number=report.version_count + 1,
        change=VersionChange.FIRST,
        document_id=document_id,
        first_seen_at=at,
    )
    session.add(version)
    _write(session, version, reading, digest, at)
    return version


def _add_source(
    session: Session, version: ReportVersion, document_id: int, at: dt.datetime
) -> None:
    source = session.get(VersionSource, document_id)
    if source is None:
        session.add(VersionSource(document_id=document_id, version_id=version.id, seen_at=at))
        version.first_seen_at = min(version.first_seen_at, at)
    else:
        source.version_id = version.id
        version.first_seen_at = min(version.first_seen_at, source.seen_at)
    session.flush()


def _write(
    session: Session, version: ReportVersion, reading: VersionDraft, digest: str, at: dt.datetime
) -> None:
    version.content_digest = digest
    version.form, version.title = reading.form, reading.title
    version.published_on = reading.published_on
    version.valid, version.invalid_reason = reading.valid, reading.invalid_reason
    version.source_url, version.medium = reading.source_url, reading.medium
    version.evidence = reading.evidence
    before, version.sections = version.sections, [list(section) for section in reading.sections]
    version.figures = {key: list(figure) for key, figure in reading.figures.items()}
    session.flush()
    index_text(session, version, before)
    replace_issues(session, Subject.VERSION, version.id, reading.issues, at)
