"""More workers, more work: how fast a fleet walks, and how fast it reads.

    python -m tests.fleet.scaling --world DIR --workers 1 2 4

A PostgreSQL, a folder that all share as their archive, one scheduler; nobody is killed. Each worker
visits two sites at once, each asked once a second, and reads one page at a time. Walking is
measured for some minutes over the whole world, where the pause between two requests is what limits;
reading over a part of it that was archived before, where the processor is.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import psutil
from sqlalchemy import func, select

from crawler.cli.worker import CRAWL, READ
from storage.database import Database
from storage.models import Base, Capture, Document, Report
from tests.benchmarks.growth import part_of
from tests.benchmarks.tables import show
from tests.fleet.killing import Fleet, open_jobs, opened, unread, wait_until
from tests.fleet.webs import Web, world
from tests.postgresql import run, server, sibling
from tests.world.simulated import World, build, missing

DELAY = 1.0  # seconds between two requests to a host; what robots.txt of most sites here asks for
WARM = 20.0  # seconds until every worker has begun
WINDOW = 120.0  # seconds of walking
PART = 100  # agencies whose reports are read
ARCHIVISTS = 4  # workers that archive them
PATIENCE = 1800.0

WALKING = ("workers", "sites at once", "pages", "pages/s", "cores busy", "of the first's speed")
READING = (
    *("workers", "documents", "reports", "seconds", "documents/s", "reports/s"),
    *("cores busy", "of the first's speed"),
)


@dataclass(frozen=True)
class Processor:
    """A moment: when it was, and the seconds that the cores of this machine had worked."""

    at: float
    worked: float

    @classmethod
    def now(cls) -> Processor:
        """This moment."""
        times = psutil.cpu_times()
        return cls(time.monotonic(), float(times.user + times.system))

    def cores_since(self, before: Processor) -> float:
        """Cores that were busy, in the mean."""
        return (self.worked - before.worked) / (self.at - before.at)


def main() -> None:
    """Measures each number of workers; a table is printed anew with each."""
    parser = argparse.ArgumentParser(prog="tests.fleet.scaling", description=__doc__)
    parser.add_argument("--world", type=Path, help="a simulated world already built")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    asked = parser.parse_args()
    if why := missing():
        raise SystemExit(why)
    with tempfile.TemporaryDirectory(prefix="nianbao-fleet-") as folder:
        scratch = Path(folder)
        built = World(asked.world) if asked.world else build(1, "medium", scratch / "world")
        with world(built) as web:
            _table("Walking", WALKING, asked.workers, lambda n: _walk(scratch, web, n))
        part = part_of(built, built.truth, PART, scratch)
        with world(built, part) as web, server(scratch / "postgresql") as url:
            walked = _archived(scratch, web, url)
            _table("Reading", READING, asked.workers, lambda n: _read(walked, url, n))


def _table(
    what: str,
    columns: tuple[str, ...],
    workers: list[int],
    measure: Callable[[int], tuple[tuple[object, ...], float]],
) -> None:
    """A row for each number of workers, which ends with its speed beside the first one's."""
    rows: list[tuple[object, ...]] = []
    first = 0.0
    for number in workers:
        row, speed = measure(number)
        first = first or speed
        rows.append((number, *row, f"{speed / first:.2f}"))
        show(f"{what} on {psutil.cpu_count()} cores", columns, rows)


def _walk(scratch: Path, web: Web, workers: int) -> tuple[tuple[object, ...], float]:
    home = scratch / f"walk-{workers}"
    home.mkdir(mode=0o700)  # PostgreSQL puts its sockets beside its data
    with server(home / "postgresql") as url:
        fleet = _fleet(home, web, url)
        with opened(fleet) as database, fleet.running(workers, 1, kinds=CRAWL):
            wait_until(lambda: _count(database, Capture) > 0, 120, "a page came")
            time.sleep(WARM)
            before, there = Processor.now(), _count(database, Capture)
            time.sleep(WINDOW)
            pages, now = _count(database, Capture) - there, Processor.now()
    speed = pages / (now.at - before.at)
    return (2 * workers, f"{pages:,}", speed, now.cores_since(before)), speed


def _archived(scratch: Path, web: Web, url: str) -> Fleet:
    """A fleet that has archived all and read nothing."""
    run(url, "CREATE DATABASE walked")
    fleet = _fleet(scratch / "read", web, sibling(url, "walked"))
    with opened(fleet) as database, fleet.running(ARCHIVISTS, 1, kinds=CRAWL):
        wait_until(lambda: _count(database, Document) > 0, 120, "a document came")
        wait_until(lambda: open_jobs(database, CRAWL) == 0, PATIENCE, "every site was visited")
    return fleet


def _read(walked: Fleet, url: str, workers: int) -> tuple[tuple[object, ...], float]:
    name = f"read_{workers}"
    run(url, f"CREATE DATABASE {name} TEMPLATE walked")
    shared = walked.shared | {"NIANBAO_DATABASE_URL": sibling(url, name)}
    fleet = replace(walked, home=walked.home / name, shared=shared, members=[])
    with opened(fleet) as database:
        there = unread(database)
        with fleet.running(workers, 1, kinds=READ):
            wait_until(lambda: unread(database) < there, 120, "a document was read")
            before, waiting = Processor.now(), unread(database)
            wait_until(lambda: unread(database) == 0, PATIENCE, "every document was read")
            now = Processor.now()
        reports = _count(database, Report)
    seconds = now.at - before.at
    speeds = (waiting / seconds, reports * waiting / there / seconds)
    row = (f"{waiting:,}", f"{reports:,}", seconds, *speeds, now.cores_since(before))
    return row, speeds[0]


def _fleet(home: Path, web: Web, url: str) -> Fleet:
    """Members to be, which know the registry."""
    shared = {"NIANBAO_DATABASE_URL": url, "NIANBAO_ARCHIVE_URL": str(home / "archive")}
    fleet = Fleet(home, web.proxy, shared, delay=DELAY)
    fleet.register(web.registry)
    return fleet


def _count(database: Database, model: type[Base]) -> int:
    with database.snapshot() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


if __name__ == "__main__":
    main()
