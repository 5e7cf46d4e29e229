"""From publication to alert: for each report of a world's live year, by the program's timetable.

``python -m tests.schedule.delay --world DIR`` takes the day on which each report and each later
version was put on its site, an hour of the working day, the next visit of that site's columns (for
a later version, of its archived addresses), and the next round of alerts after it. That a visit
notices what is there is measured by ``tests.world.season``; a visit and its reading are given an
hour here.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

from crawler.schedule.recurrence import Recurrence
from crawler.schedule.tasks import SPREAD, TIMED
from crawler.schedule.timetable import Timetable
from storage.addresses import host_of
from storage.calendar import CHINA
from tests.schedule.accounts import DAILY as SEASONS
from tests.world.simulated import World

OFFICE_HOURS = (9, 11, 14, 17)
VISIT_TAKES = dt.timedelta(hours=1)
DAILY = "published in a daily season"
WEEKLY = "published in another week"
CHANGED = "changed later"


class Put(NamedTuple):
    """Something put on a site on a day; ``visits`` is the kind of visit that sees it."""

    what: str
    visits: str
    host: str
    day: dt.date


def everything_put(world: World) -> Iterator[Put]:
    """The reports and later versions that came in the live year of a world."""
    truth = world.truth
    first = truth["first_day"]
    for report in truth["reports"]:
        host = host_of(report["canonical"])
        for version in report["versions"]:
            if version["from_day"] < first:
                continue
            day = dt.date.fromisoformat(version["from_day"])
            if version["number"] > 1:
                yield Put(CHANGED, "revisits", host, day)
            else:
                daily = any(a <= (day.month, day.day) <= b for a, b in SEASONS)
                yield Put(DAILY if daily else WEEKLY, "columns", host, day)


def delays(put: Iterable[Put], timetable: Timetable) -> Iterator[tuple[str, float]]:
    """The hours until the alert is sent, for each thing put and each hour of the day."""
    buckets = {host: bucket for bucket, hosts in timetable.buckets.items() for host in hosts}
    alerts = Recurrence.of_kind("alerts")
    for one in put:
        visits = Recurrence.of_sites(one.visits, buckets[one.host], [one.host])
        for hour in OFFICE_HOURS:
            published = dt.datetime.combine(one.day, dt.time(hour), CHINA)
            seen = visits.next_after(published) + VISIT_TAKES
            yield one.what, (alerts.next_after(seen) - published).total_seconds() / 3600


def main() -> None:
    """Prints a row for each kind of event."""
    parser = argparse.ArgumentParser(prog="tests.schedule.delay", description=__doc__)
    parser.add_argument("--world", type=Path, action="append", required=True, help="a built world")
    asked = parser.parse_args()
    print("| world | event | events | median hours | 95 % within | worst |")
    print("|---|---|---|---|---|---|")
    for folder in asked.world:
        put = list(everything_put(World(folder)))
        hosts = {one.host for one in put}
        found = list(delays(put, Timetable.of(hosts, (), tuple(SPREAD), tuple(TIMED))))
        for what in (DAILY, WEEKLY, CHANGED):
            hours = sorted(hour for name, hour in found if name == what)
            if hours:
                most = hours[int(0.95 * (len(hours) - 1))]
                told = f"{median(hours):.0f} | {most:.0f} | {hours[-1]:.0f}"
                print(f"| {folder.name} | {what} | {len(hours) // len(OFFICE_HOURS)} | {told} |")


if __name__ == "__main__":
    main()
