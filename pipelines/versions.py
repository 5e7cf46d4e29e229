"""The reports of many documents: each is settled once for every state it had on the web."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from pipelines.assign import Key
from pipelines.coverage.deadlines import due_date
from pipelines.pool import ReadingPool
from pipelines.reads import read_archived
from pipelines.settle import Duty, Rendition, settle_report
from storage import queries
from storage.database import Database, Session
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
    everything = _with_earlier(database, pool, groups)
    keys = sorted((key for key in groups if everything[key]), key=lambda key: (key[1], key[0]))
    for key in keys:
        agency, year = pool.agencies[key[0]], key[1]
        due = due_date(agency.cls, year, agency.due_override)
        with database.session() as session:
            states = _states(session, everything[key])
            duty = Duty(agency, year, due.on if due else None)
            counts["new_versions"] += settle_report(session, duty, states)
        counts["reports"] += 1
        counts["unread"] += all(one.result.error for one in states[-1])
    return keys


def _with_earlier(
    database: Database, pool: ReadingPool, groups: Mapping[Key, Sequence[Rendition]]
) -> dict[Key, list[Rendition]]:
    """The renditions just read, and all others of these reports, read now too."""
    earlier: dict[Key, list[DocumentRecord]] = {}
    with database.snapshot() as session:
        for key, fresh in groups.items():
            known = queries.documents(session, agency_id=key[0], report_year=key[1])
            met = {rendition.document.id for rendition in fresh}
            earlier[key] = [document for document in known if document.id not in met]
    wanted = [document for documents in earlier.values() for document in documents]
    results = read_archived(database, pool, wanted, _unwatched)
    found: dict[Key, list[Rendition]] = defaultdict(list)
    for key, fresh in groups.items():
        found[key] += fresh
        found[key] += (Rendition(d, results[d.id]) for d in earlier[key] if d.id in results)
    return found


def _states(session: Session, renditions: Sequence[Rendition]) -> list[list[Rendition]]:
    """What stood on the web after each crawl that met something new, as far as is known.

    Of each address the newest payload. However late the documents are read, and in how many runs,
    the versions are those of the web, and a better reader makes no new one.
    """
    crawls = queries.crawls_of_captures(session, (one.document.capture_id for one in renditions))
    by_crawl: dict[int, list[Rendition]] = defaultdict(list)
    for one in sorted(renditions, key=lambda one: (one.document.last_seen_at, one.document.id)):
        by_crawl[crawls[one.document.capture_id]].append(one)
    states: list[list[Rendition]] = []
    standing: dict[str, Rendition] = {}
    for crawl in sorted(by_crawl):
        standing |= {one.document.url: one for one in by_crawl[crawl]}
        states.append(list(standing.values()))
    return states


def _unwatched(done: int, total: int) -> None:
    """The few renditions read before need no progress bar."""
