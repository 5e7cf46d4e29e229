"""``nianbao alerts``: who is told of what, and what was told."""

from __future__ import annotations

import datetime as dt
import getpass
from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.text import Text

from crawler.alerts.kinds import NAMES, URGENT
from crawler.alerts.subscriptions import Audience, Subscriptions
from crawler.alerts.tell import decide_alerts, open_receivers, subscriptions, tell_people
from crawler.alerts.undelivered import Undelivered
from crawler.alerts.wording import kinds_in, line_of
from crawler.cli import subscribe
from crawler.cli.dates import AsOf, in_china, today
from crawler.cli.opened import chronicled_database, opened_database
from crawler.cli.screen import errors, json_line, screen
from pipelines.coverage.judge import judge_coverage
from storage import archive, queries
from storage.config import settings
from storage.database import Session
from storage.errors import ConfigurationError
from storage.records import AgencyRecord, AlertRecord, DeliveryRecord
from storage.vocabulary import AlertKind

app = typer.Typer(
    help="Tells people, once per change of state.", no_args_is_help=True, add_completion=False
)

NEEDS_A_PERSON = 3

AsJson = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]


@app.command("list")
def list_(
    kind: Annotated[
        list[AlertKind] | None, typer.Option(help="Only this kind; may be given again.")
    ] = None,
    agency: Annotated[str, typer.Option(help="Only this agency and all below it.")] = "",
    all_: Annotated[bool, typer.Option("--all", help="Also what is over or acknowledged.")] = False,
    as_json: AsJson = False,
    as_of: AsOf = None,
) -> None:
    """Show what there is to tell and what was told, without telling anybody.

    Exit code 3 if something urgent is neither over nor acknowledged.
    """
    with opened_database() as database, database.rehearsal() as rehearsed:
        with rehearsed.snapshot() as session:
            last = queries.last_noted_day(session)
        day = today(as_of)
        if last is None or day >= last:
            judge_coverage(rehearsed, day)
            decide_alerts(rehearsed, day, Subscriptions())
        with rehearsed.snapshot() as session:
            agencies = {one.id: one for one in queries.agencies(session)}
            found = list(_chosen(session, agencies, kind or (), agency, day))
            goes = queries.deliveries(session)
    open_alerts = [one for one in found if _is_open(one)]
    shown = found if all_ else open_alerts
    if as_json:
        for one in shown:
            json_line(_as_dict(one, agencies, goes.get(one.id, [])))
    else:
        for one in shown:
            _print(one, agencies, goes.get(one.id, []))
        screen.print(kinds_in(shown) or "没有需要提醒的事项")
    if any(one.kind in URGENT for one in open_alerts):
        raise typer.Exit(NEEDS_A_PERSON)


@app.command("send")
def send(as_json: AsJson = False, as_of: AsOf = None) -> None:
    """Judge, decide what there is to tell, and tell it: what a scheduler runs each morning.

    Exit code 3 if a channel could not be told.
    """
    with chronicled_database(archive.TOLD) as database:
        told = tell_people(database, settings(), today(as_of))
    delivered = told.delivered
    if as_json:
        json_line(
            {
                "decided": len(told.decided),
                "sent": delivered.sent,
                "held": delivered.held,
                "complaints": delivered.complaints,
                "files": [str(path) for path in told.files],
            }
        )
    else:
        screen.print(f"{len(told.decided)} new alerts, {delivered.sent} messages sent")
        for name in delivered.held:
            screen.print(f"{name}: quiet hours, told after them", markup=False, highlight=False)
        for path in told.files:
            screen.print(f"written: {path}", markup=False, highlight=False, soft_wrap=True)
    for complaint in delivered.complaints:
        errors.print(complaint, markup=False, highlight=False, soft_wrap=True)
    if delivered.complaints:
        raise typer.Exit(NEEDS_A_PERSON)


