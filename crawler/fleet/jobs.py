"""The two kinds of work: a visit of a site, and the reading of a page with its files.

A visit runs in a process of its own and ends with the worker; documents are read in the confined
processes of the worker's pool. Both may be done again without harm.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from procrastinate import BaseRetryStrategy, Blueprint, JobContext, RetryDecision
from procrastinate.jobs import Job

from crawler.standby import Standby
from pipelines.pool import ReadingPool
from pipelines.process import process_documents
from pipelines.reads import reading_pool
from storage import archive, queries
from storage.database import Database
from storage.errors import CrawlError, RecordMissing
from storage.records import AgencyRecord
from storage.vocabulary import DocumentState

CRAWL, READ = "crawl", "read"
NAMESPACE = "nianbao"
VISIT_PROCESS: tuple[str, ...] = ("-m", "crawler.fleet")
# Over some four hours: databases and machines are taken away, and the job is rarely why.
MOST_ATTEMPTS = 30
LONGEST_PAUSE = 600
REGISTRY_SECONDS = 30.0  # how long readers go by the registry that they know

work = Blueprint()


class BackOff(BaseRetryStrategy):
    """Tries again after 5, 15, 45, 135, 405 seconds, then each ten minutes."""

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        """When a job that failed is tried again; None if it has failed for good."""
        if job.attempts + 1 >= MOST_ATTEMPTS:
            return None
        return RetryDecision(retry_in={"seconds": pause_after(job.attempts)})


def pause_after(attempts: int) -> int:
    """Seconds until a job that was begun so often before is begun again."""
    return min(5 * int(3 ** min(attempts, 10)), LONGEST_PAUSE)


@dataclass
class Workshop:
    """What the jobs of a worker share: the database, processes that visit sites, and readers that
    know the registry.
    """

    database: Database
    tell: Callable[..., None]
    visits: Standby = field(default_factory=lambda: Standby(*VISIT_PROCESS))
    _pool: ReadingPool | None = None
    _known: tuple[AgencyRecord, ...] = ()
    _looked: float = 0.0
    _users: int = 0
    _mutex: threading.Condition = field(default_factory=threading.Condition)

    def visit(self, host: str, kind: str, until: str | None) -> None:
        """Visits a site.

        Raises:
            CrawlError: the visit failed.
        """
        told: list[str] = []
        order = {"host": host, "kind": kind, "until": until}
        code = self.visits.do(order, lambda message: told.append(message["cause"]))
        if code:
            raise CrawlError(*told or [f"its process ended with code {code}"])

    def read(self, document_ids: Sequence[int]) -> None:
        """Reads those of some documents that still wait.

        Raises:
            RecordMissing: the WARC file of one is not in the archive yet.
        """
        with self.database.snapshot() as session:
            found = [queries.document(session, ident) for ident in document_ids]
        documents = [one for one in found if one and one.state is DocumentState.PENDING]
        pool = self._enter()
        try:
            read = process_documents(self.database, documents, watch=_unwatched, pool=pool)
        finally:
            self._leave()
        if read.waiting:
            raise RecordMissing("its WARC file has not come to the archive yet")

    def _enter(self) -> ReadingPool:
        """The readers; others in their place where the registry has changed."""
        with self._mutex:
            if self._pool is None or time.monotonic() - self._looked > REGISTRY_SECONDS:
                self._renew()
            self._users += 1
            assert self._pool is not None  # noqa: S101 - just made
            return self._pool

    def _renew(self) -> None:
        with self.database.snapshot() as session:
            agencies = tuple(queries.agencies(session))
        self._looked = time.monotonic()
        if self._pool is not None and agencies == self._known:
            return
        self._mutex.wait_for(lambda: self._users == 0)
        if self._pool is not None:
            self._pool.close()
        self._pool, self._known = reading_pool(self.database), agencies

    def _leave(self) -> None:
        with self._mutex:
            self._users -= 1
            self._mutex.notify_all()


@work.task(
    name=CRAWL,
    queue=CRAWL,
    pass_context=True,
    retry=BackOff(),
)
def visit(context: JobContext, host: str, kind: str, until: str | None) -> None:
    """Visits one site in a process of its own, unless its hours are over."""
    if until and dt.datetime.fromisoformat(until) <= dt.datetime.now(dt.UTC):
        return  # the next run has it again
    _done(context, lambda workshop: workshop.visit(host, kind, until))


@work.task(
    name=READ,
    queue=READ,
    pass_context=True,
    retry=BackOff(),
)
def read(context: JobContext, documents: list[int]) -> None:
    """Reads a page with its files."""
    _done(context, lambda workshop: workshop.read(documents))


def _done(context: JobContext, do: Callable[[Workshop], None]) -> None:
    """Does it; what it failed at is told, and written for whoever looks at the queue."""
    workshop: Workshop = context.additional_context["workshop"]
    try:
        do(workshop)
    except Exception as error:
        cause = " ".join(str(error).split()) or type(error).__name__
        told = {name: context.job.task_kwargs.get(name) for name in ("host", "documents")}
        workshop.tell(f"job {context.job.id}: {cause}", job=context.job.id, **told)
        with workshop.database.session() as session:
            archive.note_failure(session, context.job.id or 0, cause, dt.datetime.now(dt.UTC))
            queued = queries.is_queued(session, context.job.queueing_lock or "")
        if not queued:  # else the same work was handed over again: that one is the next attempt
            raise


def _unwatched(done: int, total: int) -> None:
    """Nobody watches."""
