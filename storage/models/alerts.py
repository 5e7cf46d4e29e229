"""What people are told: alerts decided, the messages that carry them, and to whom each went."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import Base
from storage.vocabulary import AlertKind, DeliveryReason, ExpectationState, MessageState


class StateChange(Base):
    """A state of an expectation that differs from the one noted before it; ``number`` from 1."""

    __tablename__ = "state_change"

    agency_id: Mapped[str] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    report_year: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[ExpectationState]
    day: Mapped[dt.date]
    noted_at: Mapped[dt.datetime]


class Verification(Base):
    """One verification of the archive; ``problems`` are the first of them."""

    __tablename__ = "verification"

    id: Mapped[int] = mapped_column(primary_key=True)
    verified_at: Mapped[dt.datetime]
    records: Mapped[int]
    problem_count: Mapped[int]
    problems: Mapped[tuple[str, ...]]


class Alert(Base):
    """An event that people are told of; its key makes deciding it twice the same as once."""

    __tablename__ = "alert"
    __table_args__ = (Index(None, "agency_id", "report_year"), Index(None, "kind", "settled_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[AlertKind]
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"))
    report_year: Mapped[int | None]
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    day: Mapped[dt.date]
    decided_at: Mapped[dt.datetime]
    facts: Mapped[dict[str, Any]]
    settled_at: Mapped[dt.datetime | None]
    acknowledged_at: Mapped[dt.datetime | None]
    acknowledged_by: Mapped[str]


class Message(Base):
    """One message to one channel; its key is the same however often it is tried.

    ``machine`` and ``process`` have claimed it since ``claimed_at``. ``uncertain`` says that an
    earlier try ended without an answer: the receiver may have it.
    """

    __tablename__ = "message"
    __table_args__ = (Index(None, "state", "channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True)
    channel: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str]
    state: Mapped[MessageState]
    composed_at: Mapped[dt.datetime]
    attempts: Mapped[int]
    uncertain: Mapped[bool]
    not_before: Mapped[dt.datetime]
    claimed_at: Mapped[dt.datetime | None]
    machine: Mapped[str]
    process: Mapped[int]
    sent_at: Mapped[dt.datetime | None]
    cause: Mapped[str]


class Delivery(Base):
    """An alert that goes to a channel, once; the message is NULL until one is composed."""

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("alert_id", "channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    alert_id: Mapped[int] = mapped_column(ForeignKey("alert.id"))
    channel: Mapped[str]
    reason: Mapped[DeliveryReason]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
