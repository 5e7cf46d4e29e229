"""``nianbao stats``: sums and shares over many reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer
from rich.text import Text

from crawler.cli.opened import opened_database
from crawler.cli.registered import registered
from crawler.cli.screen import csv_table, errors, json_line, list_table, screen
from storage.statistics import (
    Dimension,
    Kind,
    Measure,
    Scope,
    Statistic,
    measure,
    notes,
    statistics,
)
from storage.statistics.ask import BODIES
from storage.vocabulary import AgencyClass

_FIRST_LOOK = ("requests_received", "grant_rate", "refusal_rate", "reconsiderations", "litigations")


def stats(
    measures: Annotated[
        list[str] | None,
        typer.Argument(metavar="[MEASURE]", help="What to reckon; a first look without it."),
    ] = None,
    by: Annotated[
        list[Dimension] | None, typer.Option(help="Put together by; may be given again.")
    ] = None,
    cls: Annotated[
        list[AgencyClass] | None,
        typer.Option("--class", help="Of agencies of this class; may be given again."),
    ] = None,
    province: Annotated[str, typer.Option(help="Only this province.")] = "",
    city: Annotated[str, typer.Option(help="Only this city.")] = "",
    county: Annotated[str, typer.Option(help="Only this county.")] = "",
    agency: Annotated[str, typer.Option(help="Only this agency.")] = "",
    first: Annotated[int | None, typer.Option("--from", help="First report year.")] = None,
    last: Annotated[int | None, typer.Option("--to", help="Last report year.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="As a CSV table.")] = False,
) -> None:
    """Reckon requests, grants, refusals and remedies by place and year, with denominators."""
    wanted = [measure(key) for key in measures or _FIRST_LOOK]
    with opened_database() as database, database.snapshot() as session:
        own = (registered(session, agency).cls,) if agency else BODIES
        scope = Scope(
            classes=tuple(cls) if cls else own,
            province=province or None,
            city=city or None,
            county=county or None,
            agency_id=agency or None,
            first_year=first,
            last_year=last,
        )
        found = [(one, statistics(session, one, by or (), scope)) for one in wanted]
    every = [row for _, rows in found for row in rows]
    if as_json:
        for row in every:
            json_line(_as_dict(row))
    elif as_csv:
        csv_table(_header(every), map(_as_dict, every))
    else:
        for one, rows in found:
            _print(one, rows)
    left_out = any(row.left_out for row in every)
    for note in notes(wanted, (row.report_year for row in every), scope, left_out=left_out):
        errors.print(Text(f"· {note.text}", style="dim"))


def _as_dict(row: Statistic) -> dict[str, Any]:
    return {
        "measure": row.measure,
        **row.group,
        "report_year": row.report_year,
        "value": row.value,
        "counted": row.counted,
        "of": row.of,
        "reports": row.reports,
        "left_out": row.left_out,
    }


def _header(rows: Sequence[Statistic]) -> list[str]:
    numbers = ("report_year", "value", "counted", "of", "reports", "left_out")
    return ["measure", *(rows[0].group if rows else ()), *numbers]


def _print(one: Measure, rows: Sequence[Statistic]) -> None:
    screen.print(Text(f"\n{one.name}（{one.chinese}）", style="bold"))
    if not rows:
        screen.print("  no report has it")
        return
    share = one.kind is Kind.SHARE
    table = list_table(*rows[0].group, "year", *_headings(share))
    for row in rows:
        table.add_row(*row.group.values(), str(row.report_year), *_cells(row, share))
    screen.print(table)


def _headings(share: bool) -> tuple[str, ...]:
    return ("share", "of", "reports", "left out") if share else ("count", "reports", "left out")


def _cells(row: Statistic, share: bool) -> Iterator[str]:
    if share:
        yield "–" if row.value is None else f"{row.value:.1%}"
        yield f"{row.counted} / {row.of}"
    else:
        yield "–" if row.value is None else str(row.counted)
    yield str(row.reports)
    yield str(row.left_out or "")
