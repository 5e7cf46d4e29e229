"""``nianbao export``: the archive's tables, to take away."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.dates import AsOf, today
from crawler.cli.opened import opened_database
from crawler.cli.registered import registered
from pipelines.coverage.judge import judge_coverage
from storage.errors import ExportError
from storage.export import TEXT_FORMATS, ExportFormat, What, export_file, export_text
from storage.queries import ReportFilter


def export(
    what: Annotated[What, typer.Argument(help="Which table.")],
    form: Annotated[
        ExportFormat, typer.Option("--format", help="In which form.")
    ] = ExportFormat.JSONL,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File; stdout without it.")
    ] = None,
    agency: Annotated[str, typer.Option(help="Only this agency.")] = "",
    year: Annotated[int | None, typer.Option(help="Only this report year.")] = None,
    province: Annotated[str, typer.Option(help="Only this province.")] = "",
    as_of: AsOf = None,
) -> None:
    """Write reports, figures, issues, agencies, or the state of every expectation."""
    if output is None and form not in TEXT_FORMATS:
        raise ExportError(f"{form} needs a file; name one with -o")
    wanted = ReportFilter(agency or None, year, province or None)
    with opened_database() as database:
        if what is What.COVERAGE:
            judge_coverage(database, today(as_of))
        with database.snapshot() as session:
            if agency:
                registered(session, agency)
            if output is None:
                export_text(session, what, form, sys.stdout, wanted)
            else:
                export_file(session, what, form, output, wanted)
