"""Archive → text → tables → checks → rows. Safe to run again: the same bytes give the same rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass

from pipelines.assign import Key, assign_documents, key_of_identity
from pipelines.batches import batches
from pipelines.jobs import READER_VERSION, ReadResult
from pipelines.reads import Watch, read_archived
from pipelines.report.differences import CellChange, changed_cells
from pipelines.versions import settle_reports
from storage import archive, queries
from storage.database import Database
from storage.records import DocumentRecord, FigureRecord
from storage.vocabulary import DocumentState

Results = dict[int, ReadResult]
Tell = Callable[[str, int, CellChange], None]
Write = Callable[[Sequence[DocumentRecord], Results, Counter[str]], list[Key]]


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
    """Reads some documents (again) and writes what comes of them."""

    def write(batch: Sequence[DocumentRecord], results: Results, counts: Counter[str]) -> list[Key]:
        return _write(database, batch, results, counts)

    return _process(database, documents, watch, write)


def process_all(database: Database, *, watch: Watch, tell: Tell) -> ProcessSummary:
    """Reads every archived document again, and tells each cell of a report that came out otherwise.

    Where an earlier run was interrupted, it goes on with the documents that one left; after an
    update of the reader, with those that the new one has not read.

    Args:
        database: the database to bring up to date.
        watch: is told how many documents of how many are read.
        tell: is told agency, year and what a cell was and is now.
    """

    def write(batch: Sequence[DocumentRecord], results: Results, counts: Counter[str]) -> list[Key]:
        return _write_and_tell(database, batch, results, counts, tell)

    with database.session() as session:
        archive.begin_reading_again(session, READER_VERSION)
        documents = list(queries.documents_to_read_again(session, READER_VERSION))
    return _process(database, documents, watch, write)


def rehearse_all(database: Database, *, watch: Watch, tell: Tell) -> ProcessSummary:
    """As :func:`process_all`, but nothing is written: what would change is told."""

    def write(batch: Sequence[DocumentRecord], results: Results, counts: Counter[str]) -> list[Key]:
        with database.rehearsal() as rehearsed:
            _write_and_tell(rehearsed, batch, results, counts, tell)
        return []

    with database.snapshot() as session:
        documents = list(queries.documents_to_read_again(session, READER_VERSION))
        documents = documents or list(queries.documents(session))
    return _process(database, documents, watch, write)


def _process(
    database: Database, documents: Sequence[DocumentRecord], watch: Watch, write: Write
) -> ProcessSummary:
    counts: Counter[str] = Counter()
    written: dict[Key, None] = {}
    for batch in batches(documents):
        done = counts["documents"]

        def watch_batch(read: int, _: int, done: int = done) -> None:
            watch(done + read, len(documents))

        results = read_archived(database, batch, watch_batch)
        for key in write(batch, results, counts):
            written.pop(key, None)  # the last time counts
            written[key] = None
        counts["documents"] += len(batch)
    _check_carry_over(database, list(written))
    return ProcessSummary(**counts)


def _write(
    database: Database,
    batch: Sequence[DocumentRecord],
    results: Results,
    counts: Counter[str],
) -> list[Key]:
    """Writes what a batch came to; the reports in the order in which they were written."""
    groups = assign_documents(database, batch, results, counts)
    keys = settle_reports(database, groups, counts)
    with database.session() as session:
        ids = [document.id for document in batch]
        archive.assign_listing_rows(session, ids)
        archive.mark_read(session, ids, READER_VERSION)
    return keys


def _write_and_tell(
    database: Database,
    batch: Sequence[DocumentRecord],
    results: Results,
    counts: Counter[str],
    tell: Tell,
) -> list[Key]:
    """As :func:`_write`, and tells what it changed in the newest versions."""
    known = [(d.agency_id, d.report_year) for d in batch if d.agency_id and d.report_year]
    read = [key for r in results.values() if (key := key_of_identity(r.identity)) is not None]
    concerned = sorted({*known, *read})
    before = _figures(database, concerned)
    keys = _write(database, batch, results, counts)
    after = _figures(database, concerned)
    for key in concerned:
        for change in changed_cells(before[key], after[key]):
            tell(*key, change)
    return keys


def _figures(database: Database, keys: Iterable[Key]) -> dict[Key, dict[str, FigureRecord]]:
    with database.snapshot() as session:
        return {key: queries.figures(session, *key) or {} for key in keys}


def _check_carry_over(database: Database, written: Sequence[Key]) -> None:
    """Checks again the reports written before that of the year before them, or not now."""
    turn = {key: number for number, key in enumerate(written)}
    after = [((agency, year + 1), number) for (agency, year), number in turn.items()]
    stale = [key for key, number in after if turn.get(key, -1) < number]
    with database.snapshot() as session:
        there = [key for key in stale if queries.report(session, *key) is not None]
    settle_reports(database, {key: [] for key in there}, Counter())
