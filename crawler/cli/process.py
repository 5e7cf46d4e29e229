"""``nianbao process``: read the archive again, without the web."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from crawler.cli.cells import cell_json, cell_text
from crawler.cli.opened import opened_database
from crawler.cli.registered import registered
from crawler.cli.screen import errors, json_line, screen
from crawler.progress import watch_steps
from pipelines.process import (
    ProcessSummary,
    process_all,
    process_pending,
    process_report,
    rehearse_all,
)
from pipelines.reads import Watch
from pipelines.report.differences import CellChange
from storage.database import Database


def process(
    everything: Annotated[
        bool,
        typer.Option("--all", help="Every archived document again; tells each cell that differs."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="With --all: tell what would change, write nothing.")
    ] = False,
    report: Annotated[
        str, typer.Option(help="Only the documents of one report: AGENCY/YEAR.")
    ] = "",
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object for each cell, then one of counts.")
    ] = False,
) -> None:
    """Read archived documents, assign them to agencies and years, and check their sums."""
    if dry_run and not everything:
        raise typer.BadParameter("goes with --all", param_hint="--dry-run")
    with opened_database() as database, watch_steps(errors, "reading") as steps:
        if report:
            agency, year = _agency_and_year(report)
            with database.snapshot() as session:
                registered(session, agency)
            summary = process_report(database, agency, year, watch=steps)
        elif everything:
            summary = _read_again(database, steps, dry_run, as_json)
        else:
            summary = process_pending(database, watch=steps)
    if as_json:
        json_line(summary.as_dict())
    else:
        screen.print(summary.sentence())


def _agency_and_year(report: str) -> tuple[str, int]:
    agency, _, year = report.rpartition("/")
    if not agency or not year.isdigit():
        raise typer.BadParameter(
            "a report is named AGENCY/YEAR, for instance A110000/2025", param_hint="--report"
        )
    return agency, int(year)


def _read_again(database: Database, watch: Watch, dry_run: bool, as_json: bool) -> ProcessSummary:
    told: set[tuple[str, int]] = set()
    cells = 0

    def tell(agency_id: str, year: int, change: CellChange) -> None:
        nonlocal cells
        cells += 1
        told.add((agency_id, year))
        (_tell_json if as_json else _tell)(agency_id, year, change)

    read = rehearse_all if dry_run else process_all
    summary = read(database, watch=watch, tell=tell)
    if not as_json:
        verb = "would differ" if dry_run else "differ"
        screen.print(f"{cells} cells of {len(told)} reports {verb}")
    return summary


def _tell(agency_id: str, year: int, change: CellChange) -> None:
    head = Text(f"{agency_id} {year} {change.cell}: ")
    line = head + cell_text(change.before) + Text(" → ") + cell_text(change.after)
    screen.print(line, soft_wrap=True)


def _tell_json(agency_id: str, year: int, change: CellChange) -> None:
    json_line(
        {
            "agency_id": agency_id,
            "report_year": year,
            "cell": change.cell,
            "before": cell_json(change.before),
            "after": cell_json(change.after),
        }
    )
