"""How the addresses of archived reports stand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AbsenceRecord:
    """An address from the visit that found nothing there to the one that found it back.

    ``crawl_id`` is the crawl of the first of its ``visits``, ``last_at`` the time of the last.
    ``reason`` says in a line what was there instead; ``leads_to`` is where a redirect led, empty
    without one. ``back_at`` is None while the address stays away.
    """

    url: str
    crawl_id: int
    since: dt.datetime
    last_at: dt.datetime
    visits: int
    reason: str
    leads_to: str
    back_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class ArchivedAddress:
    """An address at which a report was met, and how it stands now.

    ``parent_url`` is the page that a file hangs on, empty for a page; ``column_id`` is the column
    that listed it, if one did. ``gone_since`` is None while the report is there; ``gone_visits``
    are the visits since then and ``gone_seen_at`` is the last of them.
    """

    url: str
    parent_url: str
    column_id: int | None
    first_seen_at: dt.datetime
    last_seen_at: dt.datetime
    gone_since: dt.datetime | None = None
    gone_seen_at: dt.datetime | None = None
    gone_visits: int = 0
    reason: str = ""
    leads_to: str = ""


@dataclass(frozen=True, slots=True)
class AddressToAsk:
    """An archived address to be asked again, with the validators its newest payload came with.

    ``asked_at`` is when it last gave an answer of any kind; ``is_away`` says that it was nothing.
    """

    url: str
    etag: str
    last_modified: str
    asked_at: dt.datetime
    is_away: bool
