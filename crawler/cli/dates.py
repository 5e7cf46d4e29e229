"""Which day it is for a command."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from storage.calendar import CHINA
from storage.records import VersionRecord

AsOf = Annotated[
    dt.datetime | None,
    typer.Option("--as-of", formats=["%Y-%m-%d"], help="Take this day for today (China time)."),
]


def today(as_of: dt.datetime | None) -> dt.date:
    """The day given with ``--as-of``, else today in China."""
    return as_of.date() if as_of else dt.datetime.now(CHINA).date()


def in_china(moment: dt.datetime) -> str:
    """A moment as a clock in China shows it, to the minute."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"


def span(version: VersionRecord) -> str:
    """From when to when a version stood, as far as the visits tell."""
    told = f"first seen {in_china(version.first_seen_at)}"
    if version.not_seen_at:
        told += f" (not yet {in_china(version.not_seen_at)})"
    if version.again_since:
        told += f", back {in_china(version.again_since)}"
    told += f", last seen {in_china(version.last_seen_at)}"
    if version.replaced_at:
        told += f", replaced {in_china(version.replaced_at)}"
    return told
