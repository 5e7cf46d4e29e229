"""``nianbao agencies``: the registry of who owes a report."""

from __future__ import annotations

from dataclasses import asdict
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from crawler.cli import found, review
from crawler.cli.opened import chronicled_database, opened_database
from crawler.cli.registered import registered
from crawler.cli.screen import json_line, list_table, screen
from crawler.registry import agency_of, faults_of, read_registry
from storage import archive, queries
from storage.errors import RegistryError
from storage.records import AgencyRecord
from storage.vocabulary import AgencyClass

app = typer.Typer(
    help="The registry of agencies: who owes a report, and where it would be.",
    no_args_is_help=True,
    add_completion=False,
)

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command("import")
def import_(
    file: Annotated[
        Path | None, typer.Argument(help="Registry CSV; a second import updates.")
    ] = None,
    starter: Annotated[
        bool,
        typer.Option(
            "--starter", help="The registry that comes with the program: the whole country's start."
        ),
    ] = False,
) -> None:
    """Take a registry: the whole file or, if any line is bad, nothing."""
    if starter == (file is not None):
        raise typer.BadParameter("give a FILE or --starter")
    with (
        as_file(files("crawler") / "starter" / "registry.csv") as bundled,
        chronicled_database(archive.REGISTRY) as database,
        database.session() as session,
    ):
        known = [agency.id for agency in queries.agencies(session)]
        outcome = archive.save_agencies(session, read_registry(file or bundled, known))
    screen.print(
        f"{outcome.added} agencies added, {outcome.updated} updated, {outcome.unchanged} unchanged"
    )


@app.command("list")
def list_(
    province: Annotated[str, typer.Option(help="Only this province.")] = "",
    as_json: AsJson = False,
) -> None:
    """List the agencies."""
    with opened_database() as database, database.snapshot() as session:
        agencies = [
            agency for agency in queries.agencies(session) if province in ("", agency.province)
        ]
    if as_json:
        for agency in agencies:
            json_line(_as_dict(agency))
        return
    table = list_table("id", "name", "class", "home page")
    for agency in agencies:
        table.add_row(
            agency.id,
            Text(agency.name),
            agency.cls.name.lower(),
            agency.homepage or f"in {agency.parent_id}'s columns",
        )
    screen.print(table)
    screen.print(f"{len(agencies)} agencies")


@app.command("show")
def show(
    ident: Annotated[str, typer.Argument(metavar="ID", help="Id of the agency.")],
    as_json: AsJson = False,
) -> None:
    """Show one agency with its names."""
    with opened_database() as database, database.snapshot() as session:
        agency = registered(session, ident)
    if as_json:
        json_line(_as_dict(agency))
        return
    table = Table(box=None, show_header=False)
    for name, value in _as_dict(agency).items():
        shown = "、".join(value) if isinstance(value, tuple) else str(value or "")
        table.add_row(name, Text(shown))
    screen.print(table)


@app.command("add")
def add(
    ident: Annotated[str, typer.Argument(metavar="ID", help="A new id, or one to update.")],
    name: Annotated[str, typer.Option(help="Full name.")],
    cls: Annotated[
        AgencyClass, typer.Option("--class", help="Class; it decides the due date.")
    ] = AgencyClass.DEPARTMENT,
    short_name: Annotated[str, typer.Option(help="Short name.")] = "",
    aliases: Annotated[str, typer.Option(help="Other and former names, separated by |.")] = "",
    parent: Annotated[str, typer.Option(help="Id of the parent agency.")] = "",
    homepage: Annotated[
        str, typer.Option(help="Home page; without one it reports in its parent's columns.")
    ] = "",
    division_code: Annotated[str, typer.Option(help="Division by GB/T 2260.")] = "",
    province: Annotated[str, typer.Option(help="Province.")] = "",
    city: Annotated[str, typer.Option(help="City.")] = "",
    county: Annotated[str, typer.Option(help="County.")] = "",
    first_report_year: Annotated[str, typer.Option(help="First report year owed.")] = "",
    last_report_year: Annotated[str, typer.Option(help="Last report year owed.")] = "",
    due_override: Annotated[
        str, typer.Option(help="MM-DD, where a local notice sets another date.")
    ] = "",
) -> None:
    """Add or update one agency, checked like a line of the CSV."""
    cells = {
        "id": ident,
        "name": name,
        "class": cls.value,
        "short_name": short_name,
        "aliases": aliases,
        "parent_id": parent,
        "homepage": homepage,
        "division_code": division_code,
        "province": province,
        "city": city,
        "county": county,
        "first_report_year": first_report_year,
        "last_report_year": last_report_year,
        "due_override": due_override,
    }
    with chronicled_database(archive.REGISTRY) as database, database.session() as session:
        known = {agency.id for agency in queries.agencies(session)}
        faults = faults_of(cells, known)
        if faults:
            raise RegistryError(f"agency {ident} was not added: {'; '.join(faults)}")
        outcome = archive.save_agencies(session, [agency_of(cells)])
    screen.print(
        f"agency {ident} "
        + ("added" if outcome.added else "updated" if outcome.updated else "unchanged")
    )


app.command("review")(review.review)
app.command("settle")(review.settle)
app.command("found")(found.found)


def _as_dict(agency: AgencyRecord) -> dict[str, object]:
    values = asdict(agency)
    values["class"] = values.pop("cls")
    return values
