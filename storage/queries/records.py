"""Ids of captures and records, for what must outlast the numbers of one database."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.models import Capture


def record_ids(session: Session, capture_ids: Collection[int]) -> dict[int, str]:
    """The WARC record of each of some captures, by the capture's id."""
    rows = session.execute(
        select(Capture.id, Capture.warc_record_id).where(Capture.id.in_(capture_ids))
    )
    return dict(rows.tuples().all())


def captures_of_records(session: Session, record_ids: Collection[str]) -> dict[str, int]:
    """The capture that each of some WARC records is, by the record's id."""
    rows = session.execute(
        select(Capture.warc_record_id, Capture.id).where(Capture.warc_record_id.in_(record_ids))
    )
    return dict(rows.tuples().all())
