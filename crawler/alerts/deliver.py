"""Brings what was decided to the channels: composed once, tried until it is taken.

A message is claimed in the database before it is handed over and marked after. What dies between
the two is tried again under the same key; where a receiver has no place for a key, the message says
that it may be a repetition.
"""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from crawler.alerts.digest import digests
from crawler.alerts.receivers import Receiver
from crawler.alerts.subscriptions import Patience, Subscriptions
from crawler.alerts.undelivered import Undelivered
from storage import archive, queries
from storage.database import Database
from storage.records import MessageRecord

REPEATED = "【可能重复】"  # where only a reader can tell that it is the same message
LONGEST_WAIT = dt.timedelta(hours=6)  # a channel that was dead is tried again each morning


@dataclass(slots=True)
class Delivered:
    """What a run brought to the channels.

    ``sent`` counts messages; ``held`` names channels in their quiet hours; ``complaints`` are
    lines for a person: a channel that did not answer, a reader who was refused.
    """

    sent: int = 0
    held: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


def now() -> dt.datetime:
    """This moment in UTC."""
    return dt.datetime.now(dt.UTC)


def deliver(
    database: Database, receivers: Mapping[str, Receiver], wanted: Subscriptions
) -> Delivered:
    """Brings all that waits to its channels, as far as they can be told now."""
    out = Delivered()
    done: set[str] = set()
    while True:
        with database.snapshot() as session:
            waiting = [name for name in queries.waiting_channels(session) if name not in done]
        if not waiting:
            return out
        for name in waiting:  # what one gives up on may wait for another after it
            done.add(name)
            _to_channel(database, name, receivers, wanted, out, done)


def _to_channel(
    database: Database,
    name: str,
    receivers: Mapping[str, Receiver],
    wanted: Subscriptions,
    out: Delivered,
    done: set[str],
) -> None:
    if name not in receivers:
        out.complaints.append(f"{name}: alerts wait for a channel that the file no longer has")
        return
    if wanted.channels[name].is_quiet(now()):
        out.held.append(name)
        return
    compose(database, name, receivers[name].longest)
    with database.snapshot() as session:
        messages = queries.waiting_messages(session, name)
    for message in messages:
        cause = _try(database, message.id, receivers[name], wanted.retry, out)
        if cause:
            instead = wanted.channels[name].fallback
            gave_up = _give_up(database, message.id, instead, wanted.retry)
            told = f"; told {instead} instead" if gave_up else ""
            out.complaints.append(f"{name}: {cause}{told}")
            if gave_up:
                done.discard(instead)


def compose(database: Database, channel: str, longest: int) -> None:
    """Writes the messages that carry what waits for a channel; each alert goes into one."""
    with database.snapshot() as session:
        agencies = {agency.id: agency for agency in queries.agencies(session)}
    while True:
        with database.session() as session:
            alerts = archive.undelivered_alerts(session, channel)
            if not alerts:
                return
            goes = queries.deliveries(session, [alert.id for alert in alerts])
            reasons = {
                one.alert_id: one.reason
                for some in goes.values()
                for one in some
                if one.channel == channel
            }
            for digest in digests(alerts, agencies, reasons, longest):
                archive.save_message(
                    session, uuid.uuid4().hex, channel, digest.subject, digest.body,
                    digest.alert_ids, now(),
                )  # fmt: skip


def _try(
    database: Database, message_id: int, receiver: Receiver, retry: Patience, out: Delivered
) -> str:
    """Hands a message over, a few times if need be; why it was not taken, or nothing."""
    for number in range(retry.tries):
        if number:
            time.sleep(retry.pause_seconds * 2 ** (number - 1))
        with database.session() as session:
            message = archive.claim_message(session, message_id, now())
        if message is None:
            return ""
        again = REPEATED if message.uncertain and not receiver.takes_keys else ""
        try:
            note = receiver.send(message.key, again + message.subject, message.body)
        except Undelivered as error:
            cause = str(error)
            last = number + 1 == retry.tries
            _failed(database, message, error, retry if last else None)
            continue
        with database.session() as session:
            archive.mark_sent(session, message_id, now())
        out.sent += 1
        if note:
            out.complaints.append(f"{message.channel}: {note}")
        return ""
    return cause


def _failed(
    database: Database, message: MessageRecord, error: Undelivered, retry: Patience | None
) -> None:
    """Writes a try in vain; after the last of a run, how long to leave the channel alone."""
    wait = dt.timedelta(0)
    if retry is not None:
        runs = (message.attempts - 1) // retry.tries
        wait = min(LONGEST_WAIT, dt.timedelta(minutes=retry.wait_minutes) * 2 ** min(runs, 20))
    with database.session() as session:
        archive.mark_failed(
            session, message.id, str(error), now() + wait, uncertain=error.uncertain
        )


def _give_up(database: Database, message_id: int, instead: str, retry: Patience) -> bool:
    """Gives a message to another channel if it was tried often enough and there is one."""
    with database.session() as session:
        attempts = archive.attempts(session, message_id)
        if not instead or attempts < retry.give_up_after:
            return False
        archive.give_up(session, message_id, instead)
    return True
