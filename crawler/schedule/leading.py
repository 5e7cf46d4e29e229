"""One scheduler of many leads: on PostgreSQL the one that holds the lock, on SQLite every one."""

from __future__ import annotations

from collections.abc import Callable

from crawler.schedule.scheduler import Scheduler, Tell
from storage.database import Database
from storage.errors import DatabaseUnreachable


def lead(
    database: Database, make: Callable[[], Scheduler], stopped: Callable[[], bool], tell: Tell
) -> None:
    """Keeps the schedule as long as this process leads, and waits to lead else, until stopped.

    Args:
        database: whose schedulers they are.
        make: makes the scheduler, when this process begins to lead.
        stopped: waits for a moment; True if it is time to end.
        tell: is told in a line when the lead changes.
    """
    leadership = database.leadership()
    scheduler: Scheduler | None = None
    waited = False
    try:
        while not stopped():
            if leadership.held():
                scheduler = scheduler or _begun(make, tell, waited)
                if scheduler is not None:
                    scheduler.step()
                continue
            if scheduler is not None:
                tell("lost the lead with its connection: what it had begun is ended")
                _end(scheduler)
                scheduler = None
            elif not waited:
                tell("waits: another scheduler leads, or the database does not answer")
            waited = True
    finally:
        if scheduler is not None:
            _end(scheduler)
        leadership.release()


def _begun(make: Callable[[], Scheduler], tell: Tell, waited: bool) -> Scheduler | None:
    try:
        scheduler = make()
    except DatabaseUnreachable:
        return None  # the next look at the lock tells
    if waited:
        tell("leads now")
    return scheduler


def _end(scheduler: Scheduler) -> None:
    try:
        scheduler.stop()
    except DatabaseUnreachable:
        scheduler.workers.stop()
