"""Sites that come up at the same minute of the day: the day is cut into quarters of an hour.

Which quarter is the host's own, by its digest: so the sites are spread over the day, an added site
moves no other, and each scheduler on each machine reckons the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from crawler.schedule.hours import DAY, WHOLE_DAY, Hours, clock_of, minute_of

QUARTER = 15  # minutes; 96 a day: of the country's 15,000 sites 156 come up together


@dataclass(frozen=True, slots=True)
class Bucket:
    """A minute of the day in China, and the hours that its sites may be asked in."""

    minute: int
    hours: Hours = WHOLE_DAY

    @classmethod
    def of(cls, host: str, hours: Hours) -> Bucket:
        """The bucket of a host: a quarter of its day, or of the first half of its hours.

        In the first half, so that there is time left to read a long list.
        """
        length = DAY if hours.whole_day else hours.length // 2
        quarters = max(1, length // QUARTER)
        minute = hours.first + digest_of(host) % quarters * QUARTER
        return cls(minute % DAY, hours)

    @classmethod
    def parse(cls, name: str) -> Bucket:
        """The bucket of a name that ``str`` gave."""
        clock, _, hours = name.partition(" of ")
        return cls(minute_of(clock), Hours.parse(hours) if hours else WHOLE_DAY)

    def __str__(self) -> str:
        name = clock_of(self.minute)
        return name if self.hours.whole_day else f"{name} of {self.hours}"


def digest_of(host: str) -> int:
    """A number that is the same for a host everywhere and always."""
    return int.from_bytes(sha256(host.encode()).digest()[:8])


def weekday_of(host: str) -> int:
    """The day of the week of what is weekly, Monday is 0; independent of the quarter."""
    return digest_of(f"week {host}") % 7


def monthday_of(host: str) -> int:
    """The day of the month of what is monthly: 1 to 28, which every month has."""
    return digest_of(f"month {host}") % 28 + 1
