"""More workers, the same work: how long a fleet takes for a simulated world.

    python -m tests.fleet.scaling --world DIR --agencies 100 --workers 1 2 4

A PostgreSQL, a folder that all share as their archive, one scheduler; nobody is killed. Sites that
answer nothing are left out: the five times 45 seconds for each are its own, whatever the workers.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
from sqlalchemy import func, select

from storage.database import Database
from storage.models import Capture, Document
from storage.vocabulary import DocumentState, ExpectationState
from tests.benchmarks.growth import have_drawn, part_of, part_with
from tests.benchmarks.tables import show
from tests.fleet.killing import Fleet, open_work, opened, wait_until
from tests.fleet.webs import Found, Web, world
from tests.postgresql import server
from tests.world.__main__ import DAY
from tests.world.simulated import ServedWorld, World, build, missing

DELAY = 0.05  # seconds between two requests to a host: what limits is to be the workers
PATIENCE = 3600.0
LOOK = 0.5  # seconds between two looks at the work
COLUMNS = (
    *("workers", "seconds", "pages", "pages/s", "reports", "reports/s", "recall"),
    *("cores busy", "of one worker's speed"),
)


@dataclass(frozen=True)
class Work:
    """What some workers did: seconds, pages that came, and the mean of cores that were busy."""

    workers: int
    seconds: float
    pages: int
    found: Found
    cores: float

    def row(self, first: float) -> tuple[object, ...]:
        """A row of the table; ``first`` are the seconds of the first number of workers."""
        found = self.found
        return (
            *(self.workers, self.seconds, f"{self.pages:,}", self.pages / self.seconds),
            *(f"{found.found:,}", found.found / self.seconds, f"{found.found / found.wanted:.2%}"),
            *(self.cores, f"{first / self.seconds:.2f}"),
        )


def main() -> None:
    """Measures each number of workers; the table is printed anew with each."""
    parser = argparse.ArgumentParser(prog="tests.fleet.scaling", description=__doc__)
    parser.add_argument("--world", type=Path, help="a simulated world already built")
    parser.add_argument("--agencies", type=int, help="only about so many of it")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--delay", type=float, default=DELAY, help="seconds between two requests")
    asked = parser.parse_args()
    if why := missing():
        raise SystemExit(why)
    done: list[Work] = []
    with tempfile.TemporaryDirectory(prefix="nianbao-fleet-") as folder:
        built = World(asked.world) if asked.world else build(1, "small", Path(folder) / "world")
        with world(built, _answering(built, asked.agencies, Path(folder))) as web:
            served = ServedWorld(built, web.proxy, DAY)
            have_drawn(served, web.hosts, Path(folder))
            for workers in asked.workers:
                served.reset()
                home = Path(folder) / f"with-{workers}"
                home.mkdir(mode=0o700)  # PostgreSQL puts its sockets beside its data
                with server(home / "pg") as url:
                    done.append(_work(home, web, url, workers, asked.delay))
                rows = [one.row(done[0].seconds) for one in done]
                show(f"A fleet on {psutil.cpu_count()} cores", COLUMNS, rows)


def _answering(built: World, size: int | None, scratch: Path) -> World:
    part = part_of(built, built.truth, size, scratch) if size else built
    truth = part.truth
    silent = {
        one["agency_id"]
        for one in truth["expectations"]
        if one["states"][DAY]["state"] == ExpectationState.SITE_UNREACHABLE
    }
    lines = [line for line in part.agencies if line["id"] not in silent]
    return part_with(truth, lines, scratch / "answering")


def _work(home: Path, web: Web, url: str, workers: int, delay: float) -> Work:
    shared = {"NIANBAO_DATABASE_URL": url, "NIANBAO_ARCHIVE_URL": str(home / "archive")}
    fleet = Fleet(home, web.proxy, shared, delay=delay)
    first = fleet.program("first")
    first.done("agencies", "import", str(web.registry))
    with opened(fleet) as database:
        with fleet.running(workers, schedulers=1):
            began, before = time.monotonic(), _processor()
            wait_until(lambda: open_work(database) > 1, 120, "work is handed over")
            ended, busy = _ended(database)
        with database.snapshot() as session:
            pages = session.scalar(select(func.count()).select_from(Capture)) or 0
    seconds = ended - began
    return Work(workers, seconds, pages, web.found(first), (busy - before) / seconds)


def _ended(database: Database) -> tuple[float, float]:
    """When the last page came or was read, and what the processor had done by then."""
    began = time.monotonic()
    done, last = 0, (began, _processor())
    while open_work(database):
        assert time.monotonic() - began < PATIENCE, f"not done after {PATIENCE:.0f} s"
        if (now := _done(database)) != done:
            done, last = now, (time.monotonic(), _processor())
        time.sleep(LOOK)
    return last


def _processor() -> float:
    """Seconds that the cores of this machine have worked."""
    times = psutil.cpu_times()
    return float(times.user + times.system)


def _done(database: Database) -> int:
    """Pages that came, and documents that were read."""
    with database.snapshot() as session:
        came = session.scalar(select(func.count()).select_from(Capture)) or 0
        read = session.scalar(select(func.count()).where(Document.state != DocumentState.PENDING))
    return came + (read or 0)


if __name__ == "__main__":
    main()
