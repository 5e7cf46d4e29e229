"""Reports that are at none of their addresses any more: withdrawn, or not to be said yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from pipelines.assign import Key
from storage import archive, queries
from storage.addresses import host_of
from storage.database import Database, Session
from storage.queries import HostAddresses
from storage.records import ArchivedAddress
from storage.vocabulary import ColumnState

GONE_VISITS = 3
"""Visits in a row that found nothing: one may meet a page while it is published anew, two a backup
that was put back."""
GONE_DAYS = dt.timedelta(days=14)
"""From the first of these visits to the last: a site that is rebuilt (改版) is in order again after
a week or two."""
MANY_AWAY = 0.5
"""Share of a host's reports that are away together: rather the site was moved than each report
taken away."""


def note_withdrawals(database: Database) -> list[Key]:
    """Writes which reports are gone and which are withdrawn; takes back what is there again.

    Returns:
        The reports to be settled again, for another rendition speaks now: the one that did is gone,
        or its address gives again what it gave before.
    """
    with database.session() as session:
        stale = sorted(queries.reports_reverted(session))
        keys = sorted(queries.reports_in_doubt(session))
        standing = {key: queries.addresses(session, *key) for key in keys}
        hosts = {host_of(one.url) for addresses in standing.values() for one in addresses}
        away = queries.hosts_away(session, hosts)
        gone_columns = {
            column.id for column in queries.columns(session) if column.state is ColumnState.GONE
        }
        for key, addresses in standing.items():
            gone = {one.url for one in addresses if one.gone_since}
            if len(gone) < len(addresses):
                archive.set_withdrawal(session, *key, None, None)
                others = [one for one in addresses if not {one.url, one.parent_url} & gone]
                if others and _speaks_from(session, key) in gone:
                    stale.append(key)
            elif addresses:
                moved = any(one.column_id in gone_columns for one in addresses)
                _note_gone(session, key, addresses, withheld=moved or _is_fall(addresses, away))
    return stale


def _note_gone(
    session: Session, key: Key, addresses: Sequence[ArchivedAddress], *, withheld: bool
) -> None:
    since = max(one.gone_since for one in addresses if one.gone_since)
    known = queries.report(session, *key)
    withdrawn = known.withdrawn_at if known else None
    if withdrawn is None and not withheld and all(map(lasts, addresses)):
        withdrawn = max(one.gone_seen_at for one in addresses if one.gone_seen_at)
    archive.set_withdrawal(session, *key, since, withdrawn)


def lasts(address: ArchivedAddress) -> bool:
    """Whether an address gave nothing often enough, and for long enough, to count as gone."""
    if address.gone_since is None or address.gone_seen_at is None:
        return False
    enough = address.gone_visits >= GONE_VISITS
    return enough and address.gone_seen_at - address.gone_since >= GONE_DAYS


def _is_fall(addresses: Sequence[ArchivedAddress], away: Mapping[str, HostAddresses]) -> bool:
    """Whether so many reports of a host are gone at once that this says nothing of one of them."""
    hosts = [away[host_of(one.url)] for one in addresses]
    return any(host.away > 1 and host.away >= MANY_AWAY * host.reports for host in hosts)


def _speaks_from(session: Session, key: Key) -> str:
    report = queries.report(session, *key)
    return report.source_url if report else ""
