"""Sites that are asked at once: never visited, or with an agency added since."""

from __future__ import annotations

import datetime as dt

from storage import queries
from storage.addresses import host_of
from storage.database import Session
from storage.records import line_to_site


def registry_hosts(session: Session) -> frozenset[str]:
    """The hosts of the home pages of the registry."""
    hosts = (host_of(agency.homepage) for agency in queries.agencies(session) if agency.homepage)
    return frozenset(hosts) - {""}


def new_hosts(session: Session) -> frozenset[str]:
    """Those of the registry's hosts that are to be asked at once."""
    visited = {site.host: site.last_visited_at for site in queries.sites(session)}
    never = {host for host in registry_hosts(session) if not visited.get(host)}
    registry = {agency.id: agency for agency in queries.agencies(session)}
    for ident, added_at in queries.agencies_added(session).items():
        host = host_of(line_to_site(registry[ident], registry)[-1].homepage)
        if _after(added_at, visited.get(host)):
            never.add(host)
    return frozenset(never) - {""}


def _after(added_at: dt.datetime, visited_at: dt.datetime | None) -> bool:
    return visited_at is None or added_at > visited_at
