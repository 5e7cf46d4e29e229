"""Keeps the schedule: writes down what is due, claims it, has it done, and watches the others.

A scheduler is alive as long as its row's ``beat`` is counted up. Who sees a beat stand still for
``LEASE`` seconds, by a clock that only runs forward, declares its scheduler dead, and what that one
had begun waits again. No moment of one machine's clock is held against another's.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from crawler.schedule.identity import is_gone, this_process
from crawler.schedule.jobs import Jobs
from crawler.schedule.orders import may_begin
from crawler.schedule.planning import write_down_at_once, write_down_due
from crawler.schedule.tasks import TASKS, VISITS
from crawler.schedule.timetable import Timetable
from crawler.schedule.workers import Workers
from storage import archive, queries
from storage.database import Database
from storage.errors import ConfigurationError, DatabaseUnreachable
from storage.records import RunRecord, SchedulerRecord
from storage.vocabulary import RunOutcome

BEAT = 10.0  # seconds between two beats
LEASE = 180.0  # three times the wait for SQLite's write lock
TIMETABLE = 60.0  # seconds between two looks at the registry
# Crawls side by side: at 100 hosts and three seconds each asks 33 pages a second at the most, and
# a core gives some 300.
MOST_VISITS = 4
MOST_WAITING = 5000  # one for each job at the most, and a bucket has a job for each kind

Tell = Callable[[str], None]


def utc_now() -> dt.datetime:
    """The machine's clock."""
    return dt.datetime.now(dt.UTC)


@dataclass
class Clocks:
    """The two clocks of a scheduler: the time of day, and seconds that only run forward."""

    now: Callable[[], dt.datetime] = utc_now
    seconds: Callable[[], float] = time.monotonic


@dataclass
class Scheduler:
    """One scheduler of a database; ``step`` does what there is to do and never waits for work.

    Args:
        database: where the jobs and runs are.
        timetable: gives the timetable as it is now.
        workers: who does the runs.
        tell: is told in a line what begins, ends and goes wrong.
        clocks: by which it goes.
    """

    database: Database
    timetable: Callable[[], Timetable]
    workers: Workers
    tell: Tell
    clocks: Clocks = field(default_factory=Clocks)

    def __post_init__(self) -> None:
        self._jobs = Jobs(self.database)
        self._running: dict[int, RunRecord] = {}
        self._seen: dict[int, tuple[int, float]] = {}
        self._looked = -TIMETABLE
        self._trouble = ""
        self._enrol()

    def step(self) -> None:
        """One round. A database that cannot be reached, or a bad setting, is told and waited for.

        What cannot be reached for as long as a lease is given up: another may have it by then.
        """
        try:
            self._round(self.clocks.now())
        except (DatabaseUnreachable, ConfigurationError) as error:
            if str(error) != self._trouble:
                self.tell(str(error))
            self._trouble = str(error)
            if self.clocks.seconds() - self._beaten > LEASE:
                self._give_up()
        else:
            self._trouble = ""

    def stop(self) -> None:
        """End what runs, and give it back."""
        self.workers.stop()
        with self.database.session() as session:
            archive.stop_scheduler(session, self._me.id, self.clocks.now())
        self._running.clear()

    def _round(self, now: dt.datetime) -> None:
        if self._beat(now):
            self._bury_the_dead(now)
            self._collect(now)
            write_down_due(self.database, self._jobs, now)
            self._look_at_the_registry(now)
            self._claim(now)

    def _enrol(self) -> None:
        machine, process = this_process()
        with self.database.session() as session:
            now = self.clocks.now()
            self._gave_up = False
            self._me: SchedulerRecord = archive.enrol_scheduler(session, machine, process, now)
        self._beaten = self.clocks.seconds()

    def _beat(self, now: dt.datetime) -> bool:
        """Shows that this one lives; False where the others took it for dead."""
        if self.clocks.seconds() - self._beaten < BEAT:
            return True
        with self.database.session() as session:
            alive = archive.beat(session, self._me.id, now)
        if alive and not self._gave_up:
            self._beaten = self.clocks.seconds()
            return True
        self.tell("stood still for so long that it may have been taken for dead: begins anew")
        self.stop()
        self._enrol()
        return False

    def _give_up(self) -> None:
        self.workers.stop()
        self._gave_up = True

    def _bury_the_dead(self, now: dt.datetime) -> None:
        with self.database.snapshot() as session:
            others = [s for s in queries.schedulers(session) if s.id != self._me.id]
        seconds = self.clocks.seconds()
        for other in others:
            beat, since = self._seen.get(other.id, (-1, seconds))
            if beat != other.beat:
                self._seen[other.id] = other.beat, seconds
            if is_gone(other.process) or (beat == other.beat and seconds - since > LEASE):
                cause = f"scheduler {other.id} on {other.machine} died"
                self.tell(cause)
                with self.database.session() as session:
                    archive.bury_scheduler(session, other.id, now, cause)

    def _collect(self, now: dt.datetime) -> None:
        for run, cause in self.workers.ended():
            with self.database.session() as session:
                told = cause or "its process ended without a word"
                archive.finish_run(session, run, RunOutcome.FAILED, {}, now, told)
                ended = queries.run(session, run.id)
            self._running.pop(run.id, None)
            self.tell(f"{ended.outcome}: {ended.job} {ended.cause}".rstrip())

    def _look_at_the_registry(self, now: dt.datetime) -> None:
        if self.clocks.seconds() - self._looked < TIMETABLE:
            return
        timetable = self.timetable()
        self._jobs.keep(timetable.jobs(), now)
        write_down_at_once(self.database, timetable, now)
        self._looked = self.clocks.seconds()

    def _claim(self, now: dt.datetime) -> None:
        with self.database.snapshot() as session:
            waiting = queries.runs(session, RunOutcome.WAITING, limit=MOST_WAITING)
            taken = {run.lane for run in queries.runs(session, RunOutcome.RUNNING)}
        for run in reversed(waiting):  # who waits longest goes first
            if run.lane in taken or not self._may_begin(run, now):
                continue
            with self.database.session() as session:
                claimed = archive.claim_run(session, run.id, self._me.id, now)
            if claimed is not None:
                taken.add(claimed.lane)
                self._running[claimed.id] = claimed
                self.tell(f"begins: {claimed.job}")
                self.workers.start(claimed)

    def _may_begin(self, run: RunRecord, now: dt.datetime) -> bool:
        visits = sum(one.kind in VISITS for one in self._running.values())
        room = run.kind not in VISITS or visits < MOST_VISITS
        return run.kind in TASKS and room and may_begin(run, now)
