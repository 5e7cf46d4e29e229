"""``nianbao alerts subscribe``: who wants to be told, without opening the file."""

from __future__ import annotations

from typing import Annotated

import typer
from pydantic import ValidationError

from crawler.alerts.file import add_subscription, remove_subscription
from crawler.alerts.subscriptions import Escalation, Subscription
from crawler.alerts.tell import subscriptions
from crawler.cli.opened import opened_database
from crawler.cli.registered import registered
from crawler.cli.screen import json_line, list_table, screen
from storage import queries
from storage.config import settings
from storage.database import Session
from storage.vocabulary import AlertKind

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the subscription.")]


def subscribe(
    name: Name,
    channel: Annotated[list[str], typer.Option(help="Channel to tell; may be given again.")],
    agency: Annotated[
        list[str] | None, typer.Option(help="An agency and all below it; may be given again.")
    ] = None,
    region: Annotated[
        list[str] | None, typer.Option(help="省, 省/市 or 省/市/县; may be given again.")
    ] = None,
    kind: Annotated[
        list[AlertKind] | None,
        typer.Option(help="Only this kind, all kinds else; may be given again."),
    ] = None,
    escalate_to: Annotated[
        str, typer.Option(help="Channel told of a missing report that nobody acknowledged.")
    ] = "",
    after_days: Annotated[int, typer.Option(min=1, help="Days until then.")] = 7,
) -> None:
    """Write a subscription into the file, in the place of one of the same name."""
    try:
        wanted = Subscription(
            name=name,
            channels=tuple(channel),
            agencies=tuple(agency or ()),
            regions=tuple(region or ()),
            kinds=tuple(kind or ()),
            escalate=Escalation(to=escalate_to, after_days=after_days) if escalate_to else None,
        )
    except ValidationError as error:
        raise typer.BadParameter(error.errors()[0]["msg"]) from None
    add_subscription(settings().alerts, wanted, _agency_ids())
    screen.print(f"{name} goes to {', '.join(channel)}", markup=False, highlight=False)


def unsubscribe(name: Name) -> None:
    """Take a subscription out of the file."""
    remove_subscription(settings().alerts, name, _agency_ids())
    screen.print(f"{name} removed", markup=False, highlight=False)


def list_subscriptions(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Show the subscriptions; addresses of channels are never shown."""
    with opened_database() as database:
        wanted = subscriptions(database, settings())
    if as_json:
        for one in wanted.subscriptions:
            json_line(one.model_dump(mode="json"))
        return
    table = list_table("name", "channels", "agencies", "regions", "kinds", "escalates")
    for one in wanted.subscriptions:
        further = f"{one.escalate.to} after {one.escalate.after_days} days" if one.escalate else ""
        columns = (one.channels, one.agencies or ("all",), one.regions, one.kinds or ("all",))
        table.add_row(one.name, *(", ".join(column) for column in columns), further)
    screen.print(table)
    screen.print(f"{len(wanted.subscriptions)} subscriptions, {len(wanted.channels)} channels")


def tree(session: Session, ident: str) -> Subscription:
    """All that is of an agency and those below it.

    Raises:
        RegistryError: the registry has no such agency.
    """
    registered(session, ident)
    return Subscription(name=ident, channels=(ident,), agencies=(ident,))


def _agency_ids() -> list[str]:
    with opened_database() as database, database.snapshot() as session:
        return [agency.id for agency in queries.agencies(session)]
