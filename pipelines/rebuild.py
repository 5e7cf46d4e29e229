"""The database made again from the archive alone."""

from __future__ import annotations

import datetime as dt

from pipelines.coverage.judge import judge_coverage
from pipelines.process import ProcessSummary, process_pending
from pipelines.reconcile import Reconciled, Watch, reconcile
from storage import archive, queries
from storage.database import Database
from storage.errors import ConfigurationError
from storage.warc import WarcStore


def rebuild(
    database: Database, store: WarcStore, today: dt.date, watch: Watch
) -> tuple[Reconciled, ProcessSummary]:
    """Fills an empty database with what the archive tells, reads every document and judges.

    The registry is the archive's newest copy, unless one was imported into the database before.

    Args:
        database: an empty one; agencies may be in it.
        store: the archive.
        today: the day coverage is judged for.
        watch: is told how many files of how many are read, then how many documents.

    Raises:
        ConfigurationError: the database holds crawls, or there is no registry.
        ArchiveUnreachable: the object store does not answer.
    """
    with database.session() as session:
        if archive.crawl_ids(session):
            raise ConfigurationError(
                "the database holds crawls already; name a new one in NIANBAO_DATABASE_URL "
                "(or take: nianbao verify --repair)"
            )
    done = reconcile(database, store, watch)
    _restore(database, store, done, archive.REGISTRY)
    with database.snapshot() as session:
        if not queries.agencies(session):
            raise ConfigurationError(
                "the archive holds no registry; into a new database, first: "
                "nianbao agencies import FILE.csv"
            )
    read = process_pending(database, watch=watch)
    judge_coverage(database, today)
    _restore(database, store, done, archive.TOLD)
    with database.session() as session:
        archive.count_on(session)
    return done, read


def _restore(
    database: Database, store: WarcStore, done: Reconciled, names: tuple[str, ...]
) -> None:
    """Writes those tables of which the archive has a copy and the database not a row."""
    for name in names:
        if name not in done.tables:
            continue
        file, offset = done.tables[name]
        (note,) = store.notes(file, [offset])
        with database.session() as session:
            if not archive.table_rows(session, name):
                archive.restore_table(session, name, note.content["rows"])
