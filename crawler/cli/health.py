"""``nianbao health``: does everything go as it should?"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Annotated

import typer
from rich.text import Text

from crawler.checkup import check_up
from crawler.cli.opened import opened_database
from crawler.cli.screen import json_line, screen
from storage.config import settings

SHOWN = 20  # subjects of a check; --json has them all


def health(
    min_free: Annotated[
        float, typer.Option(min=0, help="GiB that have to be free on each disk.")
    ] = 5.0,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object for each check.")
    ] = False,
) -> None:
    """Tell how sites, runs, schedulers and disks are. Exit code 3 if something needs a person."""
    with opened_database() as database:
        findings = check_up(database, settings(), dt.datetime.now(dt.UTC), min_free)
    for finding in findings:
        if as_json:
            json_line(asdict(finding))
            continue
        sign, style = ("✗", "red") if finding.needs_person else ("●", "green")
        screen.print(
            Text(f"{sign} ", style=style) + Text(f"{finding.check}: {finding.message}", "")
        )
        for subject in finding.subjects[:SHOWN]:
            screen.print(Text(f"    {subject}", style="dim"), soft_wrap=True)
        if len(finding.subjects) > SHOWN:
            screen.print(f"    … {len(finding.subjects)} in all; see --json")
    if any(finding.needs_person for finding in findings):
        raise typer.Exit(3)
