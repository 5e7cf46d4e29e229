"""``nianbao issues``: what does not hold in the reports found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.text import Text

from crawler.cli.opened import opened_database
from crawler.cli.registered import registered
from crawler.cli.screen import csv_table, json_line, list_table, screen
from storage import queries
from storage.database import Session
from storage.export import report_lines
from storage.vocabulary import Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}

_COLUMNS = (
    *("agency_id", "report_year", "rule", "severity", "fault", "message", "cells", "formula"),
)


def issues(
    agency: Annotated[str, typer.Option(help="Only this agency.")] = "",
    year: Annotated[int | None, typer.Option(help="Only this report year.")] = None,
    rule: Annotated[str, typer.Option(help="Only rules that begin so, for instance R03.")] = "",
    severity: Annotated[Severity | None, typer.Option(help="Only this severity.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="As a CSV table.")] = False,
) -> None:
    """List the rules that do not hold and the cells that could not be read."""
    with opened_database() as database, database.snapshot() as session:
        if agency:
            registered(session, agency)
        found = [
            issue
            for issue in _issues(session, agency, year)
            if issue["rule"].startswith(rule) and severity in (None, issue["severity"])
        ]
    if as_json:
        for issue in found:
            json_line(issue)
        return
    if as_csv:
        csv_table(_COLUMNS, ({**issue, "cells": " ".join(issue["cells"])} for issue in found))
        return
    table = list_table("agency", "year", "severity", "rule", "what")
    for issue in found:
        colour = _COLOURS[Severity(issue["severity"])]
        table.add_row(
            issue["agency_id"],
            str(issue["report_year"]),
            Text(issue["severity"], style=colour),
            issue["rule"],
            Text(issue["message"]),
        )
    screen.print(table)
    screen.print(f"{len(found)} issues")


def _issues(session: Session, agency: str, year: int | None) -> Iterator[dict[str, Any]]:
    for line in report_lines(session, queries.ReportFilter(agency or None, year)):
        for issue in line["issues"]:
            yield {"agency_id": line["agency_id"], "report_year": line["report_year"], **issue}
