"""``nianbao reports``: which reports are in the archive."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from crawler.cli.opened import opened_database
from crawler.cli.registered import registered
from crawler.cli.screen import csv_table, json_line, list_table, screen
from storage import queries
from storage.records import ReportRecord
from storage.vocabulary import ExpectationState

_COLUMNS = (
    *("agency_id", "agency", "report_year", "state", "valid", "title", "form", "source_url"),
    *("media_type", "published_on", "first_seen", "versions", "errors"),
)


def reports(
    agency: Annotated[str, typer.Option(help="Only this agency.")] = "",
    year: Annotated[int | None, typer.Option(help="Only this report year.")] = None,
    province: Annotated[str, typer.Option(help="Only this province.")] = "",
    state: Annotated[
        ExpectationState | None, typer.Option(help="Only reports in this state.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="As a CSV table.")] = False,
) -> None:
    """List the reports found."""
    with opened_database() as database, database.snapshot() as session:
        if agency:
            registered(session, agency)
        wanted = queries.ReportFilter(agency or None, year, province or None, state)
        found = list(queries.reports(session, wanted))
    if as_json:
        for report in found:
            json_line(_as_dict(report))
        return
    if as_csv:
        csv_table(_COLUMNS, map(_as_dict, found))
        return
    table = list_table("agency", "year", "title", "form", "medium", "published", "errors")
    for report in found:
        table.add_row(
            report.agency_id,
            str(report.report_year),
            _title(report),
            report.form,
            report.medium,
            str(report.published_on or ""),
            str(report.error_count or ""),
        )
    screen.print(table)
    screen.print(f"{len(found)} reports")


def _title(report: ReportRecord) -> Text:
    """The title; with the agency's name where it has another, and marked where it is invalid."""
    title = Text(report.title)
    if report.agency_name not in report.title:
        title += Text(f"（{report.agency_name}）", style="dim")
    return title if report.valid else Text("invalid: ", style="red") + title


def _as_dict(report: ReportRecord) -> dict[str, object]:
    return {
        "agency_id": report.agency_id,
        "agency": report.agency_name,
        "report_year": report.report_year,
        "state": report.state,
        "valid": report.valid,
        "title": report.title,
        "form": report.form,
        "source_url": report.source_url,
        "media_type": report.media_type,
        "published_on": report.published_on,
        "first_seen": report.first_seen_at.isoformat(),
        "versions": report.version_count,
        "errors": report.error_count,
    }
