"""Reads the index of the archive."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Capture, Payload
from storage.records import CaptureRecord, Location, PayloadRecord
from storage.rows import as_record
from storage.warc import Original


def payload_location(session: Session, digest: str) -> Location | None:
    """Where the payload with a digest (SHA-256 in hex) is archived, or None."""
    row = session.get(Payload, digest)
    return Location(row.warc_file, row.warc_offset, row.warc_record_id) if row else None


def payload(session: Session, digest: str) -> PayloadRecord | None:
    """The payload with a digest (SHA-256 in hex), or None."""
    row = session.get(Payload, digest)
    return as_record(PayloadRecord, row) if row else None


def original_of(session: Session, digest: str) -> Original | None:
    """The response record that first had a payload, or None."""
    row = session.get(Payload, digest)
    return Original(row.url, row.first_fetched_at, row.warc_record_id, row.digest) if row else None


def crawls_of_captures(session: Session, capture_ids: Iterable[int]) -> dict[int, int]:
    """The crawl that made each of some captures, by the capture's id."""
    statement = select(Capture.id, Capture.crawl_id).where(Capture.id.in_(set(capture_ids)))
    return {row.id: row.crawl_id for row in session.execute(statement)}


def captures_by_id(session: Session, ids: Collection[int]) -> tuple[CaptureRecord, ...]:
    """Some captures, the oldest first."""
    rows = session.scalars(
        select(Capture).where(Capture.id.in_(ids)).order_by(Capture.fetched_at, Capture.id)
    )
    return tuple(as_record(CaptureRecord, row) for row in rows)


def captures(session: Session, url: str) -> tuple[CaptureRecord, ...]:
    """Every capture of an address, the newest first."""
    rows = session.scalars(
        select(Capture)
        .where(Capture.url == url)
        .order_by(Capture.fetched_at.desc(), Capture.id.desc())
    )
    return tuple(as_record(CaptureRecord, row) for row in rows)
