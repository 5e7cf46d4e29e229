"""``nianbao diff``: what differs between two versions of a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import typer
from rich.text import Text

from crawler.cli.cells import cell_json, cell_name, cell_text
from crawler.cli.dates import span
from crawler.cli.opened import opened_database
from crawler.cli.registered import registered
from crawler.cli.screen import json_line, list_table, screen
from pipelines.report.differences import CellChange, TextChange, changed_cells, changed_text
from storage import queries
from storage.errors import RegistryError
from storage.export import times_of
from storage.records import VersionRecord


def diff(
    agency: Annotated[str, typer.Argument(metavar="AGENCY", help="Id of the agency.")],
    year: Annotated[int, typer.Argument(metavar="YEAR", help="Report year.")],
    first: Annotated[
        int | None, typer.Argument(metavar="V1", help="Number of the earlier version.")
    ] = None,
    second: Annotated[
        int | None, typer.Argument(metavar="V2", help="Number of the later one; both or none.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Show the cells and sentences that differ between two versions, the last two without V1 V2."""
    if (first is None) != (second is None):
        raise typer.BadParameter("give both V1 and V2, or none for the last two versions")
    with opened_database() as database, database.snapshot() as session:
        registered(session, agency)
        versions = {one.number: one for one in queries.versions(session, agency, year)}
    before, after = _chosen(versions, first, second, f"the report of {agency} for {year}")
    cells = changed_cells(before.figures, after.figures)
    texts = changed_text(before.sections, after.sections)
    if as_json:
        json_line(_as_dict(agency, year, (before, after), cells, texts))
    else:
        _print((before, after), cells, texts)


def _chosen(
    versions: dict[int, VersionRecord], first: int | None, second: int | None, what: str
) -> tuple[VersionRecord, VersionRecord]:
    if len(versions) < 2:
        raise RegistryError(
            f"{what} has no two versions to compare; see: nianbao reports"
            if versions
            else f"{what} is not in the archive; see: nianbao reports"
        )
    numbers = sorted(versions)[-2:] if first is None or second is None else [first, second]
    for number in numbers:
        if number not in versions:
            raise RegistryError(f"{what} has {len(versions)} versions, none numbered {number}")
    return versions[numbers[0]], versions[numbers[1]]


def _print(
    versions: tuple[VersionRecord, VersionRecord],
    cells: Iterable[CellChange],
    texts: Iterable[TextChange],
) -> None:
    for version in versions:
        screen.print(Text(f"version {version.number}  {version.change}"), soft_wrap=True)
        screen.print(Text(f"    {span(version)}"), soft_wrap=True)
        screen.print(Text(f"    {version.source_url}", style="dim"), soft_wrap=True)
    table = list_table("cell", *(f"version {version.number}" for version in versions))
    for cell in cells:
        name = cell_name(versions[1].form, cell.cell)
        table.add_row(name, cell_text(cell.before), cell_text(cell.after))
    screen.print(table if table.row_count else "no cell differs")
    for text in texts:
        screen.print(Text(text.section, style="bold"))
        for sentence in text.before:
            screen.print(Text(f"- {sentence}", style="red"))
        for sentence in text.after:
            screen.print(Text(f"+ {sentence}", style="green"))


def _as_dict(
    agency: str,
    year: int,
    versions: tuple[VersionRecord, VersionRecord],
    cells: Iterable[CellChange],
    texts: Iterable[TextChange],
) -> dict[str, Any]:
    return {
        "agency_id": agency,
        "report_year": year,
        "versions": [
            {
                "number": version.number,
                "change": version.change,
                **times_of(version),
                "source_url": version.source_url,
            }
            for version in versions
        ],
        "cells": [
            {
                "cell": cell.cell,
                "before": cell_json(cell.before),
                "after": cell_json(cell.after),
            }
            for cell in cells
        ],
        "text": [
            {"section": text.section, "before": list(text.before), "after": list(text.after)}
            for text in texts
        ],
    }
