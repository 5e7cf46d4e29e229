"""Archive → text → tables → checks → rows. Safe to run again: the same bytes give the same rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace

from pipelines.assign import Key, group_by_report, key_of_identity
from pipelines.beside import compare_reports
from pipelines.jobs import READER_VERSION
from pipelines.lots import lots
from pipelines.pool import ReadingPool
from pipelines.reads import Results, Watch, read_archived, reading_pool
from pipelines.report.differences import CellChange, changed_cells
from pipelines.settle import Rendition
from pipelines.versions import settle_reports
from pipelines.withdrawals import note_withdrawals
from storage import archive, queries
from storage.database import Database
from storage.records import DocumentRecord, FigureRecord
from storage.vocabulary import DocumentState


@dataclass(frozen=True)
class Lot:
    """Documents read together, with what was read of them by document id."""

    documents: Sequence[DocumentRecord]
    results: Results

    @property
    def keys(self) -> list[Key]:
        """The reports that the documents were of, and those that they are of now."""
        before = {(d.agency_id, d.report_year) for d in self.documents}
        held = {(agency, year) for agency, year in before if agency and year}
        read = {key_of_identity(result.identity) for result in self.results.values()}
        return sorted({*held, *(key for key in read if key)})


Tell = Callable[[str, int, CellChange], None]
Write = Callable[[Database, ReadingPool, Lot, Counter[str]], list[Key]]


@dataclass(frozen=True)
class ProcessSummary:
    """What reading came to: numbers of documents and of reports."""

    documents: int = 0
    reports: int = 0
    new_versions: int = 0
    unread: int = 0
    unassigned: int = 0
    rejected: int = 0
    waiting: int = 0

    def as_dict(self) -> dict[str, int]:
        """The numbers by name."""
        return asdict(self)

    def sentence(self) -> str:
        """The numbers in a line."""
        return (
            f"{self.documents} documents read: {self.reports} reports, "
            f"{self.new_versions} new versions, {self.unread} unreadable, "
            f"{self.unassigned} unassigned, {self.rejected} no reports"
            + (f"; {self.waiting} wait for their WARC file" if self.waiting else "")
        )


def process_pending(database: Database, *, watch: Watch) -> ProcessSummary:
    """Reads what was archived and not read yet, and judges what the last visits found gone."""
    with database.snapshot() as session:
        documents = list(queries.documents(session, DocumentState.PENDING))
    summary = process_documents(database, documents, watch=watch)
    return replace(summary, new_versions=summary.new_versions + judge_withdrawals(database))


def judge_withdrawals(database: Database) -> int:
    """Judges what the last visits found gone or there again; how many new versions that makes."""
    counts: Counter[str] = Counter()
    with database.settling_alone():
        _judge_withdrawals(database, counts)
    return counts["new_versions"]


def _judge_withdrawals(database: Database, counts: Counter[str]) -> None:
    stale = note_withdrawals(database)
    if stale:
        with reading_pool(database) as pool:
            keys = _settle(database, pool, {key: [] for key in stale}, counts)
            order = {key: number for number, key in enumerate(keys)}
            _settle(database, pool, _overtaken(database, order), Counter())


def process_report(
    database: Database, agency_id: str, year: int, *, watch: Watch
) -> ProcessSummary:
    """Reads the documents of one report again."""
    with database.snapshot() as session:
        documents = list(queries.documents(session, agency_id=agency_id, report_year=year))
    return process_documents(database, documents, watch=watch)


def process_documents(
    database: Database,
    documents: Sequence[DocumentRecord],
    *,
    watch: Watch,
    pool: ReadingPool | None = None,
) -> ProcessSummary:
    """Reads some documents (again) and writes what comes of them, lot by lot.

    What a lot gave is written before the next is read: a process that is killed loses one lot, and
    memory holds one. Any number of processes may read; they write one after the other.

    Args:
        database: the database.
        documents: what to read.
        watch: is told how many documents of how many are read.
        pool: readers that know the registry, if there are any already.
    """
    return _process(database, documents, watch, _write, pool)


def process_all(database: Database, *, watch: Watch, tell: Tell) -> ProcessSummary:
    """Reads every archived document again, and tells each cell of a report that came out otherwise.

    Where an earlier run was interrupted, it goes on with the documents that one left; after an
    update of the reader, with those that the new one has not read.

    Args:
        database: the database to bring up to date.
        watch: is told how many documents of how many are read.
        tell: is told agency, year and what a cell was and is now.
    """
    with database.session() as session:
        archive.begin_reading_again(session, READER_VERSION)
        documents = list(queries.documents_to_read_again(session, READER_VERSION))
    return _process(database, documents, watch, _Telling(tell))


def rehearse_all(database: Database, *, watch: Watch, tell: Tell) -> ProcessSummary:
    """As :func:`process_all`, but nothing is written: what would change is told."""
    telling = _Telling(tell)

    def write(database: Database, pool: ReadingPool, lot: Lot, counts: Counter[str]) -> list[Key]:
        with database.rehearsal() as rehearsed:
            telling(rehearsed, pool, lot, counts)
        return []

    with database.snapshot() as session:
        documents = list(queries.documents_to_read_again(session, READER_VERSION))
        documents = documents or list(queries.documents(session))
    return _process(database, documents, watch, write)


def _process(
    database: Database,
    documents: Sequence[DocumentRecord],
    watch: Watch,
    write: Write,
    readers: ReadingPool | None = None,
) -> ProcessSummary:
    counts: Counter[str] = Counter()
    written: dict[Key, int] = {}
    with nullcontext(readers) if readers else reading_pool(database) as pool:
        for some in lots(documents):
            after = _after(watch, counts["documents"], len(documents))
            lot = Lot(some, read_archived(database, pool, some, after))
            with database.settling_alone():
                for key in write(database, pool, lot, counts):
                    written[key] = len(written)
            counts["documents"] += len(some)
            counts["waiting"] += len(some) - len(lot.results)
        # asked outside the line: what is written from now on sees what was written here
        if overtaken := _overtaken(database, written):
            with database.settling_alone():
                _settle(database, pool, overtaken, Counter())
    return ProcessSummary(**counts)


def _after(watch: Watch, done: int, total: int) -> Watch:
    return lambda now, _: watch(done + now, total)


def _write(database: Database, pool: ReadingPool, lot: Lot, counts: Counter[str]) -> list[Key]:
    """Writes what a lot came to; the reports in the order in which they were written."""
    groups = group_by_report(database, lot.documents, lot.results, counts)
    keys = _settle(database, pool, groups, counts)
    with database.session() as session:
        ids = [document.id for document in lot.documents]
        archive.assign_listing_rows(session, ids)
        archive.mark_read(session, ids, READER_VERSION)
    return keys


def _settle(
    database: Database,
    pool: ReadingPool,
    groups: Mapping[Key, Sequence[Rendition]],
    counts: Counter[str],
) -> list[Key]:
    """Writes reports and judges them beside others; gives them in the order of writing."""
    keys = settle_reports(database, pool, groups, counts)
    compare_reports(database, keys)
    return keys


class _Telling:
    """Writes a lot as ever, and tells what that changed in the newest versions."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def __call__(
        self, database: Database, pool: ReadingPool, lot: Lot, counts: Counter[str]
    ) -> list[Key]:
        before = _figures(database, lot.keys)
        keys = _write(database, pool, lot, counts)
        after = _figures(database, lot.keys)
        for key in lot.keys:
            for change in changed_cells(before[key], after[key]):
                self._tell(*key, change)
        return keys


def _figures(database: Database, keys: Iterable[Key]) -> dict[Key, dict[str, FigureRecord]]:
    with database.snapshot() as session:
        return {key: queries.figures(session, *key) or {} for key in keys}


def _overtaken(database: Database, written: dict[Key, int]) -> dict[Key, list[Rendition]]:
    """Reports written before the one of the year before them: their carry-over is checked again."""
    following = [((agency, year + 1), order) for (agency, year), order in written.items()]
    stale = [key for key, order in following if written.get(key, -1) < order]
    with database.snapshot() as session:
        return {key: [] for key in stale if queries.report(session, *key) is not None}
