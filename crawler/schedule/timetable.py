"""Which jobs there are: one for each bucket of sites and kind of visit, one for other work."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from crawler.schedule.buckets import Bucket
from crawler.schedule.recurrence import LONGEST, Recurrence
from crawler.schedule.windows import Window, hours_of


@dataclass(frozen=True, slots=True)
class PlannedJob:
    """A job with when it comes up; ``lane`` is what may not run beside itself.

    All visits of a bucket's sites are one lane, whatever they are for: one connection a host.
    """

    id: str
    kind: str
    lane: str
    recurrence: Recurrence
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Timetable:
    """The jobs of a registry: ``buckets`` are its sites by when they are asked."""

    buckets: Mapping[Bucket, tuple[str, ...]]
    site_kinds: Collection[str]
    other_kinds: Collection[str]

    @classmethod
    def of(
        cls,
        hosts: Collection[str],
        windows: tuple[Window, ...],
        site_kinds: Collection[str],
        other_kinds: Collection[str],
    ) -> Timetable:
        """The timetable for the hosts of a registry."""
        buckets: dict[Bucket, list[str]] = defaultdict(list)
        for host in sorted(hosts):
            buckets[Bucket.of(host, hours_of(host, windows))].append(host)
        return cls({b: tuple(hosts) for b, hosts in buckets.items()}, site_kinds, other_kinds)

    def jobs(self) -> dict[str, PlannedJob]:
        """Every job by its id."""
        jobs = [
            PlannedJob(
                job_id(kind, bucket),
                kind,
                str(bucket),
                Recurrence.of_sites(kind, bucket, hosts),
                hosts,
            )
            for kind in self.site_kinds
            for bucket, hosts in sorted(self.buckets.items(), key=lambda pair: pair[0].minute)
        ]
        jobs += [
            PlannedJob(kind, kind, kind, Recurrence.of_kind(kind)) for kind in self.other_kinds
        ]
        return {job.id: job for job in jobs}


def job_id(kind: str, bucket: Bucket) -> str:
    """The id of the job that does a kind of visit for a bucket, for instance ``columns 07:15``."""
    return f"{kind} {bucket}"


def sites_due(
    kind: str, bucket: Bucket, hosts: Collection[str], since: dt.datetime, until: dt.datetime
) -> tuple[str, ...]:
    """Those hosts of a bucket that come up from ``since`` to ``until``, both included."""
    first = max(since, until - dt.timedelta(days=LONGEST)) - dt.timedelta(microseconds=1)
    return tuple(
        host
        for host in hosts
        if Recurrence.of_sites(kind, bucket, [host]).next_after(first) <= until
    )
