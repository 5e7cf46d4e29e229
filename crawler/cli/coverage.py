"""``nianbao coverage``: who published what, as a matrix of agencies and years."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from crawler.cli.dates import AsOf, today
from crawler.cli.opened import opened_database
from crawler.cli.screen import csv_table, json_line, screen
from pipelines.coverage.dossier import open_dossier
from pipelines.coverage.judge import judge_coverage
from pipelines.coverage.pages import text_lines
from pipelines.coverage.statement import state as state_of
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
_COLUMNS = ("agency_id", "report_year", "state", "due_on", "first_seen", "published_on")
OVERDUE = (State.OVERDUE_CONFIRMED, State.OVERDUE_NOT_SEEN)


def coverage(
    year: Annotated[
        list[int] | None, typer.Option(help="Only this report year; may be given again.")
    ] = None,
    state: Annotated[
        list[State] | None,
        typer.Option(help="Only agencies with a report in this state; may be given again."),
    ] = None,
    explain: Annotated[
        tuple[str, int] | None,
        typer.Option(
            metavar="AGENCY YEAR", help="Print what one state rests on, in Chinese, to be cited."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="As a CSV table.")] = False,
    as_of: AsOf = None,
) -> None:
    """Judge what is owed and draw who published it. Exit code 3 if a report is overdue."""
    if explain is not None:
        _explain(*explain, today(as_of))
        return
    with opened_database() as database:
        judge_coverage(database, today(as_of))
        with database.snapshot() as session:
            agencies = {agency.id: agency for agency in queries.agencies(session)}
            rows = list(queries.expectations(session, years=year or ()))
    if state:
        wanted = {row.agency_id for row in rows if row.state in state}
        rows = [row for row in rows if row.agency_id in wanted]
    if as_json:
        for row in rows:
            json_line(coverage_line(row))
    elif as_csv:
        csv_table(_COLUMNS, map(coverage_line, rows))
    else:
        print_matrix(agencies, rows)
    if any(row.state in OVERDUE for row in rows):
        raise typer.Exit(3)


def _explain(agency_id: str, year: int, as_of: dt.date) -> None:
    with opened_database() as database, database.snapshot() as session:
        statement = state_of(open_dossier(session, agency_id, year, as_of))
    for line in text_lines(statement):
        screen.print(line, markup=False, highlight=False, soft_wrap=True)


def print_matrix(agencies: Mapping[str, AgencyRecord], rows: Iterable[ExpectationRecord]) -> None:
    """Draws the matrix, then what each sign means and how often it stands there."""
    cells = {(row.agency_id, row.report_year): row.state for row in rows}
    years = sorted({year for _, year in cells})
    shown = [agency for agency in _by_tree(agencies) if any((agency.id, y) in cells for y in years)]
    names = [Text("  " * _depth(agency, agencies) + agency.name) for agency in shown]
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("agency", overflow="fold", min_width=min(24, screen.width // 2))
    ids = max((len(agency.id) for agency in shown), default=0)
    for heading in _headings(years, max((name.cell_len for name in names), default=0) + ids):
        table.add_column(heading, justify="left" if heading == "id" else "center", no_wrap=True)
    for agency, name in zip(shown, names, strict=True):
        table.add_row(name, *(_sign(cells.get((agency.id, year))) for year in years), agency.id)
    screen.print(table)
    counts = Counter(cells.values())
    legend = Table(box=None, show_header=False, pad_edge=False)
    for state, (sign, style, words) in SIGNS.items():
        if counts[state]:
            legend.add_row(Text(sign, style=style), str(counts[state]), words)
    screen.print(legend)


def _headings(years: list[int], width: int) -> list[str]:
    """The years and the id: in full, or with two digits where names and ids need the room."""
    full = [str(year) for year in years]
    fits = width + 2 + sum(len(heading) + 2 for heading in full) <= screen.width
    return [*(full if fits else [heading[2:] for heading in full]), "id"]


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
