"""The jobs of the timetable as APScheduler keeps them in the database.

APScheduler's own loop is not used. It hands a due job to memory and then moves the job on: killed
between the two, a run is lost, and two schedulers on one database both run it. Here a run is
written down first (``planning``), and what is in memory can be lost at any moment.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Mapping
from typing import Any

from apscheduler.jobstores.base import ConflictingIdError, JobLookupError
from apscheduler.schedulers.base import BaseScheduler

from crawler.schedule.timetable import PlannedJob
from storage.calendar import CHINA
from storage.database import Database
from storage.jobstore import job_store


def kind_and_lane(kind: str, lane: str) -> tuple[str, str]:
    """What a job does and beside what it may not run; APScheduler keeps jobs as calls."""
    return kind, lane


class Jobs(BaseScheduler):  # type: ignore[misc]  # APScheduler has no types
    """The jobs of one database. Any number of these may keep the same jobs.

    Raises:
        DatabaseUnreachable: from each method, when the connection is lost.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._store = job_store(database)
        super().__init__(timezone=CHINA, jobstores={"default": self._store})
        with database.translated():
            self.start(paused=True)

    def wakeup(self) -> None:
        """Nothing sleeps here: the loop that asks for ``due`` is the caller's."""

    def shutdown(self, wait: bool = True) -> None:
        """As APScheduler ends; jobs and database stay."""
        super().shutdown(wait)

    def keep(self, wanted: Mapping[str, PlannedJob], now: dt.datetime) -> None:
        """Bring the jobs kept to those wanted.

        A job that would come up later than it should was moved on by a clock that stood wrong; it
        is put back.
        """
        with self._database.translated():
            kept = {job.id: job for job in self.get_jobs()}
            for ident in kept.keys() - wanted.keys():
                with contextlib.suppress(JobLookupError):  # another scheduler was faster
                    self.remove_job(ident)
            for ident, job in wanted.items():
                self._keep_one(kept.get(ident), job, job.recurrence.next_after(now))

    def due(self, now: dt.datetime) -> list[Any]:
        """The jobs that come up until now."""
        with self._database.translated():
            return list(self._store.get_due_jobs(now))

    def move_on(self, job: Any, next_time: dt.datetime) -> None:
        """Says when a job comes up next."""
        with self._database.translated(), contextlib.suppress(JobLookupError):
            job.modify(next_run_time=next_time)

    def _keep_one(self, kept: Any, job: PlannedJob, next_time: dt.datetime) -> None:
        if kept is None:
            with contextlib.suppress(ConflictingIdError):
                self.add_job(
                    kind_and_lane,
                    job.recurrence,
                    args=(job.kind, job.lane),
                    id=job.id,
                    next_run_time=next_time,
                )
        elif kept.trigger != job.recurrence or kept.next_run_time > next_time:
            with contextlib.suppress(JobLookupError):
                kept.modify(trigger=job.recurrence, next_run_time=next_time)
