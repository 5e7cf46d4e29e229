"""Writes what the web answered: the WARC record first, then its row."""

from __future__ import annotations

from http import HTTPStatus

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.archive.upsert import insert_new
from storage.models import Capture, Payload
from storage.records import CaptureRecord, Exchange
from storage.rows import as_record
from storage.warc import Original, WarcStore
from storage.warc.records import hex_digest


def store_exchange(
    session: Session, store: WarcStore, crawl_id: int, exchange: Exchange
) -> CaptureRecord:
    """Archive an answer; a payload met before is referred to, not kept again.

    The WARC record is on the disk before the row is made: a row never points at nothing. A record
    without its row, where a process died between the two, is harmless.

    Raises:
        ArchiveError: the disk is full or the archive cannot be written.
    """
    confirmed = exchange.status == HTTPStatus.NOT_MODIFIED
    payload = _last_payload(session, exchange.url) if confirmed else None
    digest = payload.digest if payload else hex_digest(exchange.body)
    payload = payload or session.get(Payload, digest)
    original = _original(payload) if payload else None
    location = store.write(exchange, revisit_of=original)
    media_type = exchange.header("Content-Type").partition(";")[0].strip().lower()
    if payload is None:
        first = {
            "digest": digest,
            "size": len(exchange.body),
            "media_type": media_type,
            "first_fetched_at": exchange.fetched_at,
            "url": exchange.url,
            "warc_file": location.file,
            "warc_offset": location.offset,
            "warc_record_id": location.record_id,
        }
        insert_new(session, Payload, first)
    row = Capture(
        crawl_id=crawl_id,
        url=exchange.url,
        fetched_at=exchange.fetched_at,
        status=exchange.status,
        digest=digest,
        media_type=media_type or (payload.media_type if payload else ""),
        transport=exchange.transport,
        etag=exchange.header("ETag"),
        last_modified=exchange.header("Last-Modified"),
        size=payload.size if payload else len(exchange.body),
        warc_file=location.file,
        warc_offset=location.offset,
        warc_record_id=location.record_id,
        record_type="revisit" if original else "response",
    )
    session.add(row)
    session.flush()
    return as_record(CaptureRecord, row)


def _original(payload: Payload) -> Original:
    return Original(payload.url, payload.first_fetched_at, payload.warc_record_id, payload.digest)


def _last_payload(session: Session, url: str) -> Payload | None:
    return session.scalars(
        select(Payload)
        .join(Capture, Capture.digest == Payload.digest)
        .where(Capture.url == url, Capture.status == HTTPStatus.OK)
        .order_by(Capture.fetched_at.desc(), Capture.id.desc())
        .limit(1)
    ).first()
