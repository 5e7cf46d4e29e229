"""Sites that are asked at once: never visited, or with an agency added since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from storage import queries
from storage.addresses import host_of
from storage.database import Session
from storage.records import AgencyHome


def registry_hosts(session: Session) -> frozenset[str]:
    """The hosts of the home pages of the registry."""
    return frozenset(host_of(home.homepage) for home in queries.agency_homes(session)) - {""}


def new_hosts(session: Session) -> frozenset[str]:
    """Those of the registry's hosts that are to be asked at once."""
    visited = {site.host: site.last_visited_at for site in queries.sites(session)}
    homes = {home.id: home for home in queries.agency_homes(session)}
    never = {host_of(home.homepage) for home in homes.values()} - {
        host for host, moment in visited.items() if moment
    }
    added = {
        host
        for home in homes.values()
        if home.added_at and _after(home.added_at, visited.get(host := _host(home, homes)))
    }
    return frozenset(never | added) - {""}


def _host(home: AgencyHome, homes: Mapping[str, AgencyHome]) -> str:
    """The host that an agency's reports are on: its own, or that of the first above it with one."""
    line = [home]
    while not line[-1].homepage:
        above = homes.get(line[-1].parent_id)
        if above is None or above in line:
            return ""
        line.append(above)
    return host_of(line[-1].homepage)


def _after(added_at: dt.datetime, visited_at: dt.datetime | None) -> bool:
    return visited_at is None or added_at > visited_at
