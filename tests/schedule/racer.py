"""A scheduler in a process of its own, on the time of day that a file says.

``python -m tests.schedule.racer DATABASE HOME``: the home holds ``clock`` and ``log``. It ends when
it is told to, or killed.
"""

from __future__ import annotations

import datetime as dt
import signal
import sys
import threading
import time
from pathlib import Path

from crawler.schedule.scheduler import Clocks
from storage.database import open_database
from tests.schedule.simulated import Log, paper_scheduler

FASTER = 60.0  # a lease is three seconds
ROUND = 0.01  # seconds
LASTING = 4  # rounds that a run takes, so that there is a moment to die in


def read_clock(file: Path) -> dt.datetime:
    """The time that the file says; written whole, by a rename."""
    return dt.datetime.fromisoformat(file.read_text(encoding="ascii"))


def write_clock(file: Path, now: dt.datetime) -> None:
    """Sets the time for all racers."""
    draft = file.with_suffix(".new")
    draft.write_text(now.isoformat(), encoding="ascii")
    draft.rename(file)


def main(arguments: list[str]) -> None:
    """Keeps the schedule."""
    home = Path(arguments[1])
    database = open_database(arguments[0])
    clocks = Clocks(lambda: read_clock(home / "clock"), lambda: time.monotonic() * FASTER)
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    scheduler = paper_scheduler(database, home, clocks, Log(home / "log"), LASTING)
    while not stop.wait(ROUND):
        scheduler.step()
    scheduler.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
