"""Dates as they stand beside the entries of a list."""

from __future__ import annotations

import datetime as dt
import re

_YEAR = r"(?P<y>20\d\d|19[89]\d)"
_FULL = (
    re.compile(rf"{_YEAR}\s*[-/.年]\s*(?P<m>\d{{1,2}})\s*[-/.月]\s*(?P<d>\d{{1,2}})(?!\d)"),
    # a day in large print over its month: 12 / 2026-01, or the month first
    re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})日?\s+{_YEAR}\s*[-/.年]\s*(?P<m>\d{{1,2}})月?(?!\d)"),
    re.compile(rf"{_YEAR}\s*[-/.年]\s*(?P<m>\d{{1,2}})月?\s+(?P<d>\d{{1,2}})(?![\d:])"),
    re.compile(rf"(?<!\d)(?P<m>\d{{1,2}})\s*[-/.月]\s*(?P<d>\d{{1,2}})日?\s+{_YEAR}(?!\d)"),
)
_SHORT = re.compile(r"(?<![\d\-/.])(?P<m>\d{1,2})[-/.月](?P<d>\d{1,2})日?(?![\d\-/.])")
_COMPACT = re.compile(r"^(20\d\d)(\d\d)(\d\d)(?:\d{6})?$")
_CHINA = dt.timezone(dt.timedelta(hours=8))
_EPOCH_SECONDS = range(473_385_600, 4_102_444_800)  # 1985 to 2100


def find_date(text: str) -> tuple[dt.date | None, str]:
    """The first date in ``text`` and the characters it is printed in.

    A date without a year gives None and its characters; no date gives None and an empty string.
    """
    for pattern in _FULL:
        for match in pattern.finditer(text):
            day = _day(int(match["y"]), int(match["m"]), int(match["d"]))
            if day:
                return day, match[0].strip()
    for match in _SHORT.finditer(text):
        if _day(2024, int(match["m"]), int(match["d"])):
            return None, match[0]
    return None, ""


def count_dates(text: str) -> int:
    """How many dates with a year stand in ``text``."""
    return sum(1 for _ in _FULL[0].finditer(text))


def strip_date(text: str) -> str:
    """``text`` without a full date at its beginning or end, brackets included."""
    for pattern in _FULL:
        inner = pattern.pattern
        text = re.sub(rf"^[\s\[(（【]*{inner}日?[\s\])）】]*", "", text)
        clock = r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
        text = re.sub(rf"[\s\[(（【]*{inner}日?{clock}[\s\])）】]*$", "", text)
    return text.strip()


def date_of_value(value: object) -> tuple[dt.date | None, str]:
    """The day a JSON value stands for: a printed date, 20260112, or epoch seconds or milliseconds.

    Epochs are read in China time, the only zone these systems know.
    """
    if isinstance(value, bool) or value is None:
        return None, ""
    raw = str(value).strip()
    if compact := _COMPACT.match(raw):
        day = _day(int(compact[1]), int(compact[2]), int(compact[3]))
        if day:
            return day, raw
    if re.fullmatch(r"\d{9,10}|\d{12,13}", raw):
        seconds = int(raw) // (1000 if len(raw) > 10 else 1)
        if seconds in _EPOCH_SECONDS:
            return dt.datetime.fromtimestamp(seconds, _CHINA).date(), raw
    return find_date(raw.replace("T", " "))


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
