"""``nianbao show``: one report, as it was published and as it was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from crawler.cli.cells import cell_name
from crawler.cli.dates import in_china, span
from crawler.cli.opened import opened_database
from crawler.cli.screen import csv_table, json_line, screen
from crawler.cli.sources import Source, sources_of
from crawler.cli.tables import figure_tables
from storage import queries
from storage.errors import RegistryError
from storage.export import report_lines, version_line
from storage.records import ReportRecord, VersionRecord
from storage.vocabulary import Severity

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}

_COLUMNS = ("cell", "name", "raw", "value", "state", "confidence", "doubt")


def show(
    agency: Annotated[str, typer.Argument(metavar="AGENCY", help="Id of the agency.")],
    year: Annotated[
        int, typer.Argument(metavar="YEAR", help="Report year: the year the report is about.")
    ],
    version: Annotated[
        int | None, typer.Option(help="Number of the version; the newest without it.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Its cells as a CSV table, a row for each.")
    ] = False,
) -> None:
    """Show a report: sections, the statutory tables, what does not hold, and where it came from."""
    with opened_database() as database, database.snapshot() as session:
        report = queries.report(session, agency, year)
        if report is None:
            raise RegistryError(
                f"no report of {agency} for {year} is in the archive; "
                f"see: nianbao coverage --year {year}"
            )
        versions = queries.versions(session, agency, year)
        chosen = (
            next((one for one in versions if one.number == version), None)
            if version
            else versions[-1]
        )
        if chosen is None:
            raise RegistryError(
                f"the report of {agency} for {year} has {len(versions)} versions, "
                f"none numbered {version}"
            )
        sources = sources_of(session, report, chosen)
        if as_json:
            line = next(report_lines(session, queries.ReportFilter(agency, year)))
            told = {"sources": [asdict(source) for source in sources]}
            json_line(line | version_line(chosen) | told)
            return
    if as_csv:
        csv_table(_COLUMNS, _cells(chosen))
        return
    _print(report, chosen, len(versions), sources)


def _cells(version: VersionRecord) -> Iterator[dict[str, Any]]:
    for key, figure in version.figures.items():
        yield {"cell": key, "name": cell_name(version.form, key), **figure._asdict()}


def _print(
    report: ReportRecord, version: VersionRecord, count: int, sources: tuple[Source, ...]
) -> None:
    screen.rule(Text(version.title or f"{report.agency_name} {report.report_year}"))
    facts = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    facts.add_column()
    facts.add_column(overflow="fold")
    facts.add_row("agency", Text(f"{report.agency_id} {report.agency_name}"))
    facts.add_row("report year", str(report.report_year))
    facts.add_row("form", version.form)
    facts.add_row("published", str(version.published_on or "no date printed"))
    facts.add_row("version", f"{version.number} of {count} ({version.change})")
    facts.add_row("stood", span(version))
    _add_absence(facts, report)
    for source in sources:
        facts.add_row("source" if source.role == "version" else "also at", Text(source.url))
        if source.transport and source.transport.startswith("https unverified"):
            facts.add_row("", Text(f"weaker evidence: {source.transport}", style="yellow"))
        if source.proof:
            facts.add_row("", Text(source.proof))
    if not version.valid:
        facts.add_row("[red]invalid[/]", Text(version.invalid_reason))
    screen.print(facts)
    for section in version.sections:
        heading = f"{section.number}、{section.heading}" if section.number else section.heading
        screen.print(Text(f"\n{heading}", style="bold"))
        if section.text:
            screen.print(section.text, markup=False, highlight=False)
    for table in figure_tables(version.form, version.figures):
        screen.print(table)
    for issue in version.issues:
        colour = _COLOURS[issue.severity]
        severity = Text(f"{issue.severity} ", style=colour)
        screen.print(severity + Text(f"{issue.rule} {issue.message}", style=""))


def _add_absence(facts: Table, report: ReportRecord) -> None:
    if report.gone_since:
        facts.add_row("[red]gone since[/]", in_china(report.gone_since))
    if report.withdrawn_at:
        facts.add_row("[red]withdrawn[/]", f"found so {in_china(report.withdrawn_at)}")
