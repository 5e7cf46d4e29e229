"""The real scheduler on a clock of our own, with workers that only write down their orders."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import update

from crawler.schedule.orders import current_timetable, order_of
from crawler.schedule.scheduler import Clocks, Scheduler
from crawler.schedule.tasks import VISITS, Order
from storage import archive
from storage.calendar import CHINA
from storage.database import Database
from storage.models import Agency
from storage.records import AgencyRecord, RunRecord
from storage.vocabulary import RunOutcome, SiteState


def china(text: str) -> dt.datetime:
    """A moment in China, for instance ``2026-01-10 07:15``."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=CHINA)


def register(database: Database, count: int, now: dt.datetime, first: int = 0) -> list[str]:
    """Adds so many agencies at a moment, each with a site of its own; the hosts."""
    hosts = [f"www.county{number}.gov.cn" for number in range(first, first + count)]
    with database.session() as session:
        records = [
            AgencyRecord(host.split(".")[1], f"{host}人民政府", homepage=f"https://{host}/")
            for host in hosts
        ]
        archive.save_agencies(session, records)
        added = update(Agency).where(Agency.id.in_([record.id for record in records]))
        session.execute(added.values(added_at=now))
    return hosts


@dataclass
class Log:
    """Lines of JSON that several processes append to; a line is whole or not there."""

    path: Path

    def write(self, what: str, **more: Any) -> None:
        line = json.dumps({"what": what, "by": os.getpid(), **more}) + "\n"
        with self.path.open("ab", buffering=0) as stream:
            stream.write(line.encode())

    def lines(self) -> list[dict[str, Any]]:
        if not self.path.exists():
            return []
        return [json.loads(line) for line in self.path.read_text().splitlines()]


@dataclass
class PaperWorkers:
    """Begins a run in one round and ends it ``rounds`` later, if it was not ended by then."""

    database: Database
    home: Path
    now: Callable[[], dt.datetime]
    log: Log
    rounds: int = 1
    working: dict[int, tuple[RunRecord, Order, int]] = field(default_factory=dict)

    def start(self, run: RunRecord) -> None:
        order = order_of(self.database, self.home, run, self.now())
        self._write("begin", run, hosts=list(order.hosts))
        self.working[run.id] = run, order, self.rounds

    def ended(self) -> Iterator[tuple[RunRecord, str]]:
        for ident, (run, order, left) in list(self.working.items()):
            self.working[ident] = run, order, left - 1
            if left <= 1:
                del self.working[ident]
                self._finish(run, order)
                yield run, ""

    def stop(self) -> None:
        for run, _, _ in self.working.values():
            self._write("stopped", run)
        self.working.clear()

    def _finish(self, run: RunRecord, order: Order) -> None:
        now = self.now()
        with self.database.session() as session:
            if run.kind in VISITS:
                for host in order.hosts:
                    site = archive.save_site(session, host, f"https://{host}/")
                    archive.set_site_state(session, site.id, SiteState.REACHABLE, "", now)
            counts = {"sites": len(order.hosts), "columns": len(order.hosts)}
            done = archive.finish_run(session, run, RunOutcome.FINISHED, counts, now)
        self._write("end" if done else "refused", run)

    def _write(self, what: str, run: RunRecord, **more: Any) -> None:
        moment = run.planned_for.astimezone(CHINA).isoformat()
        at = self.now().astimezone(CHINA).isoformat()
        own = {"run": run.id, "job": run.job, "lane": run.lane, "kind": run.kind}
        self.log.write(what, **own, planned_for=moment, at=at, attempt=run.attempt, **more)


@dataclass
class FastClock:
    """A time of day that is set, and seconds that are counted."""

    time: dt.datetime
    ticks: float = 0.0

    def now(self) -> dt.datetime:
        return self.time.astimezone(dt.UTC)

    def seconds(self) -> float:
        return self.ticks

    @property
    def clocks(self) -> Clocks:
        return Clocks(self.now, self.seconds)


def paper_scheduler(
    database: Database, home: Path, clocks: Clocks, log: Log, rounds: int = 1
) -> Scheduler:
    """A scheduler with workers of paper."""
    workers = PaperWorkers(database, home, clocks.now, log, rounds)
    timetable = lambda: current_timetable(database, home)  # noqa: E731 - as the command has it
    return Scheduler(
        database, timetable, workers, lambda line: log.write("told", line=line), clocks
    )
