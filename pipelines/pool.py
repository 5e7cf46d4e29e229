"""Reads many documents on all cores, in processes with limits on memory and time.

A document that crashes its reader, hangs it or fills its memory costs that document alone.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, as_completed
from concurrent.futures import TimeoutError as TookTooLong
from contextlib import AbstractContextManager

from pebble import ProcessExpired, ProcessPool

from pipelines.extract.limits import DEFAULT
from pipelines.extract.sandbox import DOCUMENTS_PER_CHILD, computing, confine, how_it_ended
from pipelines.jobs import ReadingRoom, ReadJob, ReadResult
from storage.errors import DocumentError
from storage.records import AgencyRecord
from storage.vocabulary import Medium

_room: ReadingRoom


def _enter(archive_url: str, agencies: tuple[AgencyRecord, ...]) -> None:
    global _room  # a pool hands its workers their surroundings this way only
    confine(DEFAULT.memory)
    _room = ReadingRoom(archive_url, agencies)


def _read(job: ReadJob) -> ReadResult:
    with computing(DEFAULT.cpu_seconds):
        return _room.read(job)


class ReadingPool(AbstractContextManager["ReadingPool"]):
    """Processes that read; they start with the first document and end with the ``with``.

    ``agencies`` is the registry they know, by id. Several threads may read.
    """

    def __init__(self, archive_url: str, agencies: Iterable[AgencyRecord]) -> None:
        self.agencies = {agency.id: agency for agency in agencies}
        self._surroundings = (archive_url, tuple(self.agencies.values()))
        self._pool: ProcessPool | None = None
        self._mutex = threading.Lock()

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Ends the processes; nobody may be reading."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def read(self, jobs: Sequence[ReadJob]) -> Iterator[ReadResult]:
        """The results of all jobs, in the order in which they are done."""
        if not jobs:
            return
        with self._mutex:
            pool = self._started()
        futures: dict[Future[ReadResult], ReadJob] = {
            pool.schedule(_read, args=(job,), timeout=DEFAULT.seconds): job for job in jobs
        }
        for future in as_completed(futures):
            try:
                yield future.result()
            except (TookTooLong, ProcessExpired) as error:
                yield _unread(futures[future], how_it_ended(error, DEFAULT, "it"))

    def _started(self) -> ProcessPool:
        if self._pool is None:
            context = multiprocessing.get_context("forkserver")
            # the server imports the readers once; each worker is a copy of it
            context.set_forkserver_preload(["pipelines.jobs"])
            self._pool = ProcessPool(
                max_workers=os.cpu_count() or 1,
                max_tasks=DOCUMENTS_PER_CHILD,
                initializer=_enter,
                initargs=self._surroundings,
                context=context,
            )
        return self._pool


def _unread(job: ReadJob, error: DocumentError) -> ReadResult:
    return ReadResult(
        job.document_id,
        job.url,
        job.parent_url,
        Medium.UNKNOWN,
        error=str(error),
        error_kind=type(error).__name__,
    )
