"""Visits of sites in a process of its own, one after another: ``python -m crawler.fleet``.

A worker starts it (``crawler.standby``), and it ends with it. An order is a ``host``, a ``kind``,
and ``until`` when it may be asked; of one that failed it tells the ``cause``, and ends: a crawl
counts as broken off when its process is gone.
"""

from __future__ import annotations

import datetime as dt
import json
import queue
import sys

from crawler.fleet.handover import hand_over_readings
from crawler.schedule.tasks import TASKS, Order
from crawler.standby import Standby
from crawler.tether import tell, tether
from crawler.walks import walking
from storage.config import settings
from storage.database import Database, open_database
from storage.errors import NianbaoError


def main() -> int:
    """Does what it is told, until an order fails: 1."""
    orders: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    tether(orders.put)
    database = open_database(settings().database)
    try:
        with walking() as walkers:
            while True:
                order = json.loads(orders.get())
                try:
                    _visit(database, walkers, **order)
                except NianbaoError as error:
                    tell(cause=str(error))
                    break
                tell(ended=0)
    finally:
        database.dispose()
    return 1


def _visit(database: Database, walkers: Standby, host: str, kind: str, until: str | None) -> None:
    end = dt.datetime.fromisoformat(until) if until else None
    try:
        TASKS[kind](Order(database, (host,), end, walkers))
    finally:
        hand_over_readings(database)


if __name__ == "__main__":
    sys.exit(main())
