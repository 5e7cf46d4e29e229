"""Columns (栏目), the readings of them, and the rows met."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base
from storage.vocabulary import ColumnState


class Column(Base):
    """A list page known to carry annual reports, with what it held last time."""

    __tablename__ = "site_column"
    __table_args__ = (UniqueConstraint("site_id", "url"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    url: Mapped[str]
    name: Mapped[str]
    breadcrumb: Mapped[tuple[str, ...]]
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"), index=True)
    year: Mapped[int | None]
    family: Mapped[str]
    state: Mapped[ColumnState]
    etag: Mapped[str]
    last_modified: Mapped[str]
    digest: Mapped[str]
    row_count: Mapped[int]
    declared_total: Mapped[int | None]
    pages: Mapped[int]
    last_read_at: Mapped[dt.datetime | None]
    last_complete_at: Mapped[dt.datetime | None]


class ColumnReading(Base):
    """One reading of a column: the evidence that a report was not in it."""

    __tablename__ = "column_reading"
    __table_args__ = (UniqueConstraint("column_id", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    column_id: Mapped[int] = mapped_column(ForeignKey("site_column.id"))
    crawl_id: Mapped[int] = mapped_column(ForeignKey("crawl.id"), index=True)
    read_at: Mapped[dt.datetime]
    capture_ids: Mapped[tuple[int, ...]]
    pages: Mapped[int]
    row_count: Mapped[int]
    declared_total: Mapped[int | None]
    complete: Mapped[bool]
    years: Mapped[tuple[int, ...]]


class ListingEntry(Base):
    """A row of a column as met, and what became of it."""

    __tablename__ = "listing_row"
    __table_args__ = (UniqueConstraint("column_id", "url"), Index(None, "agency_id", "report_year"))

    id: Mapped[int] = mapped_column(primary_key=True)
    column_id: Mapped[int] = mapped_column(ForeignKey("site_column.id"))
    url: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    listed_on: Mapped[dt.date | None]
    verdict: Mapped[str]
    reason: Mapped[str]
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"))
    report_year: Mapped[int | None]
    first_seen_at: Mapped[dt.datetime]
    last_seen_at: Mapped[dt.datetime]
