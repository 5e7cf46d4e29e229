"""``nianbao search``: which reports have words in their text, and where."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.text import Text

from crawler.cli.opened import opened_database
from crawler.cli.registered import registered
from crawler.cli.screen import csv_table, json_line, screen
from pipelines.report.form import sections
from storage.errors import QuestionError
from storage.search import Found, Hit, Question, Snippet
from storage.search import search as search_reports

_COLUMNS = (
    *("agency_id", "agency", "province", "report_year", "version", "title", "published_on"),
    *("source_url", "section", "snippet"),
)


def search(
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="Words, of one character or more each.")
    ],
    section: Annotated[str, typer.Option(help="Only this section, for instance overview.")] = "",
    agency: Annotated[str, typer.Option(help="Only this agency.")] = "",
    province: Annotated[str, typer.Option(help="Only this province.")] = "",
    city: Annotated[str, typer.Option(help="Only this city.")] = "",
    county: Annotated[str, typer.Option(help="Only this county.")] = "",
    first: Annotated[int | None, typer.Option("--from", help="First report year.")] = None,
    last: Annotated[int | None, typer.Option("--to", help="Last report year.")] = None,
    every_version: Annotated[
        bool, typer.Option("--every-version", help="Also earlier versions of reports.")
    ] = False,
    limit: Annotated[int, typer.Option(min=1, help="Reports at the most.")] = 20,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="As a CSV table.")] = False,
) -> None:
    """Find reports by their text."""
    known = [entry.key for entry in sections()]
    if section and section not in known:
        raise QuestionError(f"{section}: no section of the form; there are {', '.join(known)}")
    asked = Question(
        text=text,
        section=section or None,
        agency_id=agency or None,
        province=province or None,
        city=city or None,
        county=county or None,
        first_year=first,
        last_year=last,
        every_version=every_version,
    )
    with opened_database() as database, database.snapshot() as session:
        if agency:
            registered(session, agency)
        found = search_reports(session, asked, limit=limit)
    if as_json:
        for hit in found.hits:
            json_line(_as_dict(hit))
    elif as_csv:
        csv_table(_COLUMNS, map(_row, found.hits))
    else:
        _print(found)


def _as_dict(hit: Hit) -> dict[str, Any]:
    return {
        "agency_id": hit.agency_id,
        "agency": hit.agency_name,
        "province": hit.province,
        "report_year": hit.report_year,
        "version": hit.version_number,
        "title": hit.title,
        "published_on": hit.published_on,
        "source_url": hit.source_url,
        "snippets": [
            {"section": one.section_key, "heading": one.heading, "parts": one.parts}
            for one in hit.snippets
        ],
    }


def _row(hit: Hit) -> dict[str, Any]:
    first = hit.snippets[0]
    return _as_dict(hit) | {"section": first.section_key, "snippet": first.text}


def _print(found: Found) -> None:
    for hit in found.hits:
        version = (
            "" if hit.version_number == hit.version_count else f" version {hit.version_number}"
        )
        screen.print(
            Text(f"{hit.agency_id} {hit.report_year}{version} ", style="bold") + Text(hit.title)
        )
        for snippet in hit.snippets:
            screen.print(_shown(snippet))
    more = "more than " if found.total_is_more else ""
    screen.print(f"{more}{found.total} reports, {len(found.hits)} shown")


def _shown(snippet: Snippet) -> Text:
    line = Text(f"  {snippet.heading}：" if snippet.heading else "  ", style="dim")
    for part, asked_for in snippet.parts:
        line.append(part, style="bold red not dim" if asked_for else "not dim")
    return line
