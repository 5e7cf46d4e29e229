"""``nianbao coverage``: who published what, as a matrix of agencies and years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from crawler.cli.dates import AsOf, today
from crawler.cli.opened import opened_database
from crawler.cli.screen import json_line, screen
from pipelines.coverage.judge import judge_coverage
from storage import queries
from storage.export import coverage_line
from storage.records import AgencyRecord, ExpectationRecord
from storage.vocabulary import ExpectationState as State

# A letterform for each state, so that the matrix is read without colours too.
SIGNS: dict[State, tuple[str, str, str]] = {
    State.FOUND_ON_TIME: ("●", "green", "found, on time"),
    State.FOUND_LATE: ("◐", "yellow", "found, late"),
    State.FOUND_INVALID: ("◍", "magenta", "found, but invalid"),
    State.OVERDUE_CONFIRMED: (
        "✗",
        "bold red",
        "overdue, confirmed: its columns were read and it was not there",
    ),
    State.OVERDUE_NOT_SEEN: ("?", "red", "overdue, not seen"),
    State.SITE_UNREACHABLE: ("!", "blue", "site unreachable"),
    State.BLOCKED: ("#", "blue", "site blocks us, or robots.txt excludes us"),
    State.COLUMN_NOT_LOCATED: ("∅", "blue", "column not located"),
    State.DUE_SOON: ("○", "cyan", "due soon"),
    State.NOT_DUE: ("·", "dim", "not due"),
    State.NOT_REQUIRED: ("-", "dim", "not required"),
    State.AGENCY_CEASED: ("†", "dim", "agency ceased"),
}
OVERDUE = (State.OVERDUE_CONFIRMED, State.OVERDUE_NOT_SEEN)


def coverage(
    year: Annotated[
        list[int] | None, typer.Option(help="Only this report year; may be given again.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    as_of: AsOf = None,
) -> None:
    """Judge what is owed and draw who published it. Exit code 3 if a report is overdue."""
    with opened_database() as database:
        judge_coverage(database, today(as_of))
        with database.snapshot() as session:
            agencies = {agency.id: agency for agency in queries.agencies(session)}
            rows = [
                row for row in queries.expectations(session) if not year or row.report_year in year
            ]
    if as_json:
        for row in rows:
            json_line(coverage_line(row))
    else:
        print_matrix(agencies, rows)
    if any(row.state in OVERDUE for row in rows):
        raise typer.Exit(3)


def print_matrix(agencies: Mapping[str, AgencyRecord], rows: Iterable[ExpectationRecord]) -> None:
    """Draws the matrix, then what each sign means and how often it stands there."""
    cells = {(row.agency_id, row.report_year): row.state for row in rows}
    years = sorted({year for _, year in cells})
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("agency")
    for year in years:
        table.add_column(str(year), justify="center")
    for agency in _by_tree(agencies):
        if any((agency.id, year) in cells for year in years):
            signs = [_sign(cells.get((agency.id, year))) for year in years]
            table.add_row(Text("  " * _depth(agency, agencies) + agency.name), *signs)
    screen.print(table)
    counts = Counter(cells.values())
    legend = Table(box=None, show_header=False, pad_edge=False)
    for state, (sign, style, words) in SIGNS.items():
        if counts[state]:
            legend.add_row(Text(sign, style=style), str(counts[state]), words)
    screen.print(legend)


def _sign(state: State | None) -> Text:
    if state is None:
        return Text("")
    sign, style, _ = SIGNS[state]
    return Text(sign, style=style)


def _depth(agency: AgencyRecord, agencies: Mapping[str, AgencyRecord]) -> int:
    depth = 0
    while agency.parent_id in agencies and depth < 8:
        agency, depth = agencies[agency.parent_id], depth + 1
    return depth


def _by_tree(agencies: Mapping[str, AgencyRecord]) -> list[AgencyRecord]:
    """Each agency after its parent, in the order of the registry."""
    children: dict[str, list[AgencyRecord]] = {}
    for agency in agencies.values():
        parent = agency.parent_id if agency.parent_id in agencies else ""
        children.setdefault(parent, []).append(agency)
    ordered: list[AgencyRecord] = []
    stack = list(reversed(children.get("", [])))
    while stack:
        agency = stack.pop()
        ordered.append(agency)
        stack.extend(reversed(children.get(agency.id, [])))
    return ordered
