"""Reads columns, the readings of them and their rows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from storage.models import Column, ColumnReading, ListingEntry, SiteVisit
from storage.records import ColumnReadingRecord, ColumnRecord, ListingRow
from storage.rows import as_record
from storage.vocabulary import CrawlOutcome


def columns(session: Session, site_id: int | None = None) -> tuple[ColumnRecord, ...]:
    """The columns of a site, or of all sites."""
    statement = select(Column).order_by(Column.id)
    if site_id is not None:
        statement = statement.where(Column.site_id == site_id)
    return tuple(as_record(ColumnRecord, row) for row in session.scalars(statement))


def columns_by_id(session: Session, column_ids: Collection[int]) -> dict[int, ColumnRecord]:
    """Some columns by their ids."""
    rows = session.scalars(select(Column).where(Column.id.in_(column_ids)))
    return {row.id: as_record(ColumnRecord, row) for row in rows}


def column(session: Session, site_id: int, url: str) -> ColumnRecord | None:
    """The column of a site at an address, if one is known there."""
    row = session.scalars(
        select(Column).where(Column.site_id == site_id, Column.url == url)
    ).first()
    return as_record(ColumnRecord, row) if row else None


def column_readings(
    session: Session, since: dt.datetime, *, site_id: int | None = None
) -> tuple[ColumnReadingRecord, ...]:
    """The readings of columns since a time, of one site or of all, the oldest first."""
    statement = select(ColumnReading).where(ColumnReading.read_at >= since)
    if site_id is not None:
        statement = statement.join(Column, Column.id == ColumnReading.column_id).where(
            Column.site_id == site_id
        )
    rows = session.scalars(statement.order_by(ColumnReading.read_at, ColumnReading.id))
    return tuple(as_record(ColumnReadingRecord, row, rows=row.row_count) for row in rows)


def readings_behind(session: Session, column_id: int) -> tuple[ColumnReadingRecord, ...]:
    """The readings that what is said of a column rests on: one or two, the older one first.

    The last one, to the end if any was; and where that met fewer pages, for its first page was
    unchanged, the last one that met them all.
    """
    rows = session.scalars(
        select(ColumnReading)
        .where(ColumnReading.column_id == column_id)
        .order_by(ColumnReading.complete.desc(), ColumnReading.read_at.desc())
    ).all()
    if not rows:
        return ()
    alike = [row for row in rows if row.complete == rows[0].complete]
    whole = max(alike, key=lambda row: (row.pages, row.read_at))
    behind = [rows[0]] if whole.pages <= rows[0].pages else [whole, rows[0]]
    return tuple(as_record(ColumnReadingRecord, row, rows=row.row_count) for row in behind)


def columns_left_open(session: Session, site_id: int) -> set[int]:
    """The columns of a site whose last reading is of a visit that was not finished or cut short.

    What their rows lead to may not have been asked for.
    """
    last = (
        select(ColumnReading.column_id, func.max(ColumnReading.crawl_id).label("crawl_id"))
        .join(Column, Column.id == ColumnReading.column_id)
        .where(Column.site_id == site_id)
        .group_by(ColumnReading.column_id)
        .subquery()
    )
    finished = exists().where(
        SiteVisit.crawl_id == last.c.crawl_id,
        SiteVisit.site_id == site_id,
        SiteVisit.outcome == CrawlOutcome.FINISHED,
        SiteVisit.cause == "",
    )
    return set(session.scalars(select(last.c.column_id).where(~finished)))


def listed_years(session: Session) -> dict[int, dict[str, frozenset[int]]]:
    """By column, the agencies whose reports its rows led to, with the years of these."""
    statement = (
        select(ListingEntry.column_id, ListingEntry.agency_id, ListingEntry.report_year)
        .where(ListingEntry.agency_id.is_not(None), ListingEntry.report_year.is_not(None))
        .distinct()
    )
    found: dict[int, dict[str, frozenset[int]]] = defaultdict(dict)
    for column_id, agency_id, year in session.execute(statement):
        if agency_id is not None and year is not None:
            known = found[column_id].get(agency_id, frozenset())
            found[column_id][agency_id] = known | {year}
    return found


def listing_rows(
    session: Session,
    *,
    column_id: int | None = None,
    agency_id: str | None = None,
    report_year: int | None = None,
    verdict: str | None = None,
) -> tuple[ListingRow, ...]:
    """The rows of columns as met, by column, agency, year or verdict."""
    statement = select(ListingEntry).order_by(ListingEntry.id)
    wanted = {
        ListingEntry.column_id: column_id,
        ListingEntry.agency_id: agency_id,
        ListingEntry.report_year: report_year,
        ListingEntry.verdict: verdict,
    }
    for column, value in wanted.items():
        if value is not None:
            statement = statement.where(column == value)
    return tuple(as_record(ListingRow, row) for row in session.scalars(statement))
