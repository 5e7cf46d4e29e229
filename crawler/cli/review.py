"""``nianbao agencies review`` and ``settle``: reports found whose agency could not be said."""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any

import typer
from rich.text import Text

from crawler.cli.opened import chronicled_database, opened_database
from crawler.cli.screen import errors, json_line, screen
from crawler.progress import watch_steps
from pipelines.identify.organisations import canonical, is_town
from pipelines.review import Unassigned, settle_name, unassigned_reports
from storage import archive, queries
from storage.records import AgencyRecord
from storage.vocabulary import AgencyClass

_MOST_CANDIDATES = 5  # shown; --json has them all
_NO_NAME = "(no name)"


def review(
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object a line, for each name on each host.")
    ] = False,
) -> None:
    """Show the reports found whose agency or year could not be said, by the name they bear."""
    with opened_database() as database, database.snapshot() as session:
        agencies = {agency.id: agency for agency in queries.agencies(session)}
        found = unassigned_reports(session)
    commands = _Commands(agencies)
    ready = [list(commands.settling(one)) for one in found]
    if as_json:
        for one, lines in zip(found, ready, strict=True):
            json_line(_as_dict(one, agencies, lines))
        return
    for one, lines in zip(found, ready, strict=True):
        _print(one, lines, agencies)
    screen.print(f"{sum(len(one.urls) for one in found)} reports under {len(found)} names")


def settle(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name, as the titles write it.")],
    agency: Annotated[str, typer.Argument(metavar="AGENCY", help="Id of the agency it means.")],
    as_json: Annotated[bool, typer.Option("--json", help="The counts as one JSON object.")] = False,
) -> None:
    """Remember whose a name is, and give the reports that bear it to that agency."""
    with (
        chronicled_database(archive.REGISTRY) as database,
        watch_steps(errors, "reading") as steps,
    ):
        summary = settle_name(database, name, agency, watch=steps)
    if as_json:
        json_line(summary.as_dict())
    else:
        screen.print(f"{name} is {agency}; {summary.sentence()}", markup=False, highlight=False)


def _print(one: Unassigned, lines: list[str], agencies: Mapping[str, AgencyRecord]) -> None:
    """A name with where it stands, why it is open, and below it the lines that would settle it."""
    head = Text(one.name or _NO_NAME, style="bold")
    screen.print(head + Text(f"  {len(one.urls)} reports, {one.reason}", style="not bold"))
    screen.print(Text(f"    {one.urls[0]}", style="dim"), soft_wrap=True)
    for candidate in one.candidates[:_MOST_CANDIDATES]:
        screen.print(Text(f"    could be {_named(candidate, agencies)}"), soft_wrap=True)
    for line in lines[:_MOST_CANDIDATES]:
        screen.print(Text(f"    $ {line}", style="cyan"), soft_wrap=True)
    if len(one.candidates) > _MOST_CANDIDATES:
        screen.print(f"    … {len(one.candidates)} agencies in all; see --json")


class _Commands:
    """Writes the commands that settle a name, ready to be run."""

    def __init__(self, agencies: Mapping[str, AgencyRecord]) -> None:
        self._agencies = agencies
        self._taken = set(agencies)

    def settling(self, one: Unassigned) -> Iterator[str]:
        """A command for each agency the name could mean, or one that adds a new agency."""
        if not one.name or one.agency_known:
            return
        for candidate in one.candidates:
            yield shlex.join(["nianbao", "agencies", "settle", one.name, candidate])
        if not one.candidates and one.site_owner:
            yield self._adding(one.name, self._agencies[one.site_owner])

    def _adding(self, name: str, owner: AgencyRecord) -> str:
        ident = _free_id(owner.id, self._taken)
        self._taken.add(ident)
        add = ["nianbao", "agencies", "add", ident, "--name", name, "--parent", owner.id]
        if is_town(canonical(name)):
            add += ["--class", AgencyClass.TOWNSHIP]
        for option in ("province", "city", "county"):
            if place := getattr(owner, option):
                add += [f"--{option}", place]
        settling = ["nianbao", "agencies", "settle", name, ident]
        return f"{shlex.join(add)} && {shlex.join(settling)}"


def _free_id(stem: str, taken: Collection[str]) -> str:
    return next(ident for n in range(1, len(taken) + 2) if (ident := f"{stem}-{n}") not in taken)


def _named(ident: str, agencies: Mapping[str, AgencyRecord]) -> str:
    return f"{ident} {agencies[ident].name}" if ident in agencies else ident


def _as_dict(
    one: Unassigned, agencies: Mapping[str, AgencyRecord], commands: list[str]
) -> dict[str, Any]:
    return {
        "name": one.name,
        "host": one.host,
        "reason": one.reason,
        "reports": len(one.urls),
        "candidates": [
            {"id": ident, "name": agencies[ident].name if ident in agencies else ""}
            for ident in one.candidates
        ],
        "titles": list(one.titles),
        "urls": list(one.urls),
        "commands": commands,
    }
