"""Reads many documents on all cores; a process that dies costs the document it was reading."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from functools import cached_property
from types import TracebackType

from pipelines.jobs import ReadingRoom, ReadJob, ReadResult
from storage.records import AgencyRecord
from storage.vocabulary import Medium

_FEW = 4  # documents for which handing them to other processes would cost more than it saves

_room: ReadingRoom


def _enter(archive_url: str, agencies: tuple[AgencyRecord, ...]) -> None:
    global _room  # a pool hands its workers their surroundings this way only
    _room = ReadingRoom(archive_url, agencies)


def _read(job: ReadJob) -> ReadResult:
    return _room.read(job)


class ReadingPool:
    """Processes that read; they are started with the first large lot and end with the ``with``."""

    def __init__(self, archive_url: str, agencies: Iterable[AgencyRecord]) -> None:
        self._archive_url = archive_url
        self._agencies = tuple(agencies)
        self._executor: ProcessPoolExecutor | None = None

    def __enter__(self) -> ReadingPool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def read(self, jobs: Sequence[ReadJob]) -> Iterator[ReadResult]:
        """The results of all jobs, in the order in which they are done."""
        if len(jobs) <= _FEW:
            yield from map(self._own_room.read, jobs)
            return
        done: set[int] = set()
        try:
            executor = self._started(os.cpu_count() or 1)
            for future in as_completed([executor.submit(_read, job) for job in jobs]):
                result = future.result()
                done.add(result.document_id)
                yield result
        except BrokenProcessPool:
            self._close()
            for job in jobs:
                if job.document_id not in done:
                    yield self._read_alone(job)

    @cached_property
    def _own_room(self) -> ReadingRoom:
        return ReadingRoom(self._archive_url, self._agencies)

    def _read_alone(self, job: ReadJob) -> ReadResult:
        """After a death: each document left in a process of its own, to see which one it was."""
        try:
            return self._started(1).submit(_read, job).result()
        except BrokenProcessPool:
            self._close()
            return ReadResult(
                job.document_id,
                job.url,
                job.parent_url,
                Medium.UNKNOWN,
                error="the reading process died over this document",
                error_kind="DocumentDamaged",
            )

    def _started(self, workers: int) -> ProcessPoolExecutor:
        if self._executor is None:
            context = multiprocessing.get_context("forkserver")
            # the server imports the readers once; each worker is a copy of it
            context.set_forkserver_preload(["pipelines.jobs"])
            self._executor = ProcessPoolExecutor(
                workers, context, _enter, (self._archive_url, self._agencies)
            )
        return self._executor

    def _close(self) -> None:
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)
            self._executor = None
