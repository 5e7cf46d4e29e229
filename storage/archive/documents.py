"""Writes documents and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.addresses import host_of
from storage.archive.sources import withdraw_document
from storage.archive.upsert import insert_new
from storage.models import Document, Report, ReportVersion, VersionSource
from storage.records import DocumentDraft, DocumentRecord
from storage.rows import as_record
from storage.vocabulary import DocumentState, Medium


def save_document(session: Session, draft: DocumentDraft) -> DocumentRecord:
    """Write a document under its URL and digest; seen again, only its last sight moves on.

    What a later sight knows better (the column, the title in the list) is taken over, what it
    does not know stays.
    """
    fields = asdict(draft)
    seen_at = fields.pop("seen_at")
    insert_new(
        session,
        Document,
        fields
        | {
            "host": host_of(draft.url),
            "state": DocumentState.PENDING,
            "reason": "",
            "evidence": {},
            "first_seen_at": seen_at,
            "last_seen_at": seen_at,
        },
    )
    row = session.scalars(
        select(Document).where(Document.url == draft.url, Document.digest == draft.digest)
    ).one()
    row.first_seen_at = min(row.first_seen_at, seen_at)
    row.last_seen_at = max(row.last_seen_at, seen_at)
    for name in ("column_id", "list_title", "listed_on", "parent_url"):
        if fields[name]:
            setattr(row, name, fields[name])
    if draft.medium is not Medium.UNKNOWN:
        row.medium = draft.medium
    session.flush()
    return as_record(DocumentRecord, row)


def set_document_state(
    session: Session,
    document_id: int,
    state: DocumentState,
    reason: str = "",
    agency_id: str | None = None,
    report_year: int | None = None,
    evidence: dict[str, Any] | None = None,
) -> None:
    """Write what became of a document, with the reason and the evidence.

    A document that gave a version of another agency's or year's report, or of any report if it
    turns out to be none, no longer does.
    """
    row = session.get_one(Document, document_id)
    row.state, row.reason, row.evidence = state, reason, evidence or {}
    row.agency_id, row.report_year = agency_id, report_year
    session.flush()
    owner = session.execute(
        select(Report.agency_id, Report.report_year)
        .join(ReportVersion, ReportVersion.report_id == Report.id)
        .join(VersionSource, VersionSource.version_id == ReportVersion.id)
        .where(VersionSource.document_id == document_id)
    ).first()
    if owner is not None and (
        state in (DocumentState.REJECTED, DocumentState.UNASSIGNED)
        or tuple(owner) != (agency_id, report_year)
    ):
        withdraw_document(session, document_id)


def mark_read(session: Session, document_ids: Sequence[int], reader_version: int) -> None:
    """Write by which reader some documents were read."""
    session.execute(
        update(Document).where(Document.id.in_(document_ids)).values(reader_version=reader_version)
    )


def begin_reading_again(session: Session, reader_version: int) -> None:
    """Let every document wait to be read again, unless some still wait from an earlier beginning.

    A document waits that was read by another reader than this one, or by none that is known.
    """
    was_read = Document.state != DocumentState.PENDING
    waits = Document.reader_version.is_distinct_from(reader_version)
    if session.scalars(select(Document.id).where(was_read, waits).limit(1)).first() is None:
        session.execute(update(Document).values(reader_version=None))
