"""Rules that do not hold, and what could not be fetched or read."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base
from storage.vocabulary import Fault, Severity

SUBJECTS = ("site_id", "column_id", "document_id", "version_id")


class Issue(Base):
    """One issue of one site, column, document or version.

    ``occurrence`` counts from 0 the times one rule fails in one subject (a row, a column of it).
    """

    __tablename__ = "issue"
    __table_args__ = (
        UniqueConstraint("site_id", "rule", "occurrence"),
        UniqueConstraint("column_id", "rule", "occurrence"),
        UniqueConstraint("document_id", "rule", "occurrence"),
        UniqueConstraint("version_id", "rule", "occurrence"),
        CheckConstraint(
            " + ".join(f"CASE WHEN {name} IS NULL THEN 0 ELSE 1 END" for name in SUBJECTS) + " = 1",
            name="one_subject",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    column_id: Mapped[int | None] = mapped_column(ForeignKey("site_column.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    version_id: Mapped[int | None] = mapped_column(
        ForeignKey("report_version.id", ondelete="CASCADE")
    )
    rule: Mapped[str] = mapped_column(index=True)
    occurrence: Mapped[int]
    severity: Mapped[Severity]
    fault: Mapped[Fault]
    message: Mapped[str]
    cells: Mapped[tuple[str, ...]]
    formula: Mapped[str]
    first_seen_at: Mapped[dt.datetime]
