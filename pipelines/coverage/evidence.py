"""What is known of one agency's report for one year, as plain facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from storage.vocabulary import AgencyClass, SiteState


@dataclass(frozen=True, slots=True)
class ExpectedAgency:
    """Who owes the report; the years are those of the first and last report owed."""

    id: str
    cls: AgencyClass
    first_report_year: int | None = None
    last_report_year: int | None = None
    due_override: str = ""


@dataclass(frozen=True, slots=True)
class FoundReport:
    """The report that was found.

    ``published_on`` is the date that its first version prints, None where it has none: a correction
    prints another, and is not the day on which the report came out. ``not_seen`` is the last visit
    before ``first_seen``. ``gone_since`` and ``withdrawn_at`` are set where it was taken away.
    """

    first_seen: dt.datetime
    published_on: dt.date | None = None
    not_seen: dt.datetime | None = None
    gone_since: dt.datetime | None = None
    withdrawn_at: dt.datetime | None = None
    valid: bool = True
    invalid_reason: str = ""
    previous_form: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere the report could stand: the agency's own site, or a portal's column.

    ``column_located``: a column of annual reports is known there that could hold this agency's.
    ``for_agency``: it is this agency's own column, not a combined one. ``read_at``: when it was
    last read to the end, in UTC; ``complete``: that reading got every page and row.
    ``years_of_agency``: report years listed there for this agency; ``years_of_others``: for others.
    ``column_failed`` says that the last attempt at the column failed though the site answered.
    ``transport`` says how the site answered last (http, verified or unverified https),
    ``proven_hosts`` which hosts of another name belong to it, each with its proof in a line.
    ``columns``: the ids of the columns that were looked at.
    """

    host: str
    site_state: SiteState
    column_located: bool = False
    for_agency: bool = False
    read_at: dt.datetime | None = None
    complete: bool = False
    rows: int = 0
    years_of_agency: tuple[int, ...] = ()
    years_of_others: tuple[int, ...] = ()
    column_failed: bool = False
    transport: str | None = None
    proven_hosts: tuple[str, ...] = ()
    columns: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CoverageEvidence:
    """All that bears on one agency's report for one year.

    ``unassigned`` counts reports of the year on these places whose agency could not be told: one
    of them may be this agency's, so nothing can be confirmed missing.
    """

    found: FoundReport | None = None
    places: tuple[Place, ...] = ()
    unassigned: int = 0
