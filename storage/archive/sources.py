"""Which document gave which version, and the order of a report's versions."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.archive.passages import drop_text
from storage.archive.statutory import write_statutory
from storage.models import Document, Report, ReportVersion, VersionSource
from storage.vocabulary import VersionChange


def withdraw_document(session: Session, document_id: int) -> None:
    """Take a document away from the version it gave; a version or report left without any goes."""
    source = session.get(VersionSource, document_id)
    if source is None:
        return
    version = session.get_one(ReportVersion, source.version_id)
    report = session.get_one(Report, version.report_id)
    session.delete(source)
    session.flush()
    drop_if_unsourced(session, version)
    settle_versions(session, report)


def drop_if_unsourced(session: Session, version: ReportVersion) -> None:
    """Delete a version that no document gives; else see to it that its own document is one."""
    left = session.scalars(
        select(VersionSource)
        .where(VersionSource.version_id == version.id)
        .order_by(VersionSource.seen_at, VersionSource.document_id)
    ).all()
    if not left:
        drop_text(session, version)
        session.delete(version)
        session.flush()
    elif version.document_id not in {source.document_id for source in left}:
        document = session.get_one(Document, left[0].document_id)
        version.document_id, version.medium = document.id, document.medium
        version.source_url = document.url
        session.flush()


def settle_versions(session: Session, report: Report) -> None:
    """Number a report's versions by when each (last) began to stand, and say why each was made.

    Archived documents may be read in any order; the order of the versions is that of the web. The
    statutory tables get the figures of the newest. A report without a version is deleted.
    """
    versions = session.scalars(
        select(ReportVersion)
        .where(ReportVersion.report_id == report.id)
        .order_by(
            func.coalesce(ReportVersion.again_since, ReportVersion.first_seen_at), ReportVersion.id
        )
    ).all()
    if not versions:
        session.delete(report)
        session.flush()
        return
    met: set[str] = set()
    for number, version in enumerate(versions, start=1):
        urls = _urls(session, version)
        version.number = number
        version.change = _change(number, urls, met)
        met |= urls
    report.version_count = len(versions)
    report.first_seen_at = min(version.first_seen_at for version in versions)
    session.flush()
    write_statutory(session, report, versions[-1])


def _change(number: int, urls: set[str], met: set[str]) -> VersionChange:
    if number == 1:
        return VersionChange.FIRST
    return VersionChange.QUIET_EDIT if urls & met else VersionChange.CORRECTED


def _urls(session: Session, version: ReportVersion) -> set[str]:
    return set(
        session.scalars(
            select(Document.url)
            .join(VersionSource, VersionSource.document_id == Document.id)
            .where(VersionSource.version_id == version.id)
        )
    )
