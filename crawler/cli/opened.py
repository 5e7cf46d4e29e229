"""The database and archive of this home, opened for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pipelines.chronicle import note_tables
from storage import archive
from storage.config import settings
from storage.database import Database, open_database
from storage.warc import WarcStore


@contextmanager
def opened_database() -> Iterator[Database]:
    """The database in force, brought to this version, closed again at the end."""
    database = open_database(settings().database)
    try:
        yield database
    finally:
        database.dispose()


@contextmanager
def chronicled_database(tables: tuple[str, ...]) -> Iterator[Database]:
    """As :func:`opened_database`; at the end these tables go into the archive if they changed."""
    with opened_database() as database:
        before = _rows(database, tables)
        yield database
        after = _rows(database, tables)
        changed = [name for name in tables if before[name] != after[name]]
        if changed:
            note_tables(database, settings().archive, changed)


def _rows(database: Database, tables: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
    with database.snapshot() as session:
        return {name: archive.table_rows(session, name) for name in tables}


def has_database() -> bool:
    """Whether there is a database already: opening makes one where the file is not there."""
    kind, _, path = settings().database.partition(":///")
    return kind != "sqlite" or Path(path).exists()


@contextmanager
def opened_archive() -> Iterator[WarcStore]:
    """The archive in force."""
    store = WarcStore(settings().archive)
    try:
        yield store
    finally:
        store.close()
