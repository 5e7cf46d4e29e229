"""Two schedulers on one database, killed at random moments, while the clock runs."""

from __future__ import annotations

import datetime as dt
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crawler.schedule.orders import may_begin
from storage import queries
from storage.database import Database
from storage.vocabulary import RunOutcome
from tests.program import ROOT, Program
from tests.schedule.racer import write_clock
from tests.schedule.simulated import Log

PATIENCE = 120.0  # seconds without a run that ends: the race hangs
LOOK = 0.01


@dataclass
class Race:
    """Lets two schedulers live from ``first`` to ``last``; ``kills`` of them die on the way.

    They are killed at random moments of the work, alone or both together, by SIGKILL, some by
    SIGTERM; while nobody is there the clock may go on for days.
    """

    database: Database
    url: str
    home: Path
    first: dt.datetime
    last: dt.datetime
    kills: int
    seed: int = 1
    killed: int = 0
    racers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self) -> Log:
        """The log of all that was begun and ended."""
        self.log = Log(self.home / "log")
        self.random = random.Random(self.seed)  # noqa: S311 - repeatable, not secret
        self.now = self.first
        self._set_clock(self.first)
        with self._two_racers():
            deaths = self._moments()
            death = next(deaths, None)
            while self.now < self.last:
                if death is not None and self.now >= death and self._works():
                    self._kill_some()
                    death = next(deaths, None)
                self._go_on()
            self._settle()
        return self.log

    def _works(self) -> bool:
        """Whether a run is being done, so that there is something to interrupt."""
        with self.database.snapshot() as session:
            return bool(queries.runs(session, RunOutcome.RUNNING, limit=1))

    def _moments(self) -> Iterator[dt.datetime]:
        span = 0.8 * (self.last - self.first)  # so that there is work to die in after each
        yield from sorted(self.first + self.random.random() * span for _ in range(self.kills))

    def _kill_some(self) -> None:
        time.sleep(self.random.uniform(0, 0.1))
        both = self.random.random() < 0.3
        how = self.random.choice([signal.SIGKILL] * 4 + [signal.SIGTERM])
        for place in (0, 1) if both else (self.random.randrange(2),):
            racer = self.racers[place]
            racer.send_signal(how)
            racer.wait()
            self.log.write("killed", process=racer.pid, how=how.name)
        self.killed += 1
        if both and self.random.random() < 0.5:
            self._set_clock(self.now + dt.timedelta(days=self.random.uniform(0, 4)))
        for place, racer in enumerate(self.racers):
            if racer.poll() is not None:
                self.racers[place] = self._start()

    def _go_on(self) -> None:
        """Sets the clock to what comes up next, if nothing is due; else lets them work."""
        next_time = self._next_time()
        if next_time is not None:
            self._set_clock(next_time)
        elif time.monotonic() - self.changed > PATIENCE:
            raise TimeoutError(f"nothing more was done at {self.now}")
        time.sleep(LOOK)

    def _settle(self) -> None:
        while self._next_time() is None:
            if time.monotonic() - self.changed > PATIENCE:
                raise TimeoutError("some runs never ended")
            time.sleep(LOOK)

    def _next_time(self) -> dt.datetime | None:
        """What comes up next, if all that may begin now is done; else None."""
        with self.database.snapshot() as session:
            runs = queries.runs(session, RunOutcome.WAITING, RunOutcome.RUNNING)
            busy = any(
                run.outcome is RunOutcome.RUNNING or may_begin(run, self.now) for run in runs
            )
            next_time = min(queries.next_times(session).values(), default=None)
        due = next_time is None or next_time <= self.now
        return None if busy or due else next_time

    def _set_clock(self, now: dt.datetime) -> None:
        self.now = now
        self.changed = time.monotonic()
        write_clock(self.home / "clock", now)

    @contextmanager
    def _two_racers(self) -> Iterator[None]:
        self.racers = [self._start(), self._start()]
        try:
            yield
        finally:
            for racer in self.racers:
                racer.kill()
                racer.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        with (self.home / "errors").open("ab") as errors:
            return subprocess.Popen(
                [sys.executable, "-m", "tests.schedule.racer", self.url, str(self.home)],
                cwd=ROOT,
                env=Program(self.home).environment,
                stdout=subprocess.DEVNULL,
                stderr=errors,
            )
