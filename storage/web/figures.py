"""Numbers, days and moments as the pages print them."""

from __future__ import annotations

import datetime as dt

from storage.calendar import CHINA

ABSENT = "—"


def number(value: float | int | None) -> str:
    """A number with thousands apart: 12,345; 25.1; a dash where there is none."""
    if value is None:
        return ABSENT
    return f"{value:,}" if isinstance(value, int) or value != int(value) else f"{int(value):,}"


def plain(value: float | int | None) -> str:
    """A number as a program writes it; empty where there is none."""
    if value is None:
        return ""
    return str(int(value)) if value == int(value) else str(value)


def share(part: float | None, whole: float | None) -> str:
    """A part of a whole in per cent to one place; a dash where either is missing or nothing."""
    if part is None or not whole:
        return ABSENT
    return f"{part / whole:.1%}"


def size(count: int) -> str:
    """A number of bytes for people."""
    if count < 1024:
        return f"{count} B"
    return f"{count / 1024:,.1f} kB" if count < 1024**2 else f"{count / 1024**2:,.1f} MB"


def day(on: dt.date | None) -> str:
    """A day: 2026-01-31."""
    return on.isoformat() if on else ABSENT


def moment(at: dt.datetime | None) -> str:
    """A moment as a clock in China shows it, to the minute."""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at else ABSENT


def today() -> dt.date:
    """Which day it is in China."""
    return dt.datetime.now(CHINA).date()
