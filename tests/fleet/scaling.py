"""More workers, the same work: how long a fleet takes for a simulated world.

    python -m tests.fleet.scaling --world DIR --agencies 100 --workers 1 2 4

A PostgreSQL, a folder that all share as their archive, one scheduler; nobody is killed.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from sqlalchemy import func, select

from storage.models import Capture, Report
from tests.benchmarks.growth import part_of
from tests.benchmarks.tables import show
from tests.fleet.killing import Fleet, open_work, opened, wait_until
from tests.fleet.webs import Web, world
from tests.postgresql import server
from tests.world.simulated import World, build, missing

DELAY = 0.05  # seconds between two requests to a host: what limits is to be the workers
PATIENCE = 3600.0
COLUMNS = ("workers", "seconds", "pages", "pages/s", "reports/s", "recall", "of one worker's speed")


def main() -> None:
    """Measures each number of workers; the table is printed anew with each."""
    parser = argparse.ArgumentParser(prog="tests.fleet.scaling", description=__doc__)
    parser.add_argument("--world", type=Path, help="a simulated world already built")
    parser.add_argument("--agencies", type=int, help="only about so many of it")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    asked = parser.parse_args()
    if why := missing():
        raise SystemExit(why)
    rows: list[tuple[object, ...]] = []
    with tempfile.TemporaryDirectory(prefix="nianbao-fleet-") as folder:
        built = World(asked.world) if asked.world else build(1, "small", Path(folder) / "world")
        size = asked.agencies
        part = part_of(built, built.truth, size, Path(folder)) if size else None
        first = 0.0
        for workers in asked.workers:
            home = Path(folder) / f"with-{workers}"
            home.mkdir()
            with world(built, part) as web, server(home / "pg") as url:
                seconds, pages, reports, recall = _work(home, web, url, workers)
            first = first or seconds
            speeds = (pages / seconds, reports / seconds, f"{recall:.2%}", f"{first / seconds:.2f}")
            rows.append((workers, seconds, f"{pages:,}", *speeds))
            show("A fleet on this machine", COLUMNS, rows)


def _work(home: Path, web: Web, url: str, workers: int) -> tuple[float, int, int, float]:
    """Seconds from the first member's start until all is done; pages, reports, recall."""
    shared = {"NIANBAO_DATABASE_URL": url, "NIANBAO_ARCHIVE_URL": str(home / "archive")}
    fleet = Fleet(home, web.proxy, shared, delay=DELAY)
    first = fleet.program("first")
    first.done("agencies", "import", str(web.registry))
    began = time.monotonic()
    with opened(fleet) as database:
        with fleet.running(workers, schedulers=1):
            wait_until(lambda: open_work(database) > 1, 120, "work is handed over")
            wait_until(lambda: open_work(database) == 0, PATIENCE, "the queue is empty")
            seconds = time.monotonic() - began
        with database.snapshot() as session:
            pages = session.scalar(select(func.count()).select_from(Capture)) or 0
            reports = session.scalar(select(func.count()).select_from(Report)) or 0
    found = web.found(first)
    return seconds, pages, reports, found.found / found.wanted


if __name__ == "__main__":
    main()
