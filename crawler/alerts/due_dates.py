"""Due dates as a calendar (iCalendar, RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import icalendar

from crawler.alerts.season import season_of
from crawler.alerts.subscriptions import Audience, Subscription
from crawler.alerts.whole_file import write_whole
from pipelines.coverage.deadlines import due_date
from storage import queries
from storage.database import Session
from storage.records import AgencyRecord
from storage.vocabulary import ExpectationState

_FOUND = frozenset(
    {
        ExpectationState.FOUND_ON_TIME,
        ExpectationState.FOUND_LATE,
        ExpectationState.FOUND_INVALID,
    }
)
_DAYS_BEFORE = (14, 3)  # of the alarms, as of the reminders
_MOST_NAMES = 200  # in the text of one day; a province has thousands


def write_calendar(
    session: Session, path: Path, wanted: Sequence[Subscription], today: dt.date
) -> Path:
    """Writes the due dates of this season and the next for the agencies of some subscriptions.

    One event for each day, whose text names the agencies; its UID is the same each time.
    """
    agencies = queries.agencies(session)
    audience = Audience(agencies)
    mine = [agency for agency in agencies if any(audience.covers(w, agency.id) for w in wanted)]
    season = season_of(today)
    found = {
        record.agency_id
        for record in queries.expectations(session, years=[season])
        if record.state in _FOUND
    }
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//nianbao//due dates//ZH")
    calendar.add("version", "2.0")
    calendar.add("name", "政府信息公开年报公布期限")
    for year in (season, season + 1):
        for day, owing in sorted(_by_day(mine, year).items()):
            done = found if year == season else set()
            calendar.add_component(_event(year, day, owing, done))
    write_whole(path, calendar.to_ical())
    return path


def _by_day(agencies: Sequence[AgencyRecord], year: int) -> Mapping[dt.date, list[AgencyRecord]]:
    days: dict[dt.date, list[AgencyRecord]] = defaultdict(list)
    for agency in agencies:
        first, last = agency.first_report_year or year, agency.last_report_year or year
        due = due_date(agency.cls, year, agency.due_override)
        if due is not None and first <= year <= last:
            days[due.on].append(agency)
    return days


def _event(
    year: int, day: dt.date, owing: Sequence[AgencyRecord], found: set[str]
) -> icalendar.Event:
    left = [agency for agency in owing if agency.id not in found]
    event = icalendar.Event()
    event.add("uid", f"due-{year}-{day.isoformat()}@nianbao")
    event.add("dtstamp", dt.datetime.combine(day, dt.time(), dt.UTC))
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("summary", f"{year}年度年报公布期限：{len(owing)}个机关，{len(left)}个尚未见到")
    event.add("description", "\n".join(_names(left)))
    event.add("transp", "TRANSPARENT")
    for before in _DAYS_BEFORE if left else ():
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", f"{year}年度年报{before}日后到期")
        alarm.add("trigger", dt.timedelta(days=-before))
        event.add_component(alarm)
    return event


def _names(left: Sequence[AgencyRecord]) -> Iterator[str]:
    yield from (agency.name for agency in left[:_MOST_NAMES])
    if len(left) > _MOST_NAMES:
        yield f"……共{len(left)}个"
