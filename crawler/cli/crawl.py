"""``nianbao crawl``: find, fetch, archive, read, judge."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from crawler.cli.opened import opened_database
from crawler.cli.screen import errors, json_line, screen
from crawler.health import CrawlHealth, judge_crawl
from crawler.progress import watch_crawl, watch_steps
from crawler.run import BUDGET, CrawlSummary, choose_sites, run_crawl
from pipelines.process import ProcessSummary, process_pending
from storage.config import settings
from storage.errors import CrawlError
from storage.vocabulary import CrawlOutcome


def crawl(
    agency: Annotated[
        list[str] | None, typer.Option(help="Only the site of this agency; may be given again.")
    ] = None,
    site: Annotated[
        list[str] | None, typer.Option(help="Only this host; may be given again.")
    ] = None,
    max_requests: Annotated[
        int, typer.Option(min=1, help="Requests to each site at the most.")
    ] = BUDGET,
    as_json: Annotated[bool, typer.Option("--json", help="The counts as one JSON object.")] = False,
) -> None:
    """Walk the sites of the registry, archive what they show, read it and judge it.

    Exit code 3 if a site that had reports showed none, or if most sites failed alike.
    """
    if not settings().contact:
        errors.print(
            "[yellow]NIANBAO_CONTACT is not set: sites cannot reach you about this crawler"
        )
    with opened_database() as database:
        sites = choose_sites(database, agency or (), site or ())
        with watch_crawl(errors) as watch:
            walked = run_crawl(database, settings(), sites, watch, max_requests)
        health = judge_crawl(database, walked.crawl_id)
        with watch_steps(errors, "reading") as steps:
            read = process_pending(database, watch=steps)
    if as_json:
        json_line(
            {"crawl": walked.crawl_id, "outcome": walked.outcome, **walked.counts, **read.as_dict()}
        )
    else:
        _tell(walked, read, health)
    if walked.outcome is CrawlOutcome.FAILED:
        raise CrawlError(walked.cause)
    if health.silent or health.ours:
        raise typer.Exit(3)


def _tell(walked: CrawlSummary, read: ProcessSummary, health: CrawlHealth) -> None:
    counts = walked.counts
    screen.print(
        f"{counts.get('sites', 0)} sites, {counts.get('requests', 0)} requests, "
        f"{counts.get('columns', 0)} columns, {counts.get('documents', 0)} documents"
    )
    screen.print(read.sentence())
    for site in health.sick:
        for complaint in site.complaints:
            host = Text(site.host, style="yellow")
            screen.print(host + Text(f" {complaint.message}", style=""), soft_wrap=True)
    if health.ours:
        errors.print(Text(health.ours, style="red"))
