"""Reports, their versions, and where each version was met."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base
from storage.models.columntypes import CompressedJson
from storage.vocabulary import Medium, VersionChange


class Report(Base):
    """Agency × report year.

    ``gone_since`` is set while the report is at none of its addresses, ``withdrawn_at`` from the
    visit on that found this to last.
    """

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("agency_id", "report_year"), Index(None, "report_year"))

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"))
    report_year: Mapped[int]
    version_count: Mapped[int]
    first_seen_at: Mapped[dt.datetime]
    gone_since: Mapped[dt.datetime | None]
    withdrawn_at: Mapped[dt.datetime | None]


class ReportVersion(Base):
    """What was published of a report from one day to another.

    The newest has ``number`` equal to the report's ``version_count``. ``again_since`` is set where
    it stood, was replaced, and came back.
    """

    __tablename__ = "report_version"
    __table_args__ = (UniqueConstraint("report_id", "content_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    number: Mapped[int]
    change: Mapped[VersionChange]
    form: Mapped[str]
    title: Mapped[str]
    published_on: Mapped[dt.date | None]
    valid: Mapped[bool]
    invalid_reason: Mapped[str]
    source_url: Mapped[str]
    medium: Mapped[Medium]
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)
    content_digest: Mapped[str]
    first_seen_at: Mapped[dt.datetime]
    again_since: Mapped[dt.datetime | None]
    figures: Mapped[Any] = mapped_column(CompressedJson)
    sections: Mapped[Any] = mapped_column(CompressedJson)
    evidence: Mapped[dict[str, Any]]


class VersionSource(Base):
    """A document that gave this version; one document gives one version."""

    __tablename__ = "version_source"

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("report_version.id", ondelete="CASCADE"), index=True
    )
    seen_at: Mapped[dt.datetime]
