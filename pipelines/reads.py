"""Archived documents read, each with where it was found."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipelines.jobs import ReadResult
from pipelines.lots import read_jobs
from pipelines.pool import ReadingPool
from storage import queries
from storage.config import settings
from storage.database import Database
from storage.errors import RecordMissing
from storage.records import DocumentRecord

Watch = Callable[[int, int], None]
Results = dict[int, ReadResult]


def reading_pool(database: Database) -> ReadingPool:
    """Readers that know the registry as it is now."""
    with database.snapshot() as session:
        return ReadingPool(settings().archive, queries.agencies(session))


def read_archived(
    database: Database, pool: ReadingPool, documents: Sequence[DocumentRecord], watch: Watch
) -> Results:
    """What each document says, by its id.

    Left out is one whose payload is not indexed, or whose WARC file is not there: nothing can be
    said of it before the file is back, or has come from the machine that wrote it.

    Raises:
        ArchiveUnreachable: the archive does not answer.
    """
    if not documents:
        return {}
    with database.snapshot() as session:
        jobs = read_jobs(session, documents)
    results: Results = {}
    for done, result in enumerate(pool.read(jobs), start=1):
        if result.error_kind != RecordMissing.__name__:
            results[result.document_id] = result
        watch(done, len(jobs))
    return results
