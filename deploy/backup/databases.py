"""Copies of a database of one moment, and the way back."""

from __future__ import annotations

import sqlite3
import subprocess
from pathlib import Path

from sqlalchemy import create_engine, make_url, text

from deploy.backup.digests import Digests, digests

SQLITE, POSTGRESQL = "database.sqlite3", "database.dump"


def save(url: str, folder: Path) -> Digests:
    """Writes a copy of a database into a folder; what it holds, told in the same moment."""
    if make_url(url).get_backend_name() == "sqlite":
        return _save_sqlite(url, folder / SQLITE)
    return _save_postgresql(url, folder / POSTGRESQL)


def load(folder: Path, url: str) -> Digests:
    """Writes the copy in a folder into an empty database; what that holds then."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        target = Path(parsed.database or "")
        target.parent.mkdir(parents=True, exist_ok=True)
        with sqlite3.connect(folder / SQLITE) as source, sqlite3.connect(target) as copy:
            source.backup(copy)
    else:
        dump = str(folder / POSTGRESQL)
        command = ["pg_restore", "--exit-on-error", "--no-owner", "--dbname", _libpq(url), dump]
        subprocess.run(command, check=True)  # noqa: S603 - PostgreSQL's own
    return holds(url)


def holds(url: str) -> Digests:
    """What a database holds now."""
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return digests(connection)
    finally:
        engine.dispose()


def _save_sqlite(url: str, target: Path) -> Digests:
    """SQLite's online backup, inside a read transaction: crawls go on meanwhile."""
    engine = create_engine(url)
    target.unlink(missing_ok=True)
    try:
        with engine.connect() as connection, sqlite3.connect(target) as copy:
            found = digests(connection)  # begins the transaction, whose state the copy is of
            source = connection.connection.driver_connection
            assert isinstance(source, sqlite3.Connection)  # noqa: S101 - of an SQLite URL
            source.backup(copy)
            return found
    finally:
        engine.dispose()


def _save_postgresql(url: str, target: Path) -> Digests:
    """pg_dump of a snapshot that the digests are of, too."""
    engine = create_engine(url, isolation_level="REPEATABLE READ")
    try:
        with engine.connect() as connection:
            snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
            command = [
                "pg_dump",
                "--format=custom",
                f"--snapshot={snapshot}",
                "--file",
                str(target),
            ]
            subprocess.run([*command, _libpq(url)], check=True)  # noqa: S603 - PostgreSQL's own
            return digests(connection)
    finally:
        engine.dispose()


def _libpq(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
