"""Who wants to be told of what, and where: channels and subscriptions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from crawler.alerts.kinds import OPERATORS
from pipelines.jobs import members_of_hosts
from storage.calendar import CHINA
from storage.records import AgencyRecord, AlertRecord
from storage.vocabulary import AlertKind

_QUIET = re.compile(r"^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$")


class _Strict(BaseModel):
    """A table of the file; a name it does not know is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Channel(_Strict):
    """One way to people: an address of a messenger, or a file others read.

    ``url`` is an address as apprise has it and may hold passwords; ``feed`` and ``calendar`` are
    files to write. ``quiet`` are the hours in China in which no message goes out. ``fallback`` is
    the channel that is told when this one is dead.
    """

    url: SecretStr | None = None
    feed: Path | None = None
    calendar: Path | None = None
    quiet: str = ""
    fallback: str = ""

    @field_validator("quiet")
    @classmethod
    def _is_span(cls, value: str) -> str:
        if value and not _QUIET.match(value):
            raise ValueError("write the hours as 21:00-07:30")
        return value

    @model_validator(mode="after")
    def _is_one_thing(self) -> Channel:
        if sum(way is not None for way in (self.url, self.feed, self.calendar)) != 1:
            raise ValueError("give one of url, feed, calendar")
        if self.url is None and (self.quiet or self.fallback):
            raise ValueError("quiet and fallback are for channels with a url")
        return self

    def is_quiet(self, now: dt.datetime) -> bool:
        """Whether no message may go out at a moment."""
        match = _QUIET.match(self.quiet)
        if match is None:
            return False
        begin, end = (dt.time(int(match[n]), int(match[n + 1])) for n in (1, 3))
        clock = now.astimezone(CHINA).time()
        return begin <= clock < end if begin <= end else clock >= begin or clock < end


class Escalation(_Strict):
    """To which channel a missing report is told that nobody acknowledged, and after how long."""

    to: str
    after_days: int = Field(7, ge=1)


class Subscription(_Strict):
    """What goes to some channels.

    ``agencies`` are ids, each with all below it; ``regions`` are 省, 省/市 or 省/市/县; ``kinds``
    without any is all kinds. An event is wanted if its agency is of one or the other; without
    either, all are.
    """

    name: str = Field(min_length=1)
    channels: tuple[str, ...] = Field(min_length=1)
    agencies: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    kinds: tuple[AlertKind, ...] = ()
    escalate: Escalation | None = None


class Patience(_Strict):
    """How often a channel that does not answer is tried.

    ``tries`` in one run, ``pause_seconds`` apart and then twice as long each time; after a run in
    vain ``wait_minutes``, then twice as long each time. After ``give_up_after`` tries in all its
    ``fallback`` is told; without one it is tried for ever.
    """

    tries: int = Field(3, ge=1, le=10)
    pause_seconds: float = Field(2, ge=0, le=60)
    wait_minutes: float = Field(10, ge=0)
    give_up_after: int = Field(6, ge=1)


class Subscriptions(_Strict):
    """The whole file."""

    channels: dict[str, Channel] = {}
    subscriptions: tuple[Subscription, ...] = ()
    retry: Patience = Patience()

    def faults(self, agency_ids: Iterable[str]) -> Iterator[tuple[tuple[str | int, ...], str]]:
        """What does not fit together: where in the file, and what."""
        known, seen = set(agency_ids), set()
        for name, channel in self.channels.items():
            if channel.fallback and not self._takes_messages(channel.fallback, name):
                yield ("channels", name, "fallback"), self._no_channel(channel.fallback)
        for number, wanted in enumerate(self.subscriptions):
            at = ("subscriptions", number)
            if wanted.name in seen:
                yield (*at, "name"), f"{wanted.name} is the name of another subscription"
            seen.add(wanted.name)
            for channel_name in wanted.channels:
                if channel_name not in self.channels:
                    yield (*at, "channels"), self._no_channel(channel_name)
            if wanted.escalate and not self._takes_messages(wanted.escalate.to):
                yield (*at, "escalate"), self._no_channel(wanted.escalate.to)
            for ident in wanted.agencies:
                if ident not in known:
                    yield (*at, "agencies"), f"{ident} is no agency of the registry"

    def _takes_messages(self, name: str, other_than: str = "") -> bool:
        channel = self.channels.get(name)
        return channel is not None and channel.url is not None and name != other_than

    def _no_channel(self, name: str) -> str:
        names = ", ".join(self.channels) or "none yet"
        return f"no channel {name} can be told there; the channels of this file: {names}"


class Audience:
    """Which subscriptions want an alert, by the tree of agencies and by who publishes where."""

    def __init__(self, agencies: Iterable[AgencyRecord]) -> None:
        self._agencies = {agency.id: agency for agency in agencies}
        self._of_host = members_of_hosts(self._agencies.values())

    def wants(self, wanted: Subscription, alert: AlertRecord) -> bool:
        """Whether a subscription wants an alert.

        What is about this program goes to those who asked for its kind, or for everything.
        """
        if wanted.kinds and alert.kind not in wanted.kinds:
            return False
        if not (wanted.agencies or wanted.regions):
            return True
        if alert.kind in OPERATORS and alert.site_id is None:
            return bool(wanted.kinds)
        return any(self.covers(wanted, ident) for ident in self.concerned(alert))

    def concerned(self, alert: AlertRecord) -> tuple[str, ...]:
        """The agencies that an alert is about: one, or all that publish on a site."""
        if alert.agency_id is not None:
            return (alert.agency_id,)
        return self._of_host.get(str(alert.facts.get("host", "")), ())

    def covers(self, wanted: Subscription, ident: str) -> bool:
        """Whether an agency is of a subscription's trees or regions."""
        if not (wanted.agencies or wanted.regions):
            return True
        agency = self._agencies.get(ident)
        if agency is None:
            return False
        place = (agency.province, agency.city, agency.county)
        for region in wanted.regions:
            parts = tuple(region.split("/"))
            if place[: len(parts)] == parts:
                return True
        return any(above in wanted.agencies for above in self._line(agency))

    def _line(self, agency: AgencyRecord) -> Iterator[str]:
        met: set[str] = set()
        current: AgencyRecord | None = agency
        while current is not None and current.id not in met:
            met.add(current.id)
            yield current.id
            current = self._agencies.get(current.parent_id)
