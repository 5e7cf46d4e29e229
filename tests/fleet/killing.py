"""Workers and schedulers on machines of their own, and what kills them."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text

from crawler.cli.worker import KINDS
from crawler.fleet.handover import hand_over_visits
from crawler.schedule.tasks import Order
from storage import queries
from storage.config import settings
from storage.database import Database, open_database
from storage.models import Document
from storage.vocabulary import DocumentState
from tests.program import ROOT, Program

DELAY = 0.4
# A request is sent in its time and met when this machine comes to it; two that were sent without a
# pause between them would be met within some thousandths of a second.
TOLERANCE = 0.2


@dataclass
class Member:
    """A process of the fleet, with a home of its own as if it stood elsewhere."""

    program: Program
    arguments: tuple[str, ...]
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        log = self.program.home / "member.log"
        self.program.home.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "crawler", *self.arguments],
                env=self.program.environment,
                cwd=ROOT,
                stdout=errors,
                stderr=errors,
                start_new_session=True,
            )

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def kill(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGKILL)  # its children end by themselves
            self.process.wait()


@dataclass
class Fleet:
    """Members that share a database and an archive."""

    home: Path
    proxy: str
    shared: dict[str, str]
    members: list[Member] = field(default_factory=list)
    delay: float = DELAY

    def program(self, name: str) -> Program:
        more = {"NIANBAO_DOWNLOAD_DELAY": str(self.delay), "no_proxy": "127.0.0.1"}
        return Program(self.home / name, self.proxy, {**self.shared, **more})

    def register(self, registry: Path) -> Program:
        """Has the first member import a registry."""
        first = self.program("first")
        first.done("agencies", "import", str(registry))
        return first

    @contextmanager
    def running(
        self, workers: int, schedulers: int, *, kinds: str = "crawl,read"
    ) -> Iterator[None]:
        """Members at work until the end: each worker visits two sites and reads a page at once."""
        work = ("worker", "--kinds", kinds, "--sites", "2", "--readers", "1")
        for number in range(workers):
            self.members.append(Member(self.program(f"worker-{number}"), work))
        for number in range(schedulers):
            self.members.append(Member(self.program(f"scheduler-{number}"), ("schedule",)))
        try:
            for member in self.members:
                member.start()
            yield
        finally:
            for member in self.members:
                member.kill()

    def kill_one(self, chance: random.Random) -> str:
        """Kills a member at random and starts it anew."""
        member = chance.choice(self.members)
        member.kill()
        member.start()
        return member.arguments[0]


@contextmanager
def opened(fleet: Fleet) -> Iterator[Database]:
    """The fleet's database, which this process takes for its own meanwhile."""
    database = open_database(fleet.shared["NIANBAO_DATABASE_URL"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NIANBAO_DATABASE_URL", fleet.shared["NIANBAO_DATABASE_URL"])
        settings.cache_clear()
        yield database
    settings.cache_clear()
    database.dispose()


def visit_again(database: Database, hosts: tuple[str, ...]) -> int:
    """Lets every site be visited once more."""
    return hand_over_visits(database, "columns", Order(database, hosts))


def open_work(database: Database) -> int:
    """Jobs that are not done, and documents that are not read."""
    with database.snapshot() as session:
        if session.scalar(text("SELECT to_regclass('procrastinate_jobs')")) is None:
            return 1
    return open_jobs(database, *KINDS) + unread(database)


def open_jobs(database: Database, *kinds: str) -> int:
    """Jobs of some kinds that wait, are tried again later, or are being done."""
    with database.snapshot() as session:
        queues = [queue for queue in queries.queues(session) if queue.kind in kinds]
    return sum(queue.waiting + queue.later + queue.doing for queue in queues)


def unread(database: Database) -> int:
    """Documents that are not read."""
    with database.snapshot() as session:
        pending = select(func.count()).where(Document.state == DocumentState.PENDING)
        return session.scalar(pending) or 0


def wait_until(true: Callable[[], bool], seconds: float, what: str) -> float:
    """Waits; the seconds it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, f"{what}: not after {seconds:.0f} s"
        time.sleep(0.5)
    return time.monotonic() - began


def twice(database: Database) -> dict[str, int]:
    """Addresses with more than one document of the same bytes; there are none."""
    with database.snapshot() as session:
        rows: Any = session.execute(select(Document.url, Document.digest))
        counted = Counter((row.url, row.digest) for row in rows)
    return {url: count for (url, _), count in counted.items() if count > 1}
