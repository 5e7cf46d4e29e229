"""``nianbao verify``: is the archive what the database says it is?"""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from crawler.cli.opened import opened_archive, opened_database
from crawler.cli.screen import errors, json_line, screen
from crawler.progress import watch_steps
from pipelines.reconcile import reconcile
from storage import archive
from storage.database import Database
from storage.verify import verify as verify_archive
from storage.warc import WarcStore


def verify(
    repair: Annotated[
        bool,
        typer.Option(
            "--repair",
            help="First close and send what was left, and make the rows that are missing.",
        ),
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object for each problem.")
    ] = False,
) -> None:
    """Re-read every record: digests, index against files, database against index.

    Exit code 3 if anything is wrong.
    """
    with opened_database() as database, opened_archive() as store:
        if repair:
            _repair(database, store)
        with watch_steps(errors, "verifying") as steps, database.snapshot() as session:
            report = verify_archive(session, store, steps)
            lines = [f"{problem.where}: {problem.what}" for problem in report.problems]
        with database.session() as session:
            archive.save_verification(session, report.records, lines, dt.datetime.now(dt.UTC))
    for problem in report.problems:
        if as_json:
            json_line({"where": problem.where, "what": problem.what})
        else:
            screen.print(f"{problem.where}: {problem.what}", markup=False, highlight=False)
    if not as_json:
        screen.print(f"{report.records} records re-read, {len(report.problems)} problems")
    if report.problems:
        raise typer.Exit(3)


def _repair(database: Database, store: WarcStore) -> None:
    """Brings files and rows together; what it did goes to stderr."""
    closed = store.close_torn()
    store.send()
    with database.session() as session:
        archive.interrupt_dead_crawls(session)
    with watch_steps(errors, "repairing") as steps:
        done = reconcile(database, store, steps)
    errors.print(
        f"{len(closed)} torn files closed, {done.indexed} captures and {len(done.crawls)} crawls "
        "taken up; next: nianbao process"
    )
