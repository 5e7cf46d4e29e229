"""Writes to whom alerts go, the messages that carry them, and what became of these.

A message is claimed before it is handed to a receiver and marked after. A process that dies between
the two leaves a message of which nobody knows whether it was taken: it is tried again under the
same key, by which a receiver can tell it is the same.
"""

from __future__ import annotations

import datetime as dt
import os
import platform
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.archive.upsert import insert_new
from storage.models import Alert, Delivery, Message
from storage.records import AlertRecord, MessageRecord
from storage.rows import as_record
from storage.vocabulary import DeliveryReason, MessageState

# Another machine's processes cannot be seen; no receiver takes so long over one message.
LEASE = dt.timedelta(minutes=10)
ALERTS_AT_ONCE = 500


def save_delivery(session: Session, alert_id: int, channel: str, reason: DeliveryReason) -> None:
    """Write that an alert goes to a channel; nothing where it does already."""
    row = {"alert_id": alert_id, "channel": channel, "reason": reason}
    insert_new(session, Delivery, row)


def undelivered_alerts(session: Session, channel: str) -> tuple[AlertRecord, ...]:
    """Some alerts that go to a channel and are in no message yet, held until this session ends."""
    waiting = (
        select(Delivery)
        .where(Delivery.channel == channel, Delivery.message_id.is_(None))
        .order_by(Delivery.alert_id)
        .limit(ALERTS_AT_ONCE)
        .with_for_update()
    )
    ids = [row.alert_id for row in session.scalars(waiting)]
    rows = session.scalars(select(Alert).where(Alert.id.in_(ids)).order_by(Alert.id))
    return tuple(as_record(AlertRecord, row) for row in rows)


def save_message(
    session: Session,
    key: str,
    channel: str,
    subject: str,
    body: str,
    alert_ids: Collection[int],
    at: dt.datetime,
) -> None:
    """Write a message to a channel and which undelivered alerts it carries."""
    message = Message(
        key=key,
        channel=channel,
        subject=subject,
        body=body,
        state=MessageState.WAITING,
        composed_at=at,
        attempts=0,
        uncertain=False,
        not_before=at,
        machine="",
        process=0,
        cause="",
    )
    session.add(message)
    session.flush()
    session.execute(
        update(Delivery)
        .where(
            Delivery.alert_id.in_(alert_ids),
            Delivery.channel == channel,
            Delivery.message_id.is_(None),
        )
        .values(message_id=message.id)
    )


def claim_message(session: Session, message_id: int, at: dt.datetime) -> MessageRecord | None:
    """Take a message to send it now, counted as an attempt; None where it is not to be sent now.

    It may be sent already, have to wait, or be in the hands of another process.
    """
    row = session.scalars(select(Message).where(Message.id == message_id).with_for_update()).one()
    if row.state is not MessageState.WAITING or row.not_before > at or _is_held(row, at):
        return None
    row.uncertain = row.uncertain or row.claimed_at is not None  # who claimed it died over it
    row.claimed_at, row.machine, row.process = at, platform.node(), os.getpid()
    row.attempts += 1
    session.flush()
    return as_record(MessageRecord, row)


def mark_sent(session: Session, message_id: int, at: dt.datetime) -> None:
    """Write that a receiver took a message."""
    row = session.get_one(Message, message_id)
    row.state, row.sent_at, row.cause, row.claimed_at = MessageState.SENT, at, "", None


def mark_failed(
    session: Session, message_id: int, cause: str, not_before: dt.datetime, *, uncertain: bool
) -> None:
    """Write why no receiver is known to have taken a message, and when to try it again."""
    row = session.get_one(Message, message_id)
    row.uncertain = row.uncertain or uncertain
    row.cause, row.not_before, row.claimed_at = cause, not_before, None


def attempts(session: Session, message_id: int) -> int:
    """How often a message was tried, in the session that decides what follows from it."""
    return session.get_one(Message, message_id).attempts


def give_up(session: Session, message_id: int, instead: str) -> None:
    """Give a message up; its alerts go to another channel instead."""
    row = session.get_one(Message, message_id)
    row.state, row.claimed_at = MessageState.GIVEN_UP, None
    for alert_id in session.scalars(
        select(Delivery.alert_id).where(Delivery.message_id == message_id)
    ):
        save_delivery(session, alert_id, instead, DeliveryReason.INSTEAD)


def _is_held(row: Message, at: dt.datetime) -> bool:
    if row.claimed_at is None or at - row.claimed_at > LEASE:
        return False
    if row.machine == platform.node():
        return Path(f"/proc/{row.process}").exists()
    return True
