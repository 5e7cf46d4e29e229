"""Writes which archived addresses gave nothing any more, and which did again."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from storage.models import Absence, Report


def note_absence(
    session: Session, url: str, crawl_id: int, at: dt.datetime, reason: str, leads_to: str = ""
) -> None:
    """Write that an address gave no document at a visit.

    Visits are counted by crawl: an address asked twice in one counts once.

    Args:
        session: the session to write in.
        url: the address, as the document's.
        crawl_id: the crawl that asked.
        at: when.
        reason: what was there instead, in a line.
        leads_to: where a redirect led.
    """
    row = session.scalars(
        select(Absence).where(Absence.url == url, Absence.back_at.is_(None))
    ).first()
    if row is None:
        row = Absence(url=url, crawl_id=crawl_id, since=at, last_at=at, visits=1)
        row.reason, row.leads_to = reason, leads_to
        session.add(row)
    elif at > row.last_at:
        row.visits += 1
        row.last_at = at
        row.reason, row.leads_to = reason, leads_to
    session.flush()


def note_presence(session: Session, url: str, at: dt.datetime) -> None:
    """Write that an address gave a document; an absence ends with that."""
    session.execute(
        update(Absence)
        .where(Absence.url == url, Absence.back_at.is_(None), Absence.since < at)
        .values(back_at=at)
    )


def set_withdrawal(
    session: Session,
    agency_id: str,
    report_year: int,
    gone_since: dt.datetime | None,
    withdrawn_at: dt.datetime | None,
) -> None:
    """Write since when a report is at none of its addresses, and when that was found to last.

    Both are None for a report that is there.
    """
    session.execute(
        update(Report)
        .where(Report.agency_id == agency_id, Report.report_year == report_year)
        .values(gone_since=gone_since, withdrawn_at=withdrawn_at)
    )
