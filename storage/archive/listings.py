"""Writes columns, the readings of them and their rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from storage.archive.upsert import insert_new, upsert
from storage.models import Column, ColumnReading, Document, ListingEntry
from storage.records import ColumnDraft, ColumnRecord, ListingRow
from storage.rows import as_record
from storage.vocabulary import ColumnState

DOCUMENTS_AT_ONCE = 500


def save_column(session: Session, draft: ColumnDraft) -> ColumnRecord:
    """Write a column as just read, under its site and URL."""
    fields = asdict(draft)
    fields["last_read_at"] = fields.pop("read_at")
    if draft.state in (ColumnState.COMPLETE, ColumnState.EMPTY):
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
    """Write the rows of a column with their verdicts, each under its URL; the last one counts.

    The report a row led to, once known, stays where this sight of it does not say.
    """
    met = {row.url: row for row in rows}
    held = select(ListingEntry).where(
        ListingEntry.column_id == column_id, ListingEntry.url.in_(met)
    )
    known = {entry.url: entry for entry in session.scalars(held)}
    for row in met.values():
        entry = known.get(row.url)
        if entry is None:
            entry = ListingEntry(column_id=column_id, first_seen_at=at, last_seen_at=at)
            session.add(entry)
        led_to = entry.agency_id, entry.report_year
        for name, value in asdict(row).items():
            setattr(entry, name, value)
        if row.agency_id is None and led_to[0] is not None:
            entry.agency_id, entry.report_year = led_to
        entry.last_seen_at = max(entry.last_seen_at, at)
    session.flush()


def assign_listing_rows(session: Session, document_ids: Sequence[int]) -> None:
    """Write into the rows of columns whose report of which year each led to.

    A row led to a document by its address or by the page that a file hangs on. Where it was
    redirected, nothing stands at its address: then the column and the title tell, if no other row
    of the column has that title.

    Args:
        session: the session to write in.
        document_ids: the documents whose agency or year may have changed.
    """
    for start in range(0, len(document_ids), DOCUMENTS_AT_ONCE):
        some = document_ids[start : start + DOCUMENTS_AT_ONCE]
        statement = select(Document).where(Document.id.in_(some)).order_by(Document.id)
        documents = session.scalars(statement).all()
        _assign_by_address(session, documents)
        _assign_by_title(session, documents)
    session.flush()


def _assign_by_address(session: Session, documents: Sequence[Document]) -> None:
    # the page itself comes last and counts, where it could be assigned
    led_to = {document.url: document for document in documents if not document.agency_id}
    led_to |= {d.parent_url: d for d in documents if d.parent_url and d.agency_id}
    led_to |= {document.url: document for document in documents if document.agency_id}
    for entry in session.scalars(select(ListingEntry).where(ListingEntry.url.in_(led_to))):
        _assign(entry, led_to[entry.url])


def _assign_by_title(session: Session, documents: Sequence[Document]) -> None:
    by_title = {(d.column_id, d.list_title): d for d in documents if d.column_id and d.list_title}
    # no pairs are asked for: SQLite would look at every row there is
    alone = (
        select(func.min(ListingEntry.id))
        .where(
            ListingEntry.column_id.in_({column_id for column_id, _ in by_title}),
            ListingEntry.title.in_({title for _, title in by_title}),
        )
        .group_by(ListingEntry.column_id, ListingEntry.title)
        .having(func.count() == 1)
    )
    redirected = select(ListingEntry).where(
        ListingEntry.id.in_(alone),
        ~exists().where(
            or_(Document.url == ListingEntry.url, Document.parent_url == ListingEntry.url)
        ),
    )
    for entry in session.scalars(redirected):
        if document := by_title.get((entry.column_id, entry.title)):
            _assign(entry, document)


def _assign(entry: ListingEntry, document: Document) -> None:
    entry.agency_id = document.agency_id
    entry.report_year = document.report_year or entry.report_year