@app.command("test")
def try_channels(
    channel: Annotated[
        list[str] | None, typer.Argument(metavar="CHANNEL", help="Only these channels.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Send a test message to channels, at any hour. Exit code 3 if one could not be told."""
    with opened_database() as database:
        wanted = subscriptions(database, settings())
    receivers = open_receivers(wanted)
    unknown = sorted(set(channel or ()) - receivers.keys())
    if unknown or not receivers:
        names = ", ".join(receivers) or "none yet"
        raise ConfigurationError(
            f"{settings().alerts}: no channel {', '.join(unknown) or 'with a url'}; "
            f"channels that take messages: {names}"
        )
    failed = False
    for name in channel or receivers:
        cause = ""
        key = f"test-{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S%f}"
        try:
            cause = receivers[name].send(key, "年报公开提醒：测试", "这是一条测试消息，请忽略。")
        except Undelivered as error:
            cause = str(error)
        failed = failed or bool(cause)
        if as_json:
            json_line({"channel": name, "taken": not cause, "cause": cause})
        else:
            screen.print(f"{name}: {cause or 'taken'}", markup=False, highlight=False)
    if failed:
        raise typer.Exit(NEEDS_A_PERSON)


@app.command("ack")
def ack(
    alert: Annotated[list[int], typer.Argument(metavar="ALERT", help="Numbers of alerts.")],
    by: Annotated[str, typer.Option(help="Who has taken note; the user's name else.")] = "",
) -> None:
    """Write that a person has taken note of alerts: they are not told again elsewhere."""
    with chronicled_database(archive.TOLD) as database, database.session() as session:
        known = {one.id for one in queries.alerts(session, ids=alert)}
        unknown = sorted(set(alert) - known)
        if unknown:
            raise ConfigurationError(
                f"no alert {', '.join(map(str, unknown))}; see: nianbao alerts list --all"
            )
        archive.acknowledge_alerts(session, alert, by or getpass.getuser(), dt.datetime.now(dt.UTC))
    screen.print(f"{len(known)} alerts acknowledged")


app.command("subscribe")(subscribe.subscribe)
app.command("unsubscribe")(subscribe.unsubscribe)
app.command("subscriptions")(subscribe.list_subscriptions)


def _chosen(
    session: Session,
    agencies: dict[str, AgencyRecord],
    kinds: Iterable[AlertKind],
    agency: str,
    day: dt.date,
) -> Iterable[AlertRecord]:
    below = subscribe.tree(session, agency) if agency else None
    audience = Audience(agencies.values())
    for one in queries.alerts(session, kinds=tuple(kinds) or None):
        concerned = audience.concerned(one)
        mine = below is None or any(audience.covers(below, ident) for ident in concerned)
        if mine and one.day <= day:
            yield one


def _is_open(alert: AlertRecord) -> bool:
    return alert.settled_at is None and alert.acknowledged_at is None


def _print(
    alert: AlertRecord, agencies: dict[str, AgencyRecord], goes: list[DeliveryRecord]
) -> None:
    head = Text(f"{alert.id:>5} {alert.day} ", style="dim")
    colour = "bold red" if alert.kind in URGENT and _is_open(alert) else ""
    screen.print(
        head + Text(f"{NAMES[alert.kind]} ", style=colour) + Text(line_of(alert, agencies)),
        soft_wrap=True,
    )
    states = [f"{one.channel} {_state(one)}" for one in goes]
    if alert.acknowledged_at:
        states.append(f"acknowledged by {alert.acknowledged_by}")
    if states:
        screen.print(Text(f"      {'; '.join(states)}", style="dim"), soft_wrap=True)


def _state(delivery: DeliveryRecord) -> str:
    if delivery.sent_at:
        return f"told {in_china(delivery.sent_at)}"
    return str(delivery.state or "waiting").replace("_", " ")


def _as_dict(
    alert: AlertRecord, agencies: dict[str, AgencyRecord], goes: list[DeliveryRecord]
) -> dict[str, Any]:
    return {
        **asdict(alert),
        "text": line_of(alert, agencies),
        "deliveries": [one._asdict() for one in goes],
    }
