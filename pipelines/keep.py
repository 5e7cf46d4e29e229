"""What the walk met, into rows: columns with their readings, documents, visits."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from pipelines.identify.titles import parse_title
from pipelines.items import MetAgain, MetColumn, MetDocument, MetHost, MetRow, VisitedSite
from storage import archive, queries
from storage.database import Session
from storage.records import ColumnDraft, ColumnRecord, DocumentDraft, ListingRow, ProvenHostRecord
from storage.vocabulary import ColumnState


def keep_column(session: Session, crawl_id: int, met: MetColumn, at: dt.datetime) -> ColumnRecord:
    """Writes a column; once the walk is done with it, also the reading that can be evidence.

    A column that was confirmed (304, or known rows met again) keeps the number of rows it had, and
    so does one that was not read whole: what it had when it was is what it is measured by.
    """
    known = queries.column(session, met.site_id, met.url)
    keeps = met.confirmed or met.state is ColumnState.PARTIAL
    had = known.row_count if known and keeps else 0
    column = archive.save_column(
        session,
        ColumnDraft(
            site_id=met.site_id,
            url=met.url,
            name=met.name or (known.name if known else ""),
            breadcrumb=met.breadcrumb,
            family=met.family,
            state=met.state,
            etag=met.etag,
            last_modified=met.last_modified,
            digest=met.digest,
            row_count=max(len(met.rows), had),
            declared_total=met.declared_total,
            pages=met.pages,
            read_at=at,
        ),
    )
    archive.save_listing_rows(session, column.id, [_row(row) for row in met.rows], at)
    if met.closed and met.captures:
        rows = queries.listing_rows(session, column_id=column.id)
        years = sorted({year for row in rows if (year := parse_title(row.title).year)})
        read = column.row_count if met.confirmed else len(met.rows)
        archive.save_column_reading(
            session, column.id, crawl_id, at,
            capture_ids=met.captures, pages=met.pages, rows=read,
            declared_total=met.declared_total, complete=met.complete, years=tuple(years),
        )  # fmt: skip
    return column


def _row(row: MetRow) -> ListingRow:
    return ListingRow(
        row.url,
        row.title,
        row.listed_on,
        row.verdict,
        row.reason,
        None,
        parse_title(row.title).year,
    )


def keep_document(session: Session, met: MetDocument, at: dt.datetime) -> None:
    """Writes a document that waits to be read."""
    column = queries.column(session, met.site_id, met.column_url) if met.column_url else None
    archive.save_document(
        session,
        DocumentDraft(
            url=met.url,
            digest=met.digest,
            capture_id=met.capture_id,
            seen_at=at,
            column_id=column.id if column else None,
            list_title=met.title,
            listed_on=met.listed_on,
            parent_url=met.parent_url,
        ),
    )


def keep_host(session: Session, met: MetHost, at: dt.datetime) -> None:
    """Writes the proof that a host belongs to a site."""
    archive.save_proven_host(session, ProvenHostRecord(**asdict(met), proven_at=at))


def keep_again(session: Session, crawl_id: int, met: MetAgain, at: dt.datetime) -> None:
    """Writes how the address of an archived report answered when it was asked again.

    Another payload there is a document that waits to be read; its column, its title in the list
    and the page it hangs on are those of the address.
    """
    if met.reason:
        archive.note_absence(session, met.url, crawl_id, at, met.reason, met.leads_to)
        return
    before = list(queries.documents(session, url=met.url))[-1]
    archive.save_document(
        session,
        DocumentDraft(
            url=met.found_at,
            digest=met.digest,
            capture_id=met.capture_id,
            seen_at=at,
            column_id=before.column_id,
            list_title=before.list_title,
            listed_on=before.listed_on,
            parent_url=before.parent_url,
        ),
    )
    archive.note_presence(session, met.found_at, at)


def keep_visit(session: Session, crawl_id: int, met: VisitedSite, at: dt.datetime) -> None:
    """Writes how the visit of a site ended."""
    archive.set_site_state(session, met.site_id, met.state, met.cause, at, met.transport)
    archive.save_visit(session, crawl_id, met.site_id, met.outcome, met.counts, met.cause, at)
