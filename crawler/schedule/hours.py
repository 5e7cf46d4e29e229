"""Hours of the day in China in which something may be done."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from storage.calendar import CHINA

DAY = 24 * 60  # minutes
_CLOCK = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)$", re.ASCII)


def minute_of(clock: str) -> int:
    """The minute of the day that ``HH:MM`` names.

    Raises:
        ValueError: it names none.
    """
    match = _CLOCK.match(clock)
    if match is None:
        raise ValueError(f"{clock!r} is no time of the day; write HH:MM, as in 07:30")
    return int(match[1]) * 60 + int(match[2])


def clock_of(minute: int) -> str:
    """A minute of the day as ``HH:MM``."""
    return f"{minute // 60:02}:{minute % 60:02}"


@dataclass(frozen=True, slots=True)
class Hours:
    """From the minute ``first`` for ``length`` minutes, past midnight too; bare, the whole day."""

    first: int = 0
    length: int = DAY

    @classmethod
    def parse(cls, text: str) -> Hours:
        """The hours that ``HH:MM-HH:MM`` names, for instance ``22:00-06:00``.

        Raises:
            ValueError: it names none.
        """
        first, _, last = text.partition("-")
        start = minute_of(first.strip())
        return cls(start, (minute_of(last.strip()) - start) % DAY or DAY)

    def __str__(self) -> str:
        return f"{clock_of(self.first)}-{clock_of((self.first + self.length) % DAY)}"

    @property
    def whole_day(self) -> bool:
        """Whether they never end."""
        return self.length == DAY

    def end(self, now: dt.datetime) -> dt.datetime | None:
        """When the hours that are open now end, in UTC; None if they never do, or are closed."""
        left = self.length - self._passed(now)
        if self.whole_day or left <= 0:
            return None
        local = now.astimezone(CHINA).replace(second=0, microsecond=0)
        return (local + dt.timedelta(minutes=left)).astimezone(dt.UTC)

    def open(self, now: dt.datetime) -> bool:
        """Whether a moment is within them."""
        return self._passed(now) < self.length

    def _passed(self, now: dt.datetime) -> int:
        local = now.astimezone(CHINA)
        return (local.hour * 60 + local.minute - self.first) % DAY


WHOLE_DAY = Hours()
