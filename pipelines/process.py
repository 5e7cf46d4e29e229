"""Archive → text → tables → checks → rows. Safe to run again: the same bytes give the same rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

from pipelines.assign import Key, group_by_report
from pipelines.coverage.deadlines import due_date
from pipelines.jobs import ReadResult
from pipelines.lots import lots, read_jobs
from pipelines.pool import ReadingPool
from pipelines.settle import Rendition, settle_report
from storage import archive, queries
from storage.config import settings
from storage.database import Database
from storage.records import DocumentRecord
from storage.vocabulary import DocumentState

Watch = Callable[[int, int], None]


@dataclass(frozen=True)
class ProcessSummary:
    """What reading came to: numbers of documents and of reports."""

    documents: int = 0
    reports: int = 0
    new_versions: int = 0
    unread: int = 0
    unassigned: int = 0
    rejected: int = 0

    def as_dict(self) -> dict[str, int]:
        """The numbers by name."""
        return asdict(self)

    def sentence(self) -> str:
        """The numbers in a line."""
        return (
            f"{self.documents} documents read: {self.reports} reports, "
            f"{self.new_versions} new versions, {self.unread} unreadable, "
            f"{self.unassigned} unassigned, {self.rejected} no reports"
        )


def process_pending(database: Database, *, watch: Watch) -> ProcessSummary:
    """Reads what was archived and not read yet."""
    with database.snapshot() as session:
        documents = list(queries.documents(session, DocumentState.PENDING))
    return process_documents(database, documents, watch=watch)


def process_all(database: Database, *, watch: Watch) -> ProcessSummary:
    """Reads every archived document again, for instance with a better reader."""
    with database.snapshot() as session:
        documents = list(queries.documents(session))
    return process_documents(database, documents, watch=watch)


def process_report(
    database: Database, agency_id: str, year: int, *, watch: Watch
) -> ProcessSummary:
    """Reads the documents of one report again."""
    with database.snapshot() as session:
        documents = list(queries.documents(session, agency_id=agency_id, report_year=year))
    return process_documents(database, documents, watch=watch)


def process_documents(
    database: Database, documents: Sequence[DocumentRecord], *, watch: Watch
) -> ProcessSummary:
    """Reads some documents (again) and writes what comes of them, lot by lot.

    What a lot gave is written before the next is read: a process that is killed loses one lot, and
    memory holds one.
    """
    counts: Counter[str] = Counter()
    settled: dict[Key, int] = {}
    with _pool(database) as pool:
        for lot in lots(documents):
            results = _read(database, pool, lot, _after(watch, counts["documents"], len(documents)))
            groups = group_by_report(database, lot, results, counts)
            for key in _settle(database, pool, groups, counts):
                settled[key] = len(settled)
            with database.session() as session:
                archive.assign_listing_rows(session, [document.id for document in lot])
            counts["documents"] += len(lot)
        _settle(database, pool, _overtaken(database, settled), Counter())
    return ProcessSummary(**counts)


def _after(watch: Watch, done: int, total: int) -> Watch:
    return lambda now, _: watch(done + now, total)


def _overtaken(database: Database, settled: dict[Key, int]) -> dict[Key, list[Rendition]]:
    """Reports written before the one of the year before them: their carry-over is checked again."""
    again: dict[Key, list[Rendition]] = {}
    for (agency, year), order in settled.items():
        after = (agency, year + 1)
        if settled.get(after, -1) < order and _exists(database, after):
            again[after] = []
    return again


def _exists(database: Database, key: Key) -> bool:
    with database.snapshot() as session:
        return queries.report(session, *key) is not None


def _pool(database: Database) -> ReadingPool:
    with database.snapshot() as session:
        return ReadingPool(settings().archive, queries.agencies(session))


def _read(
    database: Database, pool: ReadingPool, documents: Sequence[DocumentRecord], watch: Watch
) -> dict[int, ReadResult]:
    with database.snapshot() as session:
        jobs = read_jobs(session, documents)
    results: dict[int, ReadResult] = {}
    for result in pool.read(jobs):
        results[result.document_id] = result
        watch(len(results), len(jobs))
    return results


def _settle(
    database: Database,
    pool: ReadingPool,
    groups: dict[Key, list[Rendition]],
    counts: Counter[str],
) -> list[Key]:
    """Writes the reports, older years first: a year's carry-over is checked against the last."""
    with database.snapshot() as session:
        agencies = {agency.id: agency for agency in queries.agencies(session)}
    order = sorted(groups, key=lambda key: (key[1], key[0]))
    for key in order:
        renditions = _with_earlier(database, pool, key, groups[key])
        if not renditions:
            continue
        agency, year = agencies[key[0]], key[1]
        due = due_date(agency.cls, year, agency.due_override)
        with database.session() as session:
            saved = settle_report(session, agency, year, renditions, due.on if due else None)
        counts["reports"] += 1
        counts["new_versions"] += saved.change is not None
        counts["unread"] += all(rendition.result.error for rendition in renditions)
    return order


def _with_earlier(
    database: Database, pool: ReadingPool, key: Key, fresh: Sequence[Rendition]
) -> list[Rendition]:
    """The renditions just read and those read before: for each address the newest payload."""
    with database.snapshot() as session:
        earlier = list(queries.documents(session, agency_id=key[0], report_year=key[1]))
    new_urls = {rendition.document.url for rendition in fresh}
    newest: dict[str, DocumentRecord] = {}
    for document in sorted(earlier, key=lambda one: (one.last_seen_at, one.id)):
        if document.url not in new_urls:
            newest[document.url] = document
    results = _read(database, pool, list(newest.values()), _unwatched) if newest else {}
    known = [
        Rendition(document, results[document.id])
        for document in newest.values()
        if document.id in results
    ]
    return [*_newest_of(fresh), *known]


def _newest_of(fresh: Sequence[Rendition]) -> list[Rendition]:
    newest: dict[str, Rendition] = {}
    for rendition in sorted(fresh, key=lambda one: (one.document.last_seen_at, one.document.id)):
        newest[rendition.document.url] = rendition
    return list(newest.values())


def _unwatched(done: int, total: int) -> None:
    """The few renditions read before need no progress bar."""
