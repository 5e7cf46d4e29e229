"""Hands over to the workers what the schedule has due: each site a job, each page a job."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from procrastinate import App
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

from crawler.fleet.jobs import CRAWL, NAMESPACE, READ
from crawler.schedule.orders import order_of
from crawler.schedule.season import Every, cadence
from crawler.schedule.tasks import VISITS, Order
from crawler.schedule.workers import Workers
from storage import archive, queries
from storage.calendar import CHINA
from storage.config import settings
from storage.database import Database
from storage.errors import DatabaseUnreachable, NianbaoError
from storage.queue import open_queue
from storage.records import DocumentRecord, RunRecord
from storage.vocabulary import RunOutcome

READING = "process"  # the kind of run that reads what waits
# What is archived is read first; a site that nobody has seen, then the season, then old reports.
PRIORITY = {READ: 50, "new": 40, "columns": 20, "revisits": 10}
IN_SEASON = 10


class HandOver:
    """Does the runs of a scheduler: visits and readings by workers, if there are any.

    A run that was handed over is done: each of its jobs has its own fate from then on.
    """

    def __init__(self, database: Database, own: Workers) -> None:
        self._database = database
        self._own = own
        self._handed: list[tuple[RunRecord, str]] = []

    def start(self, run: RunRecord) -> None:
        """Begin a run; one that cannot be handed over has failed, and comes up again."""
        try:
            if run.kind in (*VISITS, READING) and _has_workers(self._database):
                self._hand_over(run)
            else:
                self._own.start(run)
        except NianbaoError as error:
            self._handed.append((run, str(error)))

    def _hand_over(self, run: RunRecord) -> None:
        now = dt.datetime.now(dt.UTC)
        if run.kind == READING:
            handed = hand_over_readings(self._database)
        else:
            order = order_of(self._database, settings().home, run, now)
            handed = hand_over_visits(self._database, run.kind, order)
        with self._database.session() as session:
            counts = {"jobs": handed}
            archive.finish_run(session, run, RunOutcome.FINISHED, counts, now, "to the workers")
        self._handed.append((run, ""))

    def ended(self) -> Iterator[tuple[RunRecord, str]]:
        """The runs that ended since this was asked last."""
        while self._handed:
            yield self._handed[0]
            del self._handed[0]  # only once that was written down
        yield from self._own.ended()

    def stop(self) -> None:
        """End what runs here; what was handed over goes on."""
        self._own.stop()


def hand_over_visits(database: Database, kind: str, order: Order) -> int:
    """Puts a job for each site into the queue, unless one waits there; how many."""
    season = kind == "columns" and cadence(kind, dt.datetime.now(CHINA).date()).every is Every.DAY
    handed = 0
    with _opened(database) as queue:
        for host in order.hosts:
            visit = queue.configure_task(
                f"{NAMESPACE}:{CRAWL}",
                queue=CRAWL,
                lock=f"site {host}",
                queueing_lock=f"{kind} {host}",
                priority=PRIORITY[kind] + (IN_SEASON if season else 0),
            )
            until = order.until.isoformat() if order.until else None
            handed += _put(visit, host=host, kind=kind, until=until)
    return handed


def hand_over_readings(database: Database) -> int:
    """Puts a job for each page that waits to be read, with its files, into the queue; how many.

    What was met last comes first: lists begin with the newest report, and a report is checked, and
    so read, again when the one of the year before comes after it.
    """
    handed = 0
    with _opened(database) as queue:
        with database.snapshot() as session:
            known = queries.documents_in_queue(session)
            waiting = queries.documents_of_ended_crawls(session)
        new = (one for one in waiting if one.id not in known)
        for documents in reversed(list(_families(new))):
            reading = queue.configure_task(
                f"{NAMESPACE}:{READ}",
                queue=READ,
                queueing_lock=f"read {documents[0]}",
                priority=PRIORITY[READ],
            )
            handed += _put(reading, documents=documents)
    return handed


def _families(documents: Iterable[DocumentRecord]) -> Iterator[list[int]]:
    families: dict[str, list[int]] = defaultdict(list)
    for document in documents:
        families[document.parent_url or document.url].append(document.id)
    yield from families.values()


def _has_workers(database: Database) -> bool:
    with _opened(database), database.snapshot() as session:
        return queries.has_workers(session)


@contextmanager
def _opened(database: Database) -> Iterator[App]:
    try:
        with open_queue(database, settings().database).open() as queue:
            yield queue
    except ConnectorException as error:
        raise DatabaseUnreachable(f"the queue does not answer: {error}") from error


def _put(deferrer: object, **arguments: object) -> int:
    try:
        deferrer.defer(**arguments)  # type: ignore[attr-defined]
    except AlreadyEnqueued:
        return 0
    return 1
