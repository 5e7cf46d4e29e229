"""Writes columns, the readings of them and their rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from storage.archive.upsert import insert_new, upsert
from storage.models import Column, ColumnReading, ListingEntry
from storage.records import ColumnDraft, ColumnRecord, ListingRow
from storage.rows import as_record
from storage.vocabulary import ColumnState


def save_column(session: Session, draft: ColumnDraft) -> ColumnRecord:
    """Write a column as just read, under its site and URL."""
    fields = asdict(draft)
    fields["last_read_at"] = fields.pop("read_at")
    if draft.state is ColumnState.COMPLETE:
        fields["last_complete_at"] = draft.read_at
    upsert(session, Column, ["site_id", "url"], [fields])
    row = session.scalars(
        select(Column)
        .where(Column.site_id == draft.site_id, Column.url == draft.url)
        .execution_options(populate_existing=True)
    ).one()
    return as_record(ColumnRecord, row)


def save_column_reading(
    session: Session,
    column_id: int,
    crawl_id: int,
    at: dt.datetime,
    capture_ids: Iterable[int],
    pages: int,
    rows: int,
    declared_total: int | None,
    complete: bool,
    years: Iterable[int],
) -> None:
    """Write one reading of a column: what "missing" rests on.

    Args:
        session: the session to write in.
        column_id: the column.
        crawl_id: the crawl that read it.
        at: when its first page was fetched.
        capture_ids: the captures of its pages, in order.
        pages: pages read.
        rows: rows met on them.
        declared_total: rows the column says it has, if it does.
        complete: whether every page was read, with as many rows as declared.
        years: report years its rows name.
    """
    reading = {
        "column_id": column_id,
        "crawl_id": crawl_id,
        "read_at": at,
        "capture_ids": tuple(capture_ids),
        "pages": pages,
        "row_count": rows,
        "declared_total": declared_total,
        "complete": complete,
        "years": tuple(sorted(set(years))),
    }
    insert_new(session, ColumnReading, reading)


def save_listing_rows(
    session: Session, column_id: int, rows: Iterable[ListingRow], at: dt.datetime
) -> None:
    """Write the rows of a column with their verdicts, each under its URL; the last one counts."""
    known = {
        row.url: row
        for row in session.scalars(select(ListingEntry).where(ListingEntry.column_id == column_id))
    }
    for row in {row.url: row for row in rows}.values():
        entry = known.get(row.url)
        if entry is None:
            entry = ListingEntry(column_id=column_id, first_seen_at=at, last_seen_at=at)
            session.add(entry)
        for name, value in asdict(row).items():
            setattr(entry, name, value)
        entry.last_seen_at = max(entry.last_seen_at, at)
    session.flush()
