"""Sites, crawls, and the visits of one to the other."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base
from storage.vocabulary import CrawlOutcome, SiteState


class Site(Base):
    """A web site by its host."""

    __tablename__ = "site"

    id: Mapped[int] = mapped_column(primary_key=True)
    host: Mapped[str] = mapped_column(unique=True)
    home_url: Mapped[str]
    state: Mapped[SiteState]
    cause: Mapped[str]
    last_visited_at: Mapped[dt.datetime | None]
    last_reached_at: Mapped[dt.datetime | None]
    transport: Mapped[str | None]


class ProvenHost(Base):
    """A host of another government name that belongs to a site, and by what this was shown."""

    __tablename__ = "proven_host"

    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), primary_key=True)
    host: Mapped[str] = mapped_column(primary_key=True)
    linked_from: Mapped[str]
    linked_as: Mapped[str]
    site_id_code: Mapped[str]
    agreement: Mapped[str]
    capture_id: Mapped[int] = mapped_column(ForeignKey("capture.id"))
    proven_at: Mapped[dt.datetime]


class Crawl(Base):
    """One run of the crawler; ``machine`` and ``process`` tell whether it still runs."""

    __tablename__ = "crawl"

    id: Mapped[int] = mapped_column(primary_key=True)
    arguments: Mapped[dict[str, Any]]
    machine: Mapped[str]
    process: Mapped[int]
    started_at: Mapped[dt.datetime]
    finished_at: Mapped[dt.datetime | None]
    outcome: Mapped[CrawlOutcome] = mapped_column(index=True)
    cause: Mapped[str]
    counts: Mapped[dict[str, Any]]


class SiteVisit(Base):
    """One site in one crawl."""

    __tablename__ = "site_visit"
    __table_args__ = (UniqueConstraint("crawl_id", "site_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    crawl_id: Mapped[int] = mapped_column(ForeignKey("crawl.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    visited_at: Mapped[dt.datetime]
    outcome: Mapped[CrawlOutcome]
    cause: Mapped[str]
    counts: Mapped[dict[str, Any]]
