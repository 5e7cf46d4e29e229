"""Alerts put together into messages: one for a channel and a run, by region and kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from crawler.alerts.kinds import NAMES
from crawler.alerts.wording import kinds_in, line_of, region_of
from storage.records import AgencyRecord, AlertRecord
from storage.vocabulary import DeliveryReason

_LONGEST_LINE = 900  # bytes of UTF-8 of one alert; the smallest messenger takes 2,048 a message
_HEAD_AND_FOOT = 400  # bytes kept free for the heading and the closing line
_WHY = {
    DeliveryReason.SUBSCRIBED: "",
    DeliveryReason.ESCALATED: "【久未确认】",
    DeliveryReason.INSTEAD: "【转告】",
}
_ORDER = {kind: place for place, kind in enumerate(NAMES)}


@dataclass(frozen=True, slots=True)
class Digest:
    """The text of a message and the alerts it carries."""

    subject: str
    body: str
    alert_ids: tuple[int, ...]


def digests(
    alerts: Iterable[AlertRecord],
    agencies: Mapping[str, AgencyRecord],
    reasons: Mapping[int, DeliveryReason],
    longest: int,
) -> Iterator[Digest]:
    """As few messages as a channel's limit allows, each alert whole and in one of them.

    Args:
        alerts: what is to be told.
        agencies: the registry by id.
        reasons: why each alert goes to this channel, by id.
        longest: bytes of UTF-8 that one message may have.
    """
    ordered = sorted(alerts, key=lambda one: (region_of(one, agencies), _ORDER[one.kind], one.id))
    lines = {
        one.id: _cut(f"{_WHY[reasons[one.id]]}{line_of(one, agencies)} [{one.id}]")
        for one in ordered
    }
    room = longest - _HEAD_AND_FOOT
    some: list[AlertRecord] = []
    for one in ordered:
        if some and len(_body([*some, one], lines, agencies).encode()) > room:
            yield _digest(some, lines, agencies)
            some = []
        some.append(one)
    if some:
        yield _digest(some, lines, agencies)


def _digest(
    alerts: list[AlertRecord], lines: Mapping[int, str], agencies: Mapping[str, AgencyRecord]
) -> Digest:
    ids = tuple(alert.id for alert in alerts)
    first = alerts[0].day
    subject = f"年报公开提醒 {first.month}月{first.day}日：{_cut(kinds_in(alerts), 200)}"
    foot = "方括号内为编号；收到后请确认：nianbao alerts ack 编号"
    return Digest(subject, f"{_body(alerts, lines, agencies)}\n\n{foot}", ids)


def _body(
    alerts: Iterable[AlertRecord],
    lines: Mapping[int, str],
    agencies: Mapping[str, AgencyRecord],
) -> str:
    out: list[str] = []
    region, kind = "", None
    for alert in alerts:
        place = region_of(alert, agencies)
        if place != region:
            out += ["", f"■ {place}"] if out else [f"■ {place}"]
            region, kind = place, None
        if alert.kind is not kind:
            kind = alert.kind
            out.append(f"◆ {NAMES[kind]}")
        out.append(f"  {lines[alert.id]}")
    return "\n".join(out)


def _cut(text: str, longest: int = _LONGEST_LINE) -> str:
    """A line that fits, cut between characters."""
    body = " ".join(text.split()).encode()
    if len(body) <= longest:
        return body.decode()
    return body[: longest - 3].decode(errors="ignore") + "…"
