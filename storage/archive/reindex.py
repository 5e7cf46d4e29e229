"""Makes the rows of the index from the WARC files themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from storage.archive.upsert import insert_all_new, insert_new
from storage.models import Base, Capture, Crawl, Payload, Site
from storage.vocabulary import CrawlOutcome, SiteState
from storage.warc.scan import ArchivedAnswer

AT_ONCE = 500
UNFINISHED = "the process ended without finishing the crawl"


def mend_places(session: Session, answers: Sequence[ArchivedAnswer]) -> list[ArchivedAnswer]:
    """Let the rows of archived answers point to where their records are; those without a row."""
    missing = []
    for start in range(0, len(answers), AT_ONCE):
        some = answers[start : start + AT_ONCE]
        known = _known(session, some)
        missing += [one for one in some if one.location.record_id not in known]
        for one in some:
            place = known.get(one.location.record_id)
            if place is not None and place != (one.location.file, one.location.offset):
                _move(session, one)
    return missing


def index_answers(session: Session, answers: Sequence[ArchivedAnswer]) -> list[ArchivedAnswer]:
    """Make the rows of archived answers that have none; each names its crawl, which is there.

    Returns:
        The answers without a row still: what they repeat is in no file that was indexed yet.
    """
    waiting = []
    for start in range(0, len(answers), AT_ONCE):
        waiting += _index(session, answers[start : start + AT_ONCE])
    return waiting


def _index(session: Session, fresh: Sequence[ArchivedAnswer]) -> list[ArchivedAnswer]:
    firsts = [one for one in fresh if one.record_type == "response"]
    insert_all_new(session, Payload, [_payload_row(one) for one in firsts])
    digests = {one.digest for one in fresh}
    payloads = {
        row.digest: row
        for row in session.scalars(select(Payload).where(Payload.digest.in_(digests)))
    }
    there = [one for one in fresh if one.digest in payloads]
    insert_all_new(session, Capture, [_capture_row(one, payloads[one.digest]) for one in there])
    return [one for one in fresh if one.digest not in payloads]


def _known(session: Session, answers: Sequence[ArchivedAnswer]) -> dict[str, tuple[str, int]]:
    ids = [one.location.record_id for one in answers]
    rows = session.execute(
        select(Capture.warc_record_id, Capture.warc_file, Capture.warc_offset).where(
            Capture.warc_record_id.in_(ids)
        )
    )
    return {record_id: (file, offset) for record_id, file, offset in rows}


def _move(session: Session, one: ArchivedAnswer) -> None:
    place = {"warc_file": one.location.file, "warc_offset": one.location.offset}
    for model in (Capture, Payload):
        session.execute(
            update(model).where(model.warc_record_id == one.location.record_id).values(place)
        )


def _payload_row(one: ArchivedAnswer) -> dict[str, Any]:
    return {
        "digest": one.digest,
        "size": one.size,
        "media_type": _media_type(one),
        "first_fetched_at": one.fetched_at,
        "url": one.url,
        "warc_file": one.location.file,
        "warc_offset": one.location.offset,
        "warc_record_id": one.location.record_id,
    }


def _capture_row(one: ArchivedAnswer, payload: Payload) -> dict[str, Any]:
    return {
        "crawl_id": one.crawl_id,
        "url": one.url,
        "fetched_at": one.fetched_at,
        "status": one.status,
        "digest": one.digest,
        "media_type": _media_type(one) or payload.media_type,
        "transport": one.transport,
        "etag": one.header("ETag"),
        "last_modified": one.header("Last-Modified"),
        "size": payload.size,
        "warc_file": one.location.file,
        "warc_offset": one.location.offset,
        "warc_record_id": one.location.record_id,
        "record_type": one.record_type,
    }


def _media_type(one: ArchivedAnswer) -> str:
    return one.header("Content-Type").partition(";")[0].strip().lower()


def crawl_ids(session: Session) -> set[int]:
    """The crawls that have a row."""
    return set(session.scalars(select(Crawl.id)))


def next_crawl_id(session: Session) -> int:
    """An id that no crawl has."""
    return (session.scalar(select(func.max(Crawl.id))) or 0) + 1


def restore_crawl(session: Session, crawl_id: int, began: dt.datetime, row: dict[str, Any]) -> None:
    """Write a crawl under the id it had; unfinished until :func:`finish_restored` says otherwise.

    Args:
        session: the session to write in.
        crawl_id: the id it had.
        began: when it began.
        row: ``arguments``, ``machine`` and ``process``, as far as they are known.
    """
    values = {
        "id": crawl_id,
        "arguments": row.get("arguments", {}),
        "machine": row.get("machine", ""),
        "process": row.get("process", 0),
        "started_at": began,
        "finished_at": None,
        "outcome": CrawlOutcome.INTERRUPTED,
        "cause": UNFINISHED,
        "counts": {},
    }
    insert_new(session, Crawl, values)
    if row:
        known = {name: values[name] for name in ("arguments", "machine", "process", "started_at")}
        session.execute(update(Crawl).where(Crawl.id == crawl_id).values(known))


def finish_restored(session: Session, crawl_id: int, at: dt.datetime, row: dict[str, Any]) -> None:
    """Write how a crawl had ended: ``outcome``, ``cause``, ``counts``."""
    found = session.get_one(Crawl, crawl_id)
    found.finished_at, found.outcome = at, CrawlOutcome(row["outcome"])
    found.cause, found.counts = row["cause"], row["counts"]
    session.flush()


def restore_sites(session: Session, sites: Iterable[dict[str, Any]]) -> None:
    """Write sites (``id``, ``host``, ``home_url``) under the ids they had."""
    rows = [{**site, "state": SiteState.UNVISITED, "cause": ""} for site in sites]
    insert_all_new(session, Site, rows)


def count_on(session: Session) -> None:
    """Let PostgreSQL number new rows after those that were written with an id of their own."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        key = list(table.primary_key.columns)
        if len(key) == 1 and key[0].name == "id" and key[0].type.python_type is int:
            name = table.name
            session.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), "  # noqa: S608
                    f"greatest((SELECT max(id) FROM {name}), 1))"
                )
            )
