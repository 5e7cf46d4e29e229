"""Alerts as an Atom feed (RFC 4287)."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from feedgen.feed import FeedGenerator

from crawler.alerts.subscriptions import Audience, Subscription
from crawler.alerts.whole_file import write_whole
from crawler.alerts.wording import line_of, region_of, title_of
from storage import queries
from storage.database import Session

MOST_ENTRIES = 500  # the newest; a reader keeps what it has read


def write_feed(session: Session, path: Path, name: str, wanted: Sequence[Subscription]) -> Path:
    """Writes the alerts that some subscriptions want as a feed, the newest first; its path.

    An entry has the same id however often the feed is written, so that a reader shows it once.
    """
    agencies = {agency.id: agency for agency in queries.agencies(session)}
    audience = Audience(agencies.values())
    feed = FeedGenerator()
    feed.id(f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'nianbao:{name}')}")
    feed.title("年报公开提醒")
    feed.author({"name": "nianbao"})
    feed.language("zh-CN")
    alerts = [
        alert
        for alert in queries.alerts(session)
        if any(audience.wants(subscription, alert) for subscription in wanted)
    ]
    for alert in islice(reversed(alerts), MOST_ENTRIES):
        entry = feed.add_entry(order="append")
        entry.id(f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'nianbao:{alert.key}')}")
        entry.title(title_of(alert, agencies))
        entry.content(line_of(alert, agencies))
        entry.category({"term": alert.kind.value, "label": region_of(alert, agencies)})
        entry.published(alert.decided_at)
        entry.updated(alert.decided_at)
        if url := alert.facts.get("url"):
            entry.link(href=url, rel="alternate")
    if alerts:
        feed.updated(alerts[-1].decided_at)
    write_whole(path, feed.atom_str(pretty=True))
    return path
