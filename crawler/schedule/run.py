"""One run, done and written down: what ``python -m crawler.schedule`` does."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from crawler.schedule.orders import order_of
from crawler.schedule.tasks import TASKS
from crawler.tether import tether
from crawler.walks import walking
from storage import archive, queries
from storage.config import settings
from storage.database import open_database
from storage.errors import NianbaoError
from storage.vocabulary import RunOutcome


def main(arguments: list[str]) -> int:
    """Does the run of an id and writes how it ended; 0 if it was done, 1 if it failed."""
    tether()
    database = open_database(settings().database)
    with database.snapshot() as session:
        run = queries.run(session, int(arguments[0]))
    outcome, counts, cause = RunOutcome.FINISHED, {}, ""
    try:
        order = order_of(database, settings().home, run, dt.datetime.now(dt.UTC))
        with walking() as walkers:
            counts = dict(TASKS[run.kind](replace(order, walkers=walkers)))
    except NianbaoError as error:
        outcome, cause = RunOutcome.FAILED, str(error)
    with database.session() as session:
        archive.finish_run(session, run, outcome, counts, dt.datetime.now(dt.UTC), cause)
    database.dispose()
    return int(outcome is RunOutcome.FAILED)
