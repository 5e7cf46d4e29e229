"""``nianbao process``: read the archive again, without the web."""

from __future__ import annotations

from typing import Annotated

import typer

from crawler.cli.opened import opened_database
from crawler.cli.screen import errors, json_line, screen
from crawler.progress import watch_steps
from pipelines.process import process_all, process_pending, process_report


def process(
    everything: Annotated[
        bool, typer.Option("--all", help="Every archived document, not only those not read yet.")
    ] = False,
    report: Annotated[
        str, typer.Option(help="Only the documents of one report: AGENCY/YEAR.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="The counts as one JSON object.")] = False,
) -> None:
    """Read archived documents, assign them to agencies and years, and check their sums."""
    with opened_database() as database, watch_steps(errors, "reading") as steps:
        if report:
            agency, _, year = report.rpartition("/")
            if not agency or not year.isdigit():
                raise typer.BadParameter(
                    "a report is named AGENCY/YEAR, for instance A110000/2025",
                    param_hint="--report",
                )
            summary = process_report(database, agency, int(year), watch=steps)
        elif everything:
            summary = process_all(database, watch=steps)
        else:
            summary = process_pending(database, watch=steps)
    if as_json:
        json_line(summary.as_dict())
    else:
        screen.print(summary.sentence())
