"""When a job comes up: the trigger that APScheduler keeps with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from apscheduler.triggers.base import BaseTrigger

from crawler.schedule.buckets import Bucket, monthday_of, weekday_of
from crawler.schedule.season import Every, cadence
from storage.calendar import CHINA

LONGEST = 400  # days that are looked at: what comes up at all comes up within a year
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Recurrence(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """A kind of work on the days of the season, at a minute of the day in China.

    ``weekdays`` (Monday is 0) and ``monthdays`` are the days on which it comes up in the parts of
    the year where it is weekly or monthly.
    """

    kind: str
    minute: int
    weekdays: frozenset[int]
    monthdays: frozenset[int]

    @classmethod
    def of_sites(cls, kind: str, bucket: Bucket, hosts: Iterable[str]) -> Recurrence:
        """When something comes up for any of the hosts of a bucket."""
        hosts = list(hosts)
        days = frozenset(map(weekday_of, hosts)), frozenset(map(monthday_of, hosts))
        return cls(kind, bucket.minute, *days)

    @classmethod
    def of_kind(cls, kind: str) -> Recurrence:
        """When a kind of work comes up that is not of any site: at the hour of ``season.yaml``."""
        line = cadence(kind, dt.date(2000, 1, 1))
        return cls(kind, line.at, frozenset({0}), frozenset({line.on}))

    def next_after(self, moment: dt.datetime) -> dt.datetime:
        """The first time after a moment, in UTC."""
        return next(self.times(moment))

    def times(self, after: dt.datetime) -> Iterator[dt.datetime]:
        """The times after a moment, in UTC, for about a year."""
        first = after.astimezone(CHINA).date()
        for days in range(LONGEST):
            day = first + days * _DAY
            if self._comes_up(day):
                time = dt.datetime.combine(day, dt.time(*divmod(self.minute, 60)), CHINA)
                if time > after:
                    yield time.astimezone(dt.UTC)

    def get_next_fire_time(
        self, previous_fire_time: dt.datetime | None, now: dt.datetime
    ) -> dt.datetime:
        """As APScheduler asks for it: after the last time, or after now."""
        return self.next_after(previous_fire_time or now)

    def _comes_up(self, day: dt.date) -> bool:
        match cadence(self.kind, day).every:
            case Every.DAY:
                return True
            case Every.WEEK:
                return day.weekday() in self.weekdays
            case Every.MONTH:
                return day.day in self.monthdays
