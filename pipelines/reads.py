"""Archived documents read: each with where it was found, on all cores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from pipelines.identify.gather import Whereabouts
from pipelines.jobs import ReadJob, ReadResult
from pipelines.pool import read_documents
from storage import queries
from storage.config import settings
from storage.database import Database, Session
from storage.records import ColumnRecord, DocumentRecord

Watch = Callable[[int, int], None]

_ANNUAL = ("年报", "年度报告")


def read_archived(
    database: Database, documents: Sequence[DocumentRecord], watch: Watch
) -> dict[int, ReadResult]:
    """What each document says, by its id; one whose bytes are not in the index is left out."""
    with database.snapshot() as session:
        jobs = _jobs(session, documents)
        agencies = queries.agencies(session)
    results: dict[int, ReadResult] = {}
    for result in read_documents(jobs, settings().archive, agencies):
        results[result.document_id] = result
        watch(len(results), len(jobs))
    return results


def _jobs(session: Session, documents: Iterable[DocumentRecord]) -> list[ReadJob]:
    columns = {column.id: column for column in queries.columns(session)}
    jobs = []
    for document in documents:
        location = queries.payload_location(session, document.digest)
        if location is not None:
            where = _whereabouts(document, columns)
            jobs.append(ReadJob(document.id, document.url, location, where, document.parent_url))
    return jobs


def _whereabouts(document: DocumentRecord, columns: dict[int, ColumnRecord]) -> Whereabouts:
    column = columns.get(document.column_id or 0)
    if column is None:
        return Whereabouts(document.url, document.list_title)
    path = tuple(dict.fromkeys((*column.breadcrumb, column.name)))
    annual = any(word in name for name in path for word in _ANNUAL)
    return Whereabouts(document.url, document.list_title, path, annual)
