"""The database and archive of this home, opened for a command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
