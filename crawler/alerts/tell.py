"""The round of each morning: judge, decide, plan, deliver, and write the files others read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler.alerts.decide import decide
from crawler.alerts.deliver import Delivered, deliver, now
from crawler.alerts.due_dates import write_calendar
from crawler.alerts.feed import write_feed
from crawler.alerts.file import load_subscriptions
from crawler.alerts.receivers import Receiver, open_receiver
from crawler.alerts.settle import settled_alerts
from crawler.alerts.subscriptions import Audience, Subscriptions
from pipelines.coverage.judge import judge_coverage
from storage import archive, queries
from storage.config import Settings
from storage.database import Database, Session
from storage.errors import ConfigurationError
from storage.records import AlertRecord
from storage.vocabulary import AlertKind, DeliveryReason


@dataclass(frozen=True, slots=True)
class Told:
    """What a round came to: the alerts that are new, and what was brought to the channels."""

    decided: tuple[AlertRecord, ...]
    delivered: Delivered
    files: tuple[Path, ...]


def tell_people(database: Database, settings: Settings, today: dt.date) -> Told:
    """Decides what there is to tell on a day and tells it to whoever wants it.

    Raises:
        ConfigurationError: nobody has subscribed, the file of subscriptions does not fit, or a
            later day was decided already. Then nothing is decided.
    """
    wanted = subscriptions(database, settings)
    if not wanted.subscriptions:
        raise ConfigurationError(
            f"{settings.alerts}: nobody has subscribed; "
            "begin with: nianbao alerts subscribe NAME --channel CHANNEL"
        )
    receivers = open_receivers(wanted)
    judge_coverage(database, today)
    decided = decide_alerts(database, today, wanted)
    delivered = deliver(database, receivers, wanted)
    return Told(decided, delivered, tuple(write_files(database, settings, wanted, today)))


def subscriptions(database: Database, settings: Settings) -> Subscriptions:
    """The subscriptions in force.

    Raises:
        ConfigurationError: the file does not fit.
    """
    with database.snapshot() as session:
        ids = [agency.id for agency in queries.agencies(session)]
    return load_subscriptions(settings.alerts, ids)


def open_receivers(wanted: Subscriptions) -> dict[str, Receiver]:
    """The channels that take messages.

    Raises:
        ConfigurationError: the address of one is not understood.
    """
    return {
        name: open_receiver(name, channel.url.get_secret_value())
        for name, channel in wanted.channels.items()
        if channel.url is not None
    }


def decide_alerts(
    database: Database, today: dt.date, wanted: Subscriptions
) -> tuple[AlertRecord, ...]:
    """Writes what there is to tell and to which channels, in one transaction.

    Coverage is judged already.

    Raises:
        ConfigurationError: a later day was decided already.
    """
    with database.snapshot() as session:
        last = queries.last_noted_day(session)
        if last is not None and last > today:
            raise ConfigurationError(
                f"alerts were decided up to {last} already; "
                f"{today} can only be looked at: nianbao alerts list --as-of {today}"
            )
        changed = list(queries.changed_expectations(session))
        drafts = list(decide(session, changed, today))
    at = now()
    with database.session() as session:
        archive.note_states(session, changed, today, at)
        made = archive.save_alerts(session, drafts, today, at)
        archive.settle_alerts(session, list(settled_alerts(session)), at)
        _plan(session, made, wanted, today)
    return made


def _plan(
    session: Session, made: Sequence[AlertRecord], wanted: Subscriptions, today: dt.date
) -> None:
    """Writes to which channels alerts go: by subscription, and where nobody acknowledged them."""
    audience = Audience(queries.agencies(session))
    open_alerts = queries.alerts(session, kinds=[AlertKind.CONFIRMED_MISSING], unsettled=True)
    unheard = [alert for alert in open_alerts if alert.acknowledged_at is None]
    for subscription in wanted.subscriptions:
        for alert in made:
            if audience.wants(subscription, alert):
                for channel in subscription.channels:
                    if wanted.channels[channel].url is not None:
                        archive.save_delivery(session, alert.id, channel, DeliveryReason.SUBSCRIBED)
        further = subscription.escalate
        for alert in unheard if further else ():
            waited = (today - alert.day).days
            if further and waited >= further.after_days and audience.wants(subscription, alert):
                archive.save_delivery(session, alert.id, further.to, DeliveryReason.ESCALATED)


def write_files(
    database: Database, settings: Settings, wanted: Subscriptions, today: dt.date
) -> Iterator[Path]:
    """Writes the feeds and calendars anew, each whole or not at all; their paths."""
    with database.snapshot() as session:
        for name, channel in wanted.channels.items():
            mine = [one for one in wanted.subscriptions if name in one.channels]
            if channel.feed is not None:
                yield write_feed(session, settings.home / channel.feed, name, mine)
            if channel.calendar is not None:
                yield write_calendar(session, settings.home / channel.calendar, mine, today)
