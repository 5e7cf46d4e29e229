"""Agencies and the names they answer to."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base
from storage.vocabulary import AgencyClass, AliasKind


class Agency(Base):
    """Who owes a report (行政机关)."""

    __tablename__ = "agency"
    __table_args__ = (Index(None, "province", "city", "county"), Index(None, "name"))

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    short_name: Mapped[str]
    cls: Mapped[AgencyClass]
    division_code: Mapped[str]
    province: Mapped[str]
    city: Mapped[str]
    county: Mapped[str]
    # A registry names parents in any order; the key is looked at when the import is complete.
    parent_id: Mapped[str | None] = mapped_column(
        ForeignKey("agency.id", deferrable=True, initially="DEFERRED"), index=True
    )
    homepage: Mapped[str]
    first_report_year: Mapped[int | None]
    last_report_year: Mapped[int | None]
    due_override: Mapped[str]
    added_at: Mapped[dt.datetime | None]


class AgencyAlias(Base):
    """Another name of an agency, and why it is one."""

    __tablename__ = "agency_alias"
    __table_args__ = (Index(None, "name"),)

    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[AliasKind]
    rank: Mapped[int]
