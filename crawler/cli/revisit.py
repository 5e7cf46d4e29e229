"""``nianbao revisit``: ask the addresses of archived reports again."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from crawler.cli.opened import opened_database
from crawler.cli.screen import errors, json_line, screen
from crawler.progress import watch_crawl, watch_steps
from crawler.run import BUDGET, SLOWLY, choose_sites, revisit_archived
from pipelines.process import process_pending
from storage.config import settings
from storage.errors import CrawlError
from storage.vocabulary import CrawlOutcome


def revisit(
    agency: Annotated[
        list[str] | None, typer.Option(help="Only the site of this agency; may be given again.")
    ] = None,
    site: Annotated[
        list[str] | None, typer.Option(help="Only this host; may be given again.")
    ] = None,
    older_than: Annotated[
        int, typer.Option(min=0, metavar="DAYS", help="Only addresses not asked for so many days.")
    ] = SLOWLY.days,
    max_requests: Annotated[
        int, typer.Option(min=1, help="Requests to each site at the most; the oldest come first.")
    ] = BUDGET,
    as_json: Annotated[bool, typer.Option("--json", help="The counts as one JSON object.")] = False,
) -> None:
    """Ask archived reports for again: what was changed quietly, moved or withdrawn."""
    if not settings().contact:
        errors.print(
            "[yellow]NIANBAO_CONTACT is not set: sites cannot reach you about this crawler"
        )
    with opened_database() as database:
        sites = choose_sites(database, agency or (), site or ())
        with watch_crawl(errors) as watch:
            since = dt.timedelta(days=older_than)
            asked = revisit_archived(database, settings(), sites, watch, since, max_requests)
        with watch_steps(errors, "reading") as steps:
            read = process_pending(database, watch=steps)
    counts = asked.counts
    if as_json:
        json_line({"crawl": asked.crawl_id, "outcome": asked.outcome, **counts, **read.as_dict()})
    else:
        screen.print(
            f"{counts.get('sites', 0)} sites, {counts.get('requests', 0)} requests: "
            f"{counts.get('documents', 0)} addresses there, {counts.get('unchanged', 0)} of them "
            f"unchanged by their own word, {counts.get('away', 0)} not there"
        )
        screen.print(read.sentence())
    if asked.outcome is CrawlOutcome.FAILED:
        raise CrawlError(asked.cause)
