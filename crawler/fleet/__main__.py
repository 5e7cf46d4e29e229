"""One visit of one site in a process of its own: ``python -m crawler.fleet ORDER``.

A worker starts it, and it ends with it. ORDER is JSON: ``host``, ``kind``, ``until``.
"""

from __future__ import annotations

import datetime as dt
import json
import sys

from crawler.fleet.handover import hand_over_readings
from crawler.schedule.tasks import TASKS, Order
from crawler.tether import tether
from storage.config import settings
from storage.database import open_database
from storage.errors import NianbaoError


def main(arguments: list[str]) -> int:
    """Does what the order says; 0 if it was done, 1 if it failed, with the cause on stderr."""
    tether()
    told = json.loads(arguments[0])
    until = dt.datetime.fromisoformat(told["until"]) if told["until"] else None
    database = open_database(settings().database)
    try:
        TASKS[told["kind"]](Order(database, (told["host"],), until))
    except NianbaoError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    finally:
        hand_over_readings(database)
        database.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
