"""``nianbao worker`` and ``nianbao fleet``: work shared among machines."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import signal
from dataclasses import asdict
from typing import Annotated

import typer
from rich.text import Text

from crawler.cli.dates import in_china
from crawler.cli.opened import opened_database
from crawler.cli.screen import errors, json_line, list_table, screen, tell
from storage import queries
from storage.config import settings
from storage.database import Database
from storage.errors import DatabaseUnreachable
from storage.queue import open_queue
from storage.records import QueueRecord, SetAsideRecord, WorkerRecord

CRAWL, READ = KINDS = ("crawl", "read")
SITES = 8  # a visit is a process of some 100 MB that mostly waits


def worker(
    kinds: Annotated[str, typer.Option(help="What to do: crawl, read, or both.")] = "crawl,read",
    sites: Annotated[int, typer.Option(min=1, help="So many sites at once.")] = SITES,
    readers: Annotated[
        int, typer.Option(min=0, help="So many pages at once; 0 for one a core.")
    ] = 0,
) -> None:
    """Take work that the scheduler handed over, until stopped; needs PostgreSQL."""
    wanted = [kind.strip() for kind in kinds.split(",") if kind.strip()]
    unknown = sorted(set(wanted) - set(KINDS))
    if unknown or not wanted:
        raise typer.BadParameter(
            f"{', '.join(unknown) or 'nothing'}: the kinds are {', '.join(KINDS)}",
            param_hint="--kinds",
        )
    if CRAWL in wanted and not settings().contact:
        errors.print(
            "[yellow]NIANBAO_CONTACT is not set: sites cannot reach you about this crawler"
        )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os._exit(0))  # what it had begun goes to another
    at_once = {CRAWL: sites, READ: readers or os.cpu_count() or 1}
    with opened_database() as database:
        asyncio.run(_work(database, {kind: at_once[kind] for kind in wanted}))


async def _work(database: Database, at_once: dict[str, int]) -> None:
    open_queue(database, settings().database)  # tells if the extra is missing
    from procrastinate.exceptions import ConnectorException

    from crawler.fleet.jobs import Workshop, work
    from crawler.fleet.worker import begin_anew, run_worker

    opened = open_queue(database, settings().database, work, works=True)
    try:
        async with opened.open_async():
            tell(f"takes {' and '.join(at_once)}")
            await run_worker(opened, Workshop(database, tell), at_once)
    except (ConnectorException, DatabaseUnreachable):
        tell("waits: the database does not answer; what it had begun begins anew")
        begin_anew(database)


def fleet(
    retry: Annotated[
        list[int] | None, typer.Option(help="Put a job that was set aside back; again for more.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show workers, queues and their lag, and the jobs that were set aside.

    Exit code 3 if a job was set aside, or if work waits and nobody takes it.
    """
    with opened_database() as database:
        with open_queue(database, settings().database).open() as opened:
            for number in retry or ():
                opened.job_manager.retry_job_by_id(number, dt.datetime.now(dt.UTC))
        with database.snapshot() as session:
            workers = queries.workers(session)
            queues = queries.queues(session)
            aside = queries.set_aside(session)
            alive = queries.has_workers(session)
    if as_json:
        for one in workers:
            json_line({"worker": one.id, "silent": one.silent_seconds, "doing": one.doing})
        for queue in queues:
            json_line({"queue": queue.kind, **asdict(queue)})
        for job in aside:
            json_line({"job": job.id, **asdict(job)})
    else:
        _print(workers, queues, aside)
    if aside or (not alive and any(one.waiting for one in queues)):
        raise typer.Exit(3)


def _print(
    workers: tuple[WorkerRecord, ...],
    queues: tuple[QueueRecord, ...],
    aside: tuple[SetAsideRecord, ...],
) -> None:
    table = list_table("worker", "heard of", "doing")
    for worker in workers:
        table.add_row(
            str(worker.id), f"{worker.silent_seconds:.0f} s ago", Text(", ".join(worker.doing))
        )
    screen.print(table if workers else "no worker: begin one with nianbao worker")
    table = list_table("queue", "waiting", "later", "doing", "done", "set aside", "lag")
    for one in queues:
        numbers = (one.waiting, one.later, one.doing, one.done, one.set_aside)
        table.add_row(one.kind, *map(str, numbers), f"{one.lag_seconds:.0f} s")
    screen.print(table)
    for job in aside:
        when = f" {in_china(job.failed_at)}" if job.failed_at else ""
        line = f"{job.id} {job.kind} {_about(job)}: set aside after {job.attempts} attempts{when}: "
        screen.print(Text(line + (job.cause or "see the logs"), style="yellow"), soft_wrap=True)


def _about(job: SetAsideRecord) -> str:
    known = ("host", "kind", "documents")
    return ", ".join(str(job.about[name]) for name in known if name in job.about)
