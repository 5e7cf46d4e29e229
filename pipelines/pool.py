"""Reads many documents on all cores; a process that dies costs the document it was reading."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from pipelines.jobs import ReadingRoom, ReadJob, ReadResult
from storage.records import AgencyRecord
from storage.vocabulary import Medium

_ALONE = 4  # documents for which starting other processes would cost more than it saves
_BATCH = 64  # jobs handed out at once: bounds what waits in memory

_room: ReadingRoom


def _enter(archive_url: str, agencies: tuple[AgencyRecord, ...]) -> None:
    global _room  # a pool hands its workers their surroundings this way only
    _room = ReadingRoom(archive_url, agencies)


def _read(job: ReadJob) -> ReadResult:
    return _room.read(job)


def read_documents(
    jobs: Sequence[ReadJob], archive_url: str, agencies: Iterable[AgencyRecord]
) -> Iterator[ReadResult]:
    """The results of all jobs, in the order in which they are done."""
    known = tuple(agencies)
    if len(jobs) <= _ALONE:
        room = ReadingRoom(archive_url, known)
        yield from map(room.read, jobs)
        return
    for start in range(0, len(jobs), _BATCH * (os.cpu_count() or 1)):
        batch = jobs[start : start + _BATCH * (os.cpu_count() or 1)]
        yield from _read_batch(batch, archive_url, known)


def _read_batch(
    jobs: Sequence[ReadJob], archive_url: str, agencies: tuple[AgencyRecord, ...]
) -> Iterator[ReadResult]:
    done: set[int] = set()
    try:
        with _pool(os.cpu_count() or 1, archive_url, agencies) as pool:
            futures: dict[Future[ReadResult], ReadJob] = {
                pool.submit(_read, job): job for job in jobs
            }
            for future in as_completed(futures):
                result = future.result()
                done.add(result.document_id)
                yield result
    except BrokenProcessPool:
        for job in jobs:
            if job.document_id not in done:
                yield _read_alone(job, archive_url, agencies)


def _read_alone(job: ReadJob, archive_url: str, agencies: tuple[AgencyRecord, ...]) -> ReadResult:
    """After a crash: each document left in a process of its own, to see which one it was."""
    try:
        with _pool(1, archive_url, agencies) as pool:
            return pool.submit(_read, job).result()
    except BrokenProcessPool:
        return ReadResult(
            job.document_id,
            job.url,
            job.parent_url,
            Medium.UNKNOWN,
            error="the reading process died over this document",
            error_kind="DocumentDamaged",
        )


def _pool(
    workers: int, archive_url: str, agencies: tuple[AgencyRecord, ...]
) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers,
        mp_context=multiprocessing.get_context("forkserver"),
        initializer=_enter,
        initargs=(archive_url, agencies),
    )
