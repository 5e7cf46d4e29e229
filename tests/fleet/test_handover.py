"""What the scheduler and the visits hand over, and how a worker takes it."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from procrastinate import Blueprint
from sqlalchemy import event

from crawler.fleet.handover import hand_over_readings
from crawler.fleet.jobs import Workshop
from crawler.fleet.worker import run_worker
from storage.archive import finish_crawl
from storage.config import settings
from storage.database import Database, open_database
from storage.queue import open_queue
from storage.vocabulary import CrawlOutcome
from storage.warc import WarcStore
from tests.storage.scene import archived, registered

pytestmark = pytest.mark.slow

PATIENCE = 60.0  # seconds until a job that does not begin fails the test


@pytest.fixture
def database(
    postgresql_alone: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Database]:
    """An empty database that the settings name."""
    monkeypatch.setenv("NIANBAO_DATABASE_URL", postgresql_alone)
    monkeypatch.setenv("NIANBAO_HOME", str(tmp_path))
    settings.cache_clear()
    opened = open_database(postgresql_alone)
    yield opened
    opened.dispose()
    settings.cache_clear()


def archive_pages(database: Database, folder: Path, names: range) -> None:
    """Pages of a crawl that has ended, which wait to be read."""
    store = WarcStore(str(folder))
    with database.session() as session:
        crawl = registered(session)
        for name in names:
            url, body = f"http://www.a.example/{name}.html", f"<p>{name}</p>".encode()
            archived(session, store, crawl, url, body)
        finish_crawl(session, crawl, CrawlOutcome.FINISHED, {})
    store.close()


def statements_of_handing_over(database: Database, handed: int) -> int:
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        assert hand_over_readings(database) == handed
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return len(asked)


def test_a_page_is_handed_over_once_and_looked_at_with_all_others(
    database: Database, tmp_path: Path
) -> None:
    archive_pages(database, tmp_path / "archive", range(2))
    few = statements_of_handing_over(database, handed=2)
    archive_pages(database, tmp_path / "archive", range(2, 12))
    assert statements_of_handing_over(database, handed=10) == few
    assert statements_of_handing_over(database, handed=0) == few


def test_a_worker_does_as_much_at_once_as_it_was_told(
    database: Database, postgresql_alone: str
) -> None:
    at_once = 2 * (os.cpu_count() or 1) + 40  # more than Python's own number of threads
    asyncio.run(meet(database, postgresql_alone, at_once))


async def meet(database: Database, url: str, at_once: int) -> None:
    """Lets so many jobs run that each waits for all others."""
    loop, met = asyncio.get_running_loop(), asyncio.Event()
    work = Blueprint()

    def tell() -> None:
        loop.call_soon_threadsafe(met.set)

    meeting = threading.Barrier(at_once, action=tell)

    @work.task(name="meet", queue="crawl")
    def come() -> None:
        meeting.wait(PATIENCE)

    queue = open_queue(database, url, work, works=True)
    async with queue.open_async():
        for _ in range(at_once):
            await queue.configure_task("nianbao:meet", queue="crawl").defer_async()
        works = run_worker(queue, Workshop(database, print), {"crawl": at_once})
        working = asyncio.create_task(works)
        await asyncio.wait_for(met.wait(), PATIENCE)
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
