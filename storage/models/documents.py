"""Archived renditions of reports."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base
from storage.vocabulary import DocumentState, Medium


class Document(Base):
    """A payload at an address, and what became of it."""

    __tablename__ = "document"
    __table_args__ = (UniqueConstraint("url", "digest"), Index(None, "agency_id", "report_year"))

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]
    host: Mapped[str] = mapped_column(index=True)
    digest: Mapped[str] = mapped_column(ForeignKey("payload.digest"), index=True)
    capture_id: Mapped[int] = mapped_column(ForeignKey("capture.id"))
    medium: Mapped[Medium]
    state: Mapped[DocumentState] = mapped_column(index=True)
    column_id: Mapped[int | None] = mapped_column(ForeignKey("site_column.id"), index=True)
    list_title: Mapped[str]
    listed_on: Mapped[dt.date | None]
    parent_url: Mapped[str] = mapped_column(index=True)
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"))
    report_year: Mapped[int | None]
    reason: Mapped[str]
    evidence: Mapped[dict[str, Any]]
    reader_version: Mapped[int | None] = mapped_column(index=True)
    first_seen_at: Mapped[dt.datetime]
    last_seen_at: Mapped[dt.datetime]
