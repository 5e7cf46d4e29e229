"""Writes what the web answered: the WARC records first, then their rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from storage.archive.upsert import insert_all_new
from storage.models import Capture, Payload
from storage.records import CaptureRecord, Exchange, Location
from storage.warc import Original, WarcStore
from storage.warc.records import hex_digest

_captures: Any = Capture.__table__
_NEW_CAPTURES = insert(_captures).returning(_captures.c.id, sort_by_parameter_order=True)


@dataclass(frozen=True, slots=True)
class KeptPayload:
    """The bytes of an answer, and the record that first held them."""

    digest: str
    size: int
    media_type: str
    original: Original


@dataclass(frozen=True, slots=True)
class Unindexed:
    """An answer whose WARC record is written and has no row yet."""

    exchange: Exchange
    location: Location
    media_type: str
    payload: KeptPayload
    is_revisit: bool


def store_exchange(
    session: Session, store: WarcStore, crawl_id: int, exchange: Exchange
) -> CaptureRecord:
    """Archive one answer.

    Raises:
        ArchiveError: the disk is full or the archive cannot be written.
    """
    written = write_exchanges(session, store, [exchange], crawl_id)
    store.sync()
    return index_exchanges(session, crawl_id, written)[0]


def write_exchanges(
    session: Session,
    store: WarcStore,
    exchanges: Iterable[Exchange],
    crawl_id: int | None = None,
) -> list[Unindexed]:
    """Write the records of some answers; a payload met before is referred to, not kept again.

    After ``store.sync()`` they are on the disk, and :func:`index_exchanges` may make their rows: a
    row never points at nothing. A record without its row, where a process died between the two, is
    harmless. Nothing is written to the database.

    Raises:
        ArchiveError: the disk is full or the archive cannot be written.
    """
    met: dict[str, KeptPayload] = {}
    written = []
    for exchange in exchanges:
        held = _held(session, exchange, met)
        location = store.write(exchange, held.original if held else None, crawl_id)
        media_type = exchange.header("Content-Type").partition(";")[0].strip().lower()
        payload = held or _first_sight(exchange, media_type, location)
        met[payload.digest] = payload
        written.append(
            Unindexed(exchange, location, media_type or payload.media_type, payload, bool(held))
        )
    return written


def index_exchanges(
    session: Session, crawl_id: int, written: Sequence[Unindexed]
) -> list[CaptureRecord]:
    """Make the rows of answers whose records are on the disk."""
    insert_all_new(session, Payload, [_payload_row(one) for one in written if not one.is_revisit])
    rows = [_capture_row(crawl_id, one) for one in written]
    ids = session.execute(_NEW_CAPTURES, rows).scalars()
    return [CaptureRecord(ident, **row) for ident, row in zip(ids, rows, strict=True)]


def _held(session: Session, exchange: Exchange, met: dict[str, KeptPayload]) -> KeptPayload | None:
    """The payload that an answer repeats (the same bytes), or confirms (status 304)."""
    if exchange.status == HTTPStatus.NOT_MODIFIED and (last := _last_payload(session, exchange)):
        return _kept(last)
    digest = hex_digest(exchange.body)
    if digest in met:
        return met[digest]
    row = session.get(Payload, digest)
    return _kept(row) if row else None


def _last_payload(session: Session, exchange: Exchange) -> Payload | None:
    return session.scalars(
        select(Payload)
        .join(Capture, Capture.digest == Payload.digest)
        .where(Capture.url == exchange.url, Capture.status == HTTPStatus.OK)
        .order_by(Capture.fetched_at.desc(), Capture.id.desc())
        .limit(1)
    ).first()


def _kept(row: Payload) -> KeptPayload:
    return KeptPayload(
        row.digest,
        row.size,
        row.media_type,
        Original(row.url, row.first_fetched_at, row.warc_record_id, row.digest),
    )


def _first_sight(exchange: Exchange, media_type: str, location: Location) -> KeptPayload:
    digest = hex_digest(exchange.body)
    original = Original(exchange.url, exchange.fetched_at, location.record_id, digest)
    return KeptPayload(digest, len(exchange.body), media_type, original)


def _payload_row(one: Unindexed) -> dict[str, Any]:
    return {
        "digest": one.payload.digest,
        "size": one.payload.size,
        "media_type": one.payload.media_type,
        "first_fetched_at": one.payload.original.fetched_at,
        "url": one.payload.original.url,
        "warc_file": one.location.file,
        "warc_offset": one.location.offset,
        "warc_record_id": one.location.record_id,
    }


def _capture_row(crawl_id: int, one: Unindexed) -> dict[str, Any]:
    return {
        "crawl_id": crawl_id,
        "url": one.exchange.url,
        "fetched_at": one.exchange.fetched_at,
        "status": one.exchange.status,
        "digest": one.payload.digest,
        "media_type": one.media_type,
        "transport": one.exchange.transport,
        "etag": one.exchange.header("ETag"),
        "last_modified": one.exchange.header("Last-Modified"),
        "size": one.payload.size,
        "warc_file": one.location.file,
        "warc_offset": one.location.offset,
        "warc_record_id": one.location.record_id,
        "record_type": "revisit" if one.is_revisit else "response",
    }
