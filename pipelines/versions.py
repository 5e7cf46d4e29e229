"""The reports of many documents: each is settled once for every state it had on the web."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipelines.assign import Key
from pipelines.coverage.deadlines import due_date
from pipelines.pool import ReadingPool
from pipelines.reads import read_archived
from pipelines.settle import Rendition, settle_report
from storage import queries
from storage.database import Database
from storage.records import DocumentRecord


def settle_reports(
    database: Database,
    pool: ReadingPool,
    groups: Mapping[Key, Sequence[Rendition]],
    counts: Counter[str],
) -> list[Key]:
    """Writes the reports, older years first: a year's carry-over is checked against the last.

    Args:
        database: the database to write in.
        pool: readers for the documents read before.
        groups: by agency and year, the documents just read; those read before are added. An empty
            group is a report to be checked again.
        counts: is added to.

    Returns:
        The reports in the order in which they were written.
    """
    with database.snapshot() as session:
        agencies = {agency.id: agency for agency in queries.agencies(session)}
    everything = _with_earlier(database, pool, groups)
    keys = sorted((key for key in groups if everything[key]), key=lambda key: (key[1], key[0]))
    for key in keys:
        agency, year = agencies[key[0]], key[1]
        due = due_date(agency.cls, year, agency.due_override)
        for renditions in _generations(everything[key]):
            with database.session() as session:
                saved = settle_report(session, agency, year, renditions, due.on if due else None)
            counts["new_versions"] += saved.change is not None
        counts["reports"] += 1
        counts["unread"] += all(one.result.error for one in renditions)
    return keys


def _with_earlier(
    database: Database, pool: ReadingPool, groups: Mapping[Key, Sequence[Rendition]]
) -> dict[Key, list[Rendition]]:
    """The renditions just read, and of each other address of these reports the newest payload."""
    earlier: dict[Key, list[DocumentRecord]] = {}
    with database.snapshot() as session:
        for key, fresh in groups.items():
            known = queries.documents(session, agency_id=key[0], report_year=key[1])
            met = {rendition.document.url for rendition in fresh}
            newest = _newest(document for document in known if document.url not in met)
            earlier[key] = newest
    wanted = [document for documents in earlier.values() for document in documents]
    results = read_archived(database, pool, wanted, _unwatched)
    found: dict[Key, list[Rendition]] = defaultdict(list)
    for key, fresh in groups.items():
        found[key] += fresh
        found[key] += (Rendition(d, results[d.id]) for d in earlier[key] if d.id in results)
    return found


def _newest(documents: Iterable[DocumentRecord]) -> list[DocumentRecord]:
    by_url = {one.url: one for one in sorted(documents, key=lambda one: (one.last_seen_at, one.id))}
    return list(by_url.values())


def _generations(renditions: Sequence[Rendition]) -> Iterator[list[Rendition]]:
    """What stood on the web before each time an address gave something else, and what stands now.

    So a report whose payloads are all read at once has the versions that it would have, had each
    been read when it came.
    """
    by_document = {rendition.document.id: rendition for rendition in renditions}
    documents = [rendition.document for rendition in renditions]
    documents.sort(key=lambda one: (one.first_seen_at, one.id))
    met: set[str] = set()
    for position, document in enumerate(documents):
        if document.url in met:
            before = {one.url: one for one in documents[:position]}
            yield [by_document[one.id] for one in before.values()]
        met.add(document.url)
    yield [by_document[one.id] for one in _newest(documents)]


def _unwatched(done: int, total: int) -> None:
    """The few renditions read before need no progress bar."""
