"""Addresses of archived reports that were asked again and did not give them."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class Absence(Base):
    """An address from the visit that found nothing there to the one that found it back."""

    __tablename__ = "absence"
    __table_args__ = (UniqueConstraint("url", "since"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str]
    crawl_id: Mapped[int] = mapped_column(ForeignKey("crawl.id"))
    since: Mapped[dt.datetime]
    last_at: Mapped[dt.datetime]
    visits: Mapped[int]
    reason: Mapped[str]
    leads_to: Mapped[str]
    back_at: Mapped[dt.datetime | None] = mapped_column(index=True)
