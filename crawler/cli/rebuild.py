"""``nianbao rebuild``: the database from the archive."""

from __future__ import annotations

from typing import Annotated

import typer

from crawler.cli.dates import AsOf, today
from crawler.cli.opened import opened_archive, opened_database
from crawler.cli.screen import errors, json_line, screen
from crawler.health import judge_crawl
from crawler.progress import watch_steps
from pipelines.rebuild import rebuild as rebuild_database
from storage import queries


def rebuild(
    as_json: Annotated[bool, typer.Option("--json", help="The counts as one JSON object.")] = False,
    as_of: AsOf = None,
) -> None:
    """Make an empty database anew from the WARC files: index, crawls, reports, what was told."""
    with (
        opened_database() as database,
        opened_archive() as store,
        watch_steps(errors, "rebuilding") as steps,
    ):
        done, read = rebuild_database(database, store, today(as_of), steps)
        for crawl_id in done.crawls:
            with database.snapshot() as session:
                asked = queries.crawl(session, crawl_id).arguments
            if "sites" in asked and "archived_before" not in asked:  # columns, not old reports
                judge_crawl(database, crawl_id)
    if as_json:
        json_line({"captures": done.indexed, "crawls": len(done.crawls), **read.as_dict()})
        return
    screen.print(f"{done.indexed} captures of {len(done.crawls)} crawls; {read.sentence()}")
