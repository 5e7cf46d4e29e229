"""How often each kind of work is done on a day of the year: ``season.yaml``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml

from crawler.schedule.hours import WHOLE_DAY, Hours, minute_of

_SPREAD = 0  # the hour of what is spread by host stands in its job


class Every(StrEnum):
    """How often."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Cadence:
    """One line of ``season.yaml``; ``first`` and ``last`` are (month, day), ``at`` a minute."""

    kind: str
    first: tuple[int, int]
    last: tuple[int, int]
    every: Every
    at: int
    on: int
    within: Hours
    reason: str
    source: str


@cache
def season() -> tuple[Cadence, ...]:
    """The lines in their order."""
    text = files("crawler.schedule").joinpath("season.yaml").read_text(encoding="utf-8")
    return tuple(
        Cadence(
            kind=line["kind"],
            first=_month_day(line.get("from", "01-01")),
            last=_month_day(line.get("to", "12-31")),
            every=Every(line["every"]),
            at=minute_of(line["at"]) if "at" in line else _SPREAD,
            on=line.get("on", 1),
            within=Hours.parse(line["within"]) if "within" in line else WHOLE_DAY,
            reason=line["reason"],
            source=line["source"],
        )
        for line in yaml.safe_load(text)
    )


def cadence(kind: str, day: dt.date) -> Cadence:
    """How often a kind of work is done around a day in China."""
    return next(
        line
        for line in season()
        if line.kind == kind and line.first <= (day.month, day.day) <= line.last
    )


def _month_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)
