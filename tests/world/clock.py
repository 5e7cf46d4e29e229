"""The program's clock moved to another day, by Debian's ``faketime``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from storage.calendar import CHINA

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)
HOUR = dt.time(10, 0)  # office hours in China

# libfaketime 0.9.10 answers clock_nanosleep, which Python's time.sleep is, with EINVAL where the
# monotonic clock is left alone; and with that one moved too, locks with a time-out never wake.
_SLEEP = """\
import select
import time

time.sleep = lambda seconds: select.select([], [], [], seconds) and None
"""


def missing() -> str:
    """Why the clock cannot be moved here; empty if it can."""
    return "" if LIBRARY else "no libfaketime: apt-get install faketime"


def clock_of(day: dt.date, folder: Path) -> dict[str, str]:
    """The environment in which it is ``day``, ten in the morning in China, and the clock runs on.

    The shift is the same for every process of a command. Waiting, which is measured with the
    monotonic clock, takes as long as it does.

    Args:
        day: the day.
        folder: has to be on the ``PYTHONPATH`` too; a ``sitecustomize`` is put there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sitecustomize.py").write_text(_SLEEP, encoding="utf-8")
    then = dt.datetime.combine(day, HOUR, CHINA)
    shift = round((then - dt.datetime.now(CHINA)).total_seconds())
    return {
        "LD_PRELOAD": str(LIBRARY),
        "FAKETIME": f"{shift:+d}",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "NO_FAKE_STAT": "1",
    }
