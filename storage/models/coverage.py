"""What is owed, and what can be said of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base
from storage.vocabulary import ExpectationState


class Expectation(Base):
    """Agency × report year × due date × the rule it comes from, and the state of it."""

    __tablename__ = "expectation"
    __table_args__ = (Index(None, "report_year", "state"),)

    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    report_year: Mapped[int] = mapped_column(primary_key=True)
    due_on: Mapped[dt.date | None]
    rule: Mapped[str]
    state: Mapped[ExpectationState]
    first_seen: Mapped[dt.datetime | None]
    published_on: Mapped[dt.date | None]
    evidence: Mapped[dict[str, Any]]
