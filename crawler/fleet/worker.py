"""Takes jobs from the queue and does them until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NoReturn

from procrastinate import App
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job, Status

from crawler.fleet.jobs import MOST_ATTEMPTS, Workshop
from storage import archive
from storage.config import settings
from storage.database import Database
from storage.errors import ArchiveError, DatabaseUnreachable
from storage.warc import WarcStore

SWEEP = 10.0  # seconds between two looks for jobs whose worker died
LOOK_AGAIN = 2.0  # and for a database that is gone
SEND = 30.0  # and for WARC files that a killed crawl left on this machine
BURIED = "its worker died over it"


async def run_worker(queue: App, workshop: Workshop, at_once: Mapping[str, int]) -> None:
    """Works until its process ends; what was not done by then waits for another worker.

    Args:
        queue: the opened queue.
        workshop: what the jobs share.
        at_once: how many of each kind (``crawl``: sites, ``read``: pages) are done at once.

    Raises:
        ConnectorException: the database does not answer.
        DatabaseUnreachable: the connection was lost.
    """
    # a job is a thread that waits for its process; Python's own number of threads goes by the cores
    threads = ThreadPoolExecutor(sum(at_once.values()) + 1, "job")
    loop = asyncio.get_running_loop()
    loop.set_default_executor(threads)
    lost = _lost_ends(loop)
    sweeping = asyncio.gather(_sweep(queue, workshop), _send())
    try:
        await asyncio.gather(
            lost,
            *(
                queue.run_worker_async(
                    queues=[kind],
                    name=kind,
                    concurrency=count,
                    additional_context={"workshop": workshop},
                    install_signal_handlers=False,
                )
                for kind, count in at_once.items()
            ),
        )
    finally:
        sweeping.cancel()


def _lost_ends(loop: asyncio.AbstractEventLoop) -> asyncio.Future[None]:
    """Fails when the end of a job could not be written.

    procrastinate leaves such a job as it is: done here, and begun for everybody else for as long as
    this worker lives.
    """
    lost: asyncio.Future[None] = loop.create_future()

    def note(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if not isinstance(error, ConnectorException):
            loop.default_exception_handler(context)
        elif not lost.done():
            lost.set_exception(error)

    loop.set_exception_handler(note)
    return lost


def begin_anew(database: Database) -> NoReturn:
    """Waits until the database answers; then a new worker takes the place of this process.

    What this one had begun ends with it, and goes to whoever asks first.
    """
    while not database.answers():
        time.sleep(LOOK_AGAIN)
    os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])  # noqa: S606 - what we are


async def _send() -> None:
    """Closes and sends what killed crawls of this machine left: others wait for it."""
    while True:
        with contextlib.suppress(ArchiveError, OSError):
            await asyncio.to_thread(WarcStore(settings().archive).close_torn)
        await asyncio.sleep(SEND)


async def _sweep(queue: App, workshop: Workshop) -> None:
    """Puts back what dead workers left; a job that killed worker after worker is set aside."""
    while True:
        await asyncio.sleep(SWEEP)
        with contextlib.suppress(ConnectorException, DatabaseUnreachable):  # looked at again
            for job in await queue.job_manager.get_stalled_jobs():
                await put_back(queue, workshop, job)


async def put_back(queue: App, workshop: Workshop, job: Job) -> None:
    """Lets another worker have a job whose worker died.

    Raises:
        ConnectorException: the database does not answer, or another worker was faster.
        DatabaseUnreachable: the connection was lost.
    """
    if job.attempts + 1 < MOST_ATTEMPTS:
        try:
            await queue.job_manager.retry_job(job)
        except UniqueViolation:  # the same work was handed over again meanwhile
            await queue.job_manager.finish_job(job, Status.FAILED, delete_job=True)
        return
    await queue.job_manager.finish_job(job, Status.FAILED, delete_job=False)
    with workshop.database.session() as session:
        archive.note_failure(session, job.id or 0, BURIED, dt.datetime.now(dt.UTC))
