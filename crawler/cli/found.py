"""``nianbao agencies found``: a person's answer to "where is it?"."""

from __future__ import annotations

from typing import Annotated

import typer

from crawler.cli.dates import AsOf, today
from crawler.cli.opened import opened_archive, opened_database
from crawler.cli.screen import errors, json_line, screen
from crawler.found.answer import Answered, answer_found
from crawler.progress import watch_steps
from storage.export import coverage_line

NEEDS_A_PERSON = 3


def found(
    agency: Annotated[str, typer.Argument(metavar="AGENCY", help="Id of the agency.")],
    year: Annotated[int, typer.Argument(metavar="YEAR", help="Report year.")],
    url: Annotated[str, typer.Argument(metavar="URL", help="Where the report stands.")],
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
    as_of: AsOf = None,
) -> None:
    """Say where a report is: it is fetched, archived, read and judged like any other.

    Exit code 3 if what stands there is not that report.
    """
    with (
        opened_database() as database,
        opened_archive() as store,
        watch_steps(errors, "reading") as steps,
    ):
        answered = answer_found(database, store, agency, year, url, today(as_of), steps)
    if as_json:
        json_line(_as_dict(answered))
    else:
        _print(answered)
    if not answered.accepted:
        raise typer.Exit(NEEDS_A_PERSON)


def _print(answered: Answered) -> None:
    owed = answered.expectation
    for one in answered.documents:
        whose = f" {one.agency_id} {one.report_year}" if one.agency_id else ""
        why = f" ({one.reason})" if one.reason else ""
        line = f"{one.url}: {one.state.value}{whose}{why}"
        screen.print(line, markup=False, highlight=False, soft_wrap=True)
    if answered.learned:
        line = f"column remembered for the next crawl: {answered.column}"
    else:
        line = f"column: {answered.column or 'could not be told from the page'}"
    screen.print(line, markup=False, highlight=False, soft_wrap=True)
    screen.print(f"{owed.agency_id} {owed.report_year}: {owed.state.value}")
    if not answered.accepted:
        screen.print(
            f"what stands there is not the report of {owed.agency_id} for {owed.report_year}; "
            "if only its name is not known: nianbao agencies review",
            soft_wrap=True,
        )


def _as_dict(answered: Answered) -> dict[str, object]:
    return {
        **coverage_line(answered.expectation),
        "accepted": answered.accepted,
        "column": answered.column,
        "column_learned": answered.learned,
        "documents": [
            {
                "url": one.url,
                "state": one.state,
                "reason": one.reason,
                "agency_id": one.agency_id,
                "report_year": one.report_year,
            }
            for one in answered.documents
        ],
    }
