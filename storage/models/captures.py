"""The index of the archive: payloads by digest, captures by address and time."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base


class Payload(Base):
    """Bytes met on the web, once for each SHA-256, and the WARC record that holds them."""

    __tablename__ = "payload"

    digest: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str]
    first_fetched_at: Mapped[dt.datetime]
    url: Mapped[str]
    warc_file: Mapped[str]
    warc_offset: Mapped[int]
    warc_record_id: Mapped[str]


class Capture(Base):
    """One answer of the web: where, when, what, and its WARC record."""

    __tablename__ = "capture"
    __table_args__ = (Index(None, "url", "fetched_at"), Index(None, "warc_file", "warc_offset"))

    id: Mapped[int] = mapped_column(primary_key=True)
    crawl_id: Mapped[int] = mapped_column(ForeignKey("crawl.id"), index=True)
    url: Mapped[str]
    fetched_at: Mapped[dt.datetime]
    status: Mapped[int]
    digest: Mapped[str] = mapped_column(ForeignKey("payload.digest"), index=True)
    media_type: Mapped[str]
    transport: Mapped[str | None]
    etag: Mapped[str]
    last_modified: Mapped[str]
    size: Mapped[int]
    warc_file: Mapped[str]
    warc_offset: Mapped[int]
    warc_record_id: Mapped[str] = mapped_column(unique=True)
    record_type: Mapped[str]
