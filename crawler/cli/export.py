"""``nianbao export``: the archive's tables, to take away."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from crawler.cli.dates import AsOf, today
from crawler.cli.opened import opened_database
from pipelines.coverage.judge import judge_coverage
from storage import export as exports


class What(StrEnum):
    """Which table."""

    REPORTS = "reports"
    COVERAGE = "coverage"


def export(
    what: Annotated[What, typer.Argument(help="Which table.")],
    form: Annotated[
        exports.ExportFormat, typer.Option("--format", help="In which form.")
    ] = exports.ExportFormat.JSONL,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File; stdout without it.")
    ] = None,
    as_of: AsOf = None,
) -> None:
    """Write all reports with their figures, or the state of every expectation."""
    with opened_database() as database:
        if what is What.COVERAGE:
            judge_coverage(database, today(as_of))
        with database.snapshot() as session:
            writer = exports.export_reports if what is What.REPORTS else exports.export_coverage
            if output is None:
                writer(session, form, sys.stdout)
                return
            beside = output.with_name(output.name + ".part")
            with beside.open("w", encoding="utf-8", newline="") as out:
                writer(session, form, out)
            beside.replace(output)  # a reader never meets half a file
