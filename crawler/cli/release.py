"""``nianbao release``: all tables, described, checksummed and frozen."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.cells import cell_names
from crawler.cli.dates import AsOf, today
from crawler.cli.opened import opened_database
from crawler.cli.screen import screen
from pipelines.coverage.judge import judge_coverage
from storage.export.release import write_release


def release(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="A new folder for it; none is written over.")
    ],
    as_of: AsOf = None,
) -> None:
    """Write a release: every table in open formats, with its dictionary and checksums."""
    day = today(as_of)
    with opened_database() as database:
        judge_coverage(database, day)
        with database.snapshot() as session:
            written = write_release(session, folder, day, cell_names())
    for what, count in written.rows.items():
        screen.print(f"{count:>10,} {what}")
    screen.print(f"{folder}: frozen; sha256 of SHA256SUMS {written.digest}", soft_wrap=True)
